package dev.ostiary.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A request's body as it arrives. It must come within its time, and only so many bodies may be large at once: each is held in memory.
 *
 * <p>Jetty's stream waits for content even when no byte is asked for, as the JDK does after each full buffer; this one doesn't.
 */
final class Body extends FilterInputStream {
    private static final int LARGE = 64 * 1024;

    private final long begun = System.nanoTime();
    private final Duration time;
    private final Semaphore large;
    private long length;
    private boolean isLarge;

    /** @param large places for large bodies, shared by all requests */
    Body(InputStream arriving, Duration time, Semaphore large) {
        super(arriving);
        this.time = time;
        this.large = large;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return length == 0 ? 0 : counted(super.read(into, offset, length));
    }

    /** Bytes that are passed over are not kept, so they don't make it large. */
    @Override
    public long skip(long bytes) throws IOException {
        requireTime();
        return super.skip(bytes);
    }

    private int counted(int read) throws IOException {
        if (read < 0) {
            return read;
        }
        requireTime();
        length += read;
        if (length > LARGE && !isLarge) {
            isLarge = large.tryAcquire();
            if (!isLarge) {
                throw new Overloaded("too many large requests at once");
            }
        }
        return read;
    }

    private void requireTime() throws IOException {
        if (System.nanoTime() - begun > time.toNanos()) {
            throw new IOException("the body took too long");
        }
    }

    /** The request is over, and the body no longer in memory. */
    void release() {
        if (isLarge) {
            isLarge = false;
            large.release();
        }
    }
}
