package dev.ostiary.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds out which client a proxy speaks for. {@code X-Forwarded-For} is believed from the right as far as each address is that of a trusted
 * proxy: whatever stands further left, the client may have made up.
 */
public final class ClientAddress implements Handler {
    static final String HEADER = "X-Forwarded-For";

    private final Handler inside;
    private final Predicate<InetAddress> trusted;

    /** @param trusted whose word is taken */
    public ClientAddress(Handler inside, Predicate<InetAddress> trusted) {
        this.inside = inside;
        this.trusted = trusted;
    }

    @Override
    public Response handle(Request request) {
        String forwarded = request.headers().apply(HEADER);
        return inside.handle(
                forwarded == null || forwarded.isEmpty()
                        ? request
                        : request.from(client(request.remoteAddress(), forwarded)));
    }

    private String client(String peer, String forwarded) {
        String client = peer;
        String[] hops = forwarded.split(",");
        for (int i = hops.length - 1; i >= 0 && isTrusted(client); i--) {
            Optional<String> hop = address(hops[i]);
            if (hop.isEmpty()) {
                return client;
            }
            client = hop.get();
        }
        return client;
    }

    private boolean isTrusted(String address) {
        return address(address).map(InetAddress::ofLiteral).filter(trusted).isPresent();
    }

    /** Returns it in one spelling; empty when it is none. Never asks a name server. */
    private static Optional<String> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text.strip()).getHostAddress());
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
