package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A network in between: passes TCP connections on, until it is told not to. */
public final class Relay implements AutoCloseable {

    /** Connects to where a client's connection leads. May read what the client says first, and then has to pass it on. */
    @FunctionalInterface
    interface Route {
        Socket connect(Socket client) throws IOException;
    }

    private final ServerSocket listener;
    private final Route route;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private Relay(ServerSocket listener, Route route) {
        this.listener = listener;
        this.route = route;
    }

    /** Passes everything on to a port of this machine. */
    public static Relay to(int port) {
        return along(client -> new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static Relay along(Route route) {
        try {
            Relay relay = new Relay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), route);
            Thread.ofPlatform().daemon().name("relay").start(relay::accept);
            return relay;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** From now on nothing gets through, and nobody is told. */
    public void hold() {
        gate = new CountDownLatch(1);
    }

    /** What was held up gets through after all. */
    public void goOn() {
        gate.countDown();
    }

    /** Ends all connections. New ones are served. */
    public void cut() {
        open.forEach(this::end);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> begin(client));
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void begin(Socket client) {
        open.add(client);
        try {
            pass();
            Socket server = route.connect(client);
            open.add(server);
            Thread.ofVirtual().start(() -> pump(client, server));
            pump(server, client);
            end(server);
        } catch (IOException nobodyIsThere) {
            // which the client sees
        } finally {
            end(client);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                pass();
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException ended) {
            end(from);
            end(to);
        }
    }

    private void pass() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        goOn();
    }
}
