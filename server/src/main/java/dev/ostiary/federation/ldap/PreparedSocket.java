package dev.ostiary.federation.ldap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Hands a connection that stands already to the library, once: the library must not make any itself. */
final class PreparedSocket extends SocketFactory {
    private final AtomicReference<@Nullable Socket> prepared;

    PreparedSocket(Socket prepared) {
        this.prepared = new AtomicReference<>(prepared);
    }

    private Socket take() throws IOException {
        Socket socket = prepared.getAndSet(null);
        if (socket == null) {
            throw new IOException("the connection is gone, and no other is made");
        }
        return socket;
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return take();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return take();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return take();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return take();
    }
}
