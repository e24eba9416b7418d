package dev.ostiary.outbound;

/** Looks on while a request goes out. */
@FunctionalInterface
public interface OutboundWatch {
    /** Nobody looks on. */
    OutboundWatch NONE = (_, _, call) -> call.send();

    /** The request itself. */
    @FunctionalInterface
    interface Sending {
        OutboundAnswer send() throws OutboundFailure;
    }

    /** Sends, and returns or throws what came of it. */
    OutboundAnswer watch(String method, String host, Sending call) throws OutboundFailure;

    /** Returns one that looks on within this one. */
    default OutboundWatch around(OutboundWatch inner) {
        return (method, host, call) -> watch(method, host, () -> inner.watch(method, host, call));
    }
}
