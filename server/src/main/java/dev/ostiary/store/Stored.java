package dev.ostiary.store;

/** A resource as it is kept: its state with the stream it comes from and how far that has come. */
public record Stored<S>(Stream stream, Revision revision, S state) {

    public String id() {
        return stream.id();
    }

    public String owner() {
        return stream.owner();
    }
}
