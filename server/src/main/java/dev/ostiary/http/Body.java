package dev.ostiary.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Jetty's stream waits for content even when no byte is asked for, as the JDK does after each full buffer; this one doesn't. */
final class Body extends FilterInputStream {

    Body(InputStream arriving) {
        super(arriving);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return length == 0 ? 0 : super.read(into, offset, length);
    }
}
