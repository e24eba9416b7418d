/**
 * The hosted sign-in: pages rendered on the server that work without script, and the flow from an authorization request to a session.
 *
 * <p>Begin with {@link dev.ostiary.login.LoginPages}, which says what answers on which path, and {@link dev.ostiary.login.Next}, the
 * rules that decide what comes next. What a page shows is a {@link dev.ostiary.login.View}; its template lies in {@code src/main/jte}
 * and its words in {@code login_<language>.properties}.
 */
@NullMarked
package dev.ostiary.login;

import org.jspecify.annotations.NullMarked;
