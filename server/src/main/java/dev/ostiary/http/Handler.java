package dev.ostiary.http;

/** Answers one request. Called on a virtual thread of its own, so it may block. */
@FunctionalInterface
public interface Handler {
    Response handle(Request request);
}
