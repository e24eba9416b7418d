package dev.ostiary.store;

import java.time.Instant;

/**
 * How far a stream has come.
 *
 * @param version number of its events, from 1: {@code details.sequence} on the wire
 */
public record Revision(long version, Instant createdAt, Instant changedAt) {}
