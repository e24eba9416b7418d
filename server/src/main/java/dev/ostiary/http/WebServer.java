package dev.ostiary.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The web server: HTTP/1.1 and HTTP/2 in the clear (prior knowledge and upgrade) on one port, each request on a virtual thread
 * of its own.
 *
 * <p>What peers may do is bounded here and by {@link WebLimits}. The size of a body is bounded by whoever reads it
 * ({@link Request#bytes}), the number of requests at once by {@link Admission}.
 */
public final class WebServer {

    private static final int HEADER_BYTES = 16 * 1024;
    private static final int STREAMS_PER_CONNECTION = 128;

    /** Connections that may wait to be accepted, as far as the kernel allows. */
    private static final int BACKLOG = 1024;

    private static final long DRAIN_MILLIS = 5_000;

    /** Those of the connections; requests have threads of their own. */
    private static final int THREADS = 200;

    private static final int IDLE_MILLIS = 60_000;

    private final Server server;
    private final ServerConnector connector;

    private WebServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /** Loads what a web server needs, which takes a tenth of a second; whoever starts one later finds it done. */
    public static void load() {
        new Server(threads());
    }

    /**
     * Starts to serve.
     *
     * @param port 0 for any free port
     * @param bind the address or host name to listen on
     * @throws UncheckedIOException when the port can't be listened on; the message says which and why
     */
    public static WebServer start(Handler handler, int port, String bind) {
        return start(handler, port, bind, WebLimits.DEFAULT);
    }

    /** The same with other limits. */
    public static WebServer start(Handler handler, int port, String bind, WebLimits limits) {
        Server server = new Server(threads());
        ServerConnector connector = connector(server, port, bind, limits);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.connections(), server));
        server.setHandler(new GracefulHandler(new JettyAdapter(handler, limits)));
        server.setErrorHandler(new JettyErrors());
        server.setStopTimeout(DRAIN_MILLIS);
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + bind + ":" + port + ": " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException("the web server did not start: " + e.getMessage(), e);
        }
        new SlowPeers(connector, server.getScheduler(), limits).run();
        return new WebServer(server, connector);
    }

    /** The port that is listened on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes no more requests, waits up to five seconds for those that run, and stops. */
    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the web server did not stop: " + e.getMessage(), e);
        }
    }

    /** Its usual queue asks the platform's MBean server for the size of a cache line, which takes a tenth of the server's start. */
    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 8, IDLE_MILLIS, -1, new LinkedBlockingQueue<>(), null);
        threads.setName("web");
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 0).factory()));
        return threads;
    }

    private static ServerConnector connector(Server server, int port, String bind, WebLimits limits) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setUriCompliance(ENCODED_SLASHES);
        http.setUseInputDirectByteBuffers(false); // they cost too much to be used once
        http.setUseOutputDirectByteBuffers(false);
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
        http2.setUseInputDirectByteBuffers(false);
        http2.setUseOutputDirectByteBuffers(false);
        http2.setMaxConcurrentStreams(STREAMS_PER_CONNECTION);
        http2.setStreamIdleTimeout(limits.idle().toMillis());
        ServerConnector connector = new ServerConnector(server, null, null, NOT_SHARED, -1, -1, http1, http2);
        connector.setPort(port);
        connector.setHost(bind);
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setAcceptQueueSize(BACKLOG);
        return connector;
    }

    /**
     * Each connection has buffers of its own. Jetty 12.1.14 gives the buffer of a request whose head is too long back to its pool while what
     * is left of that request is still read into it, and by then it may hold another connection's request.
     */
    private static final ByteBufferPool NOT_SHARED = ByteBufferPool.NON_POOLING;

    /** An id in a path may hold anything, so encoded slashes and empty segments reach the handler, which matches them safely. */
    private static final UriCompliance ENCODED_SLASHES = UriCompliance.DEFAULT.with(
            "ENCODED_SLASHES",
            Violation.AMBIGUOUS_PATH_SEPARATOR,
            Violation.AMBIGUOUS_EMPTY_SEGMENT,
            Violation.AMBIGUOUS_PATH_ENCODING,
            Violation.SUSPICIOUS_PATH_CHARACTERS);
}
