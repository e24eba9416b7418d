package dev.ostiary.login;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stops who guesses the codes of devices: an address (of IPv6 its /64) may be wrong fifty times in five minutes. At about 34 bits a code,
 * that finds nothing, and leaves people behind one proxy room for their mistakes. Each server counts for itself.
 */
final class WrongCodes {
    private static final int MOST = 50;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int ADDRESSES = 10_000;
    private static final int PREFIX = 8;

    private final InstantSource clock;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private record Count(Instant since, int wrong) {}

    WrongCodes(InstantSource clock) {
        this.clock = clock;
    }

    /** @param address IP address of the browser */
    synchronized boolean mayTry(String address) {
        return current(key(address)).wrong < MOST;
    }

    synchronized void wrong(String address) {
        String key = key(address);
        Count count = current(key);
        counts.remove(key);
        counts.put(key, new Count(count.since, count.wrong + 1));
        if (counts.size() > ADDRESSES) {
            counts.remove(counts.keySet().iterator().next());
        }
    }

    private Count current(String key) {
        Instant now = clock.instant();
        Count count = counts.get(key);
        return count == null || !now.isBefore(count.since.plus(WINDOW)) ? new Count(now, 0) : count;
    }

    private static String key(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, PREFIX)));
        } catch (IllegalArgumentException unusual) {
            return address;
        }
    }
}
