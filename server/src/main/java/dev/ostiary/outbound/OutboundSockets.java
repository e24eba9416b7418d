package dev.ostiary.outbound;

import dev.ostiary.outbound.OutboundFailure.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Connections for protocols other than HTTP, under the guard of {@link OutboundClient}: only to addresses that are permitted, and to
 * exactly the address that was checked. Whoever gets a connection makes it secure, and bounds what is said over it.
 */
public final class OutboundSockets {
    private final GuardedResolver addresses;

    OutboundSockets(GuardedResolver addresses) {
        this.addresses = addresses;
    }

    /**
     * Connects to the first address of a host that answers. Blocks: call it on a virtual thread.
     *
     * @param atMost for looking up the name and for all addresses together
     */
    public Socket connect(String host, int port, Duration atMost) throws OutboundFailure {
        long deadline = System.nanoTime() + atMost.toNanos();
        List<InetSocketAddress> permitted = lookUp(host, port, atMost);
        for (int i = 0; ; i++) {
            int left = permitted.size() - i;
            try {
                // One that swallows what is sent to it leaves time for those after it.
                return connect(permitted.get(i), (deadline - System.nanoTime()) / left);
            } catch (OutboundFailure failure) {
                if (left == 1) {
                    throw failure;
                }
            }
        }
    }

    /** The lookup itself can't be told how long it may take. */
    private List<InetSocketAddress> lookUp(String host, int port, Duration atMost) throws OutboundFailure {
        FutureTask<List<InetSocketAddress>> lookup = new FutureTask<>(() -> addresses.permitted(host, port));
        Thread.ofVirtual().name("outbound-lookup").start(lookup);
        try {
            return lookup.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboundFailure(Reason.CONNECTION, "interrupted", e);
        } catch (TimeoutException e) {
            throw new OutboundFailure(Reason.TIMEOUT, "the host name was not looked up in time", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof OutboundFailure failure
                    ? failure
                    : new OutboundFailure(Reason.UNKNOWN_HOST, "no address is known for the host " + host, e);
        }
    }

    private static Socket connect(InetSocketAddress address, long nanos) throws OutboundFailure {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.connect(address, (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
            return socket;
        } catch (SocketTimeoutException e) {
            close(socket);
            throw new OutboundFailure(Reason.TIMEOUT, "no connection in time", e);
        } catch (IOException e) {
            close(socket);
            throw new OutboundFailure(Reason.CONNECTION, "nobody answers", e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was never connected.
        }
    }
}
