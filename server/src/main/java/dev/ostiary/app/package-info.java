/**
 * Applications: the OAuth 2.0 clients of a project.
 *
 * <p>Begin with {@link dev.ostiary.app.App} and {@link dev.ostiary.app.Apps}.
 */
@NullMarked
package dev.ostiary.app;

import org.jspecify.annotations.NullMarked;
