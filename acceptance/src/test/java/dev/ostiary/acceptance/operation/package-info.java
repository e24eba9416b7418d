/** Running the server: starting, stopping, settings, and what is still there after it was killed. */
@NullMarked
package dev.ostiary.acceptance.operation;

import org.jspecify.annotations.NullMarked;
