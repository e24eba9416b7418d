package dev.ostiary.store;

/** A committed event, as far as caches need to know it. */
public record Committed(Stream stream, String type) {}
