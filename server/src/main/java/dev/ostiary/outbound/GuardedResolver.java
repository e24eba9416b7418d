package dev.ostiary.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Looks a host up once and hands on only addresses that are permitted. The client connects to exactly what is handed on, so a name
 * that answers differently the next time (DNS rebinding) changes nothing.
 *
 * <p>Literal addresses come through here too, in whatever notation: what counts is the address they stand for.
 */
final class GuardedResolver implements SocketAddressResolver {
    private final AddressRules rules;
    private final NameLookup names;

    GuardedResolver(AddressRules rules, NameLookup names) {
        this.rules = rules;
        this.names = names;
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        Thread.ofVirtual().name("outbound-lookup").start(() -> lookUp(host, port, promise));
    }

    private void lookUp(String host, int port, Promise<List<InetSocketAddress>> promise) {
        List<InetSocketAddress> permitted;
        try {
            permitted = permitted(host, port);
        } catch (OutboundFailure e) {
            promise.failed(e);
            return;
        }
        promise.succeeded(permitted);
    }

    /** Looks up; blocks. */
    List<InetSocketAddress> permitted(String host, int port) throws OutboundFailure {
        InetAddress[] found;
        try {
            found = names.addressesOf(host);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw new OutboundFailure(
                    OutboundFailure.Reason.UNKNOWN_HOST, "no address is known for the host " + host, e);
        }
        List<InetSocketAddress> permitted = Stream.of(found)
                .filter(rules::permits)
                .map(address -> new InetSocketAddress(address, port))
                .toList();
        if (permitted.isEmpty()) {
            throw new OutboundFailure(
                    OutboundFailure.Reason.REFUSED_ADDRESS,
                    "the host " + host + " has an address that is not public and not allowed by the settings");
        }
        return permitted;
    }
}
