package dev.ostiary.outbound;

import java.net.InetAddress;
import java.net.URI;

/** Brings the calls to a site that tests can't call to a server on loopback instead. */
public final class StandIn {
    private StandIn() {}

    /** @param origin such as {@code https://accounts.google.com} */
    public static OutboundClient client(String origin, TestServer instead) {
        return new OutboundClient(
                AddressRules.LOOPBACK,
                OutboundLimits.DEFAULT,
                InetAddress::getAllByName,
                OutboundWatch.NONE,
                uri -> URI.create(uri.toString().replace(origin, instead.uri("").toString())));
    }
}
