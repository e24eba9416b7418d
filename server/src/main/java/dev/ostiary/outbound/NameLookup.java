package dev.ostiary.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host name; {@link InetAddress#getAllByName} outside tests. */
@FunctionalInterface
public interface NameLookup {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
}
