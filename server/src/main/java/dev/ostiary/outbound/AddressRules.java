package dev.ostiary.outbound;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses the server may connect to: public ones, and those that the operator allows.
 *
 * @param allowed ranges that may be used although they are not public; they win over what is refused
 */
public record AddressRules(List<Cidr> allowed) {

    /** What the embedded default allows: this machine only. */
    public static final List<Cidr> LOOPBACK = ranges("127.0.0.0/8", "::1/128");

    /** IPv4 ranges that are not globally reachable (IANA IPv4 Special-Purpose Address Registry, RFC 6890). */
    private static final List<Cidr> NOT_PUBLIC_IPV4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Global unicast; what lies outside is unspecified, loopback, mapped, NAT64, unique local, link-local or multicast. */
    private static final Cidr GLOBAL_IPV6 = Cidr.parse("2000::/3");

    /** Parts of {@link #GLOBAL_IPV6} that lead to other addresses (Teredo, 6to4) or nowhere (RFC 6890, RFC 9637). */
    private static final List<Cidr> NOT_PUBLIC_IPV6 = ranges("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /** Tells whether the server may connect to this address. */
    public boolean permits(InetAddress address) {
        return within(allowed, address) || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        return address.getAddress().length == 4
                ? !within(NOT_PUBLIC_IPV4, address)
                : GLOBAL_IPV6.contains(address) && !within(NOT_PUBLIC_IPV6, address);
    }

    private static boolean within(List<Cidr> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static List<Cidr> ranges(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }
}
