/**
 * What every black-box test stands on: the real server as a process of its own, the external parties, and plain HTTP to talk to them.
 *
 * <p>Begin at {@link dev.ostiary.acceptance.harness.World}: a test class asks for it in its constructor and gets the server, the
 * providers, the application and the browser that all tests of a run share. A test that stops, kills or configures a server starts its
 * own with {@link dev.ostiary.acceptance.harness.RunningServer}.
 */
@NullMarked
package dev.ostiary.acceptance.harness;

import org.jspecify.annotations.NullMarked;
