package dev.ostiary.acceptance.harness;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** A load balancer without any stickiness: of the requests that come to it, each goes to another server than the one before. */
public final class Balancer implements AutoCloseable {
    private static final Pattern CONNECTION = Pattern.compile("(?im)^connection:.*\r\n");

    /** Files that are the same everywhere, which browsers load between two steps. */
    private static final Pattern FILE = Pattern.compile("^GET \\S+\\.(css|js|ico|svg|png)(\\?\\S*)? ");

    /**
     * A request that was passed on.
     *
     * @param line such as {@code GET /oauth/v2/authorize HTTP/1.1}, without the query
     * @param server its position in the list of servers
     */
    public record Passed(String line, int server) {}

    private final List<Integer> ports;
    private final AtomicInteger turn = new AtomicInteger();
    private final Queue<Passed> passed = new ConcurrentLinkedQueue<>();
    private final Relay relay;

    private Balancer(List<Integer> ports) {
        this.ports = ports;
        this.relay = Relay.along(this::connect);
    }

    /** @param ports of servers of this machine */
    static Balancer of(List<Integer> ports) {
        return new Balancer(List.copyOf(ports));
    }

    public int port() {
        return relay.port();
    }

    /** All requests so far, but for those of files. */
    public List<Passed> passed() {
        return List.copyOf(passed);
    }

    /** One request a connection: the next one comes on a new connection, and goes elsewhere. */
    private Socket connect(Socket client) throws IOException {
        String head = head(client.getInputStream());
        int server = FILE.matcher(head).find() ? turn.get() : turn.incrementAndGet();
        Socket connected = connected(head, server);
        String alone = CONNECTION.matcher(head).replaceAll("").replaceFirst("\r\n", "\r\nConnection: close\r\n");
        connected.getOutputStream().write(alone.getBytes(StandardCharsets.ISO_8859_1));
        return connected;
    }

    /** To the server whose turn it is, or the next one that is there. */
    private Socket connected(String head, int turn) throws IOException {
        for (int tried = 0; tried < ports.size(); tried++) {
            int server = (turn + tried) % ports.size();
            try {
                Socket connected = new Socket(InetAddress.getLoopbackAddress(), ports.get(server));
                if (!FILE.matcher(head).find()) {
                    passed.add(new Passed(head.substring(0, head.indexOf('\r')).replaceFirst("\\?\\S*", ""), server));
                }
                return connected;
            } catch (IOException isDown) {
                // the next one then
            }
        }
        throw new IOException("no server is there");
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ending = 0;
        while (ending < 4) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
            ending = next == "\r\n\r\n".charAt(ending) ? ending + 1 : next == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        relay.close();
    }
}
