/**
 * HTTP without a server's types: what a request, an answer and a handler are, and the one place that runs Jetty.
 *
 * <p>Begin with {@link dev.ostiary.http.Handler}. Only {@link dev.ostiary.http.WebServer} knows Jetty.
 */
@NullMarked
package dev.ostiary.http;

import org.jspecify.annotations.NullMarked;
