package dev.ostiary.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** A body that is written piece by piece, while its request may still be arriving. It runs on the request's own thread. */
@FunctionalInterface
public interface Streamed {

    /**
     * Writes the body. What was written is sent when it is flushed.
     *
     * @return the trailers that end the answer
     * @throws IOException when the peer is gone, or was silent for too long; the answer breaks off
     */
    Map<String, String> write(OutputStream out) throws IOException;
}
