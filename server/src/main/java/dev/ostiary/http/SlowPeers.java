package dev.ostiary.http;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that hold a place and don't use it: those that never finish the head of a request, byte by byte, which an idle
 * timeout never sees, and, when there are many connections, those that do nothing for some seconds.
 */
final class SlowPeers implements Runnable {
    /** Where a connection stood when it was seen first at this number of requests. */
    private record Seen(long requests, long bytes, long since) {}

    private final ServerConnector connector;
    private final Scheduler scheduler;
    private final WebLimits limits;
    private final Duration every;
    private Map<EndPoint, Seen> seen = new HashMap<>();

    SlowPeers(ServerConnector connector, Scheduler scheduler, WebLimits limits) {
        this.connector = connector;
        this.scheduler = scheduler;
        this.limits = limits;
        this.every = limits.head().dividedBy(10);
    }

    /** Looks at every connection, and again a little later as long as the server runs. */
    @Override
    public void run() {
        try {
            sweep();
        } finally {
            if (!connector.isStopping() && !connector.isStopped()) {
                scheduler.schedule(this, every.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void sweep() {
        Collection<EndPoint> all = connector.getConnectedEndPoints();
        Map<EndPoint, Seen> now = new HashMap<>();
        all.forEach(peer -> look(peer, now));
        seen = now;
        boolean crowded = all.size() > limits.crowded();
        Duration idle = crowded ? limits.idleWhenCrowded() : limits.idle();
        connector.setIdleTimeout(idle.toMillis());
        if (crowded) {
            all.forEach(peer -> peer.setIdleTimeout(idle.toMillis()));
        }
    }

    private void look(EndPoint peer, Map<EndPoint, Seen> now) {
        Connection connection = peer.getConnection();
        if (connection == null || connection instanceof HTTP2Connection) {
            return;
        }
        long requests = connection.getMessagesIn();
        long bytes = connection.getBytesIn();
        Seen before = seen.get(peer);
        if (before == null || before.requests() != requests || requests > connection.getMessagesOut()) {
            now.put(peer, new Seen(requests, bytes, System.nanoTime()));
            return;
        }
        boolean begun = requests == 0 || bytes > before.bytes();
        if (begun && System.nanoTime() - before.since() > limits.head().toNanos()) {
            peer.close();
        } else {
            now.put(peer, before);
        }
    }
}
