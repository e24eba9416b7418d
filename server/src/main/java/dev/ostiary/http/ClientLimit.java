package dev.ostiary.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Limits how often one client may ask for what costs much and needs no token: so many requests a second for long, and ten times as many at
 * once. A client is an IPv4 address, or the first half of an IPv6 address (RFC 4291 section 2.5.4: who has one address has all of those).
 *
 * <p>Each place of a table of fixed size holds one number, the time at which its client has used up nothing any more (the generic cell rate
 * algorithm, ITU-T I.371): memory is bounded whoever asks, and two clients that meet in a place share its limit. Requests from this machine
 * are not limited unless a proxy says who asks: they come from a proxy that doesn't, and everybody has that address.
 */
public final class ClientLimit {
    private static final int PLACES = 1 << 16;
    private static final int SECONDS_AT_ONCE = 10;
    private static final long SECOND = 1_000_000_000L;

    private final Counter refused;
    private final long interval;
    private final long tolerance;
    private final LongSupplier clock;
    private final long begun;
    private final long key = ThreadLocalRandom.current().nextLong();
    private final AtomicLongArray places = new AtomicLongArray(PLACES);

    /**
     * @param perSecond 0 for no limit
     */
    public ClientLimit(int perSecond, MeterRegistry registry) {
        this(perSecond, registry, System::nanoTime);
    }

    /** @param clock nanoseconds since any moment */
    ClientLimit(int perSecond, MeterRegistry registry, LongSupplier clock) {
        this.refused = Counter.builder("ostiary.client.limit.refused")
                .description("Requests that were refused because their client had sent too many")
                .register(registry);
        this.interval = perSecond == 0 ? 0 : SECOND / perSecond;
        this.tolerance = (SECONDS_AT_ONCE * (long) perSecond - 1) * interval;
        this.clock = clock;
        this.begun = clock.getAsLong();
    }

    /** @throws TooManyRequests when the client has asked too often */
    public void require(Request request) {
        if (interval == 0) {
            return;
        }
        InetAddress address = InetAddress.ofLiteral(withoutZone(request.remoteAddress()));
        if (!address.isLoopbackAddress()) {
            take(place(address));
        }
    }

    /** The zone of a link-local address (RFC 4007 section 11) is this machine's own. */
    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    private void take(int place) {
        long now = clock.getAsLong() - begun;
        while (true) {
            long freeAt = places.get(place);
            long wait = freeAt - now - tolerance;
            if (wait > 0) {
                refused.increment();
                throw new TooManyRequests((wait + SECOND - 1) / SECOND);
            }
            if (places.compareAndSet(place, freeAt, Math.max(now, freeAt) + interval)) {
                return;
            }
        }
    }

    /** Nobody outside can tell which clients meet. */
    private int place(InetAddress address) {
        byte[] bytes = address.getAddress();
        long client = bytes.length == 4
                ? Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt())
                : ByteBuffer.wrap(bytes).getLong();
        long mixed = (client ^ key) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 48);
    }
}
