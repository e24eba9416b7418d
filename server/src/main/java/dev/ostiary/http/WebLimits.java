package dev.ostiary.http;

import java.time.Duration;

/**
 * What peers may take of the server.
 *
 * @param connections at once; more wait until one is closed
 * @param crowded number of connections from which on those that do nothing are closed after {@code idleWhenCrowded}
 * @param idle how long a connection may do nothing
 * @param head how long the head of an HTTP/1.1 request may take, from the connection's beginning or the end of the request before
 * @param body how long a request's body may take
 * @param largeBodies how many bodies of more than 64 KiB are taken at once
 */
public record WebLimits(
        int connections,
        int crowded,
        Duration idle,
        Duration idleWhenCrowded,
        Duration head,
        Duration body,
        int largeBodies) {
    public static final WebLimits DEFAULT = new WebLimits(
            10_000,
            5_000,
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            16);
}
