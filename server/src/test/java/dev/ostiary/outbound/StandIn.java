package dev.ostiary.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.util.Map;

/** Brings the calls to a site that tests can't call to a server on loopback instead. */
public final class StandIn {
    private StandIn() {}

    /** @param origin such as {@code https://accounts.google.com} */
    public static OutboundClient client(String origin, TestServer instead) {
        return client(Map.of(origin, instead.uri("")));
    }

    /** @param instead the addresses that are called, by the beginnings of those that they stand in for */
    public static OutboundClient client(Map<String, URI> instead) {
        return new OutboundClient(
                AddressRules.LOOPBACK,
                OutboundLimits.DEFAULT,
                InetAddress::getAllByName,
                OutboundWatch.NONE,
                uri -> instead.entrySet().stream()
                        .filter(site -> uri.toString().startsWith(site.getKey()))
                        .map(site -> URI.create(site.getValue()
                                + uri.toString().substring(site.getKey().length())))
                        .findFirst()
                        .orElse(uri));
    }
}
