package dev.ostiary.idp.credential;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an LDAP server listens.
 *
 * @param tls from the first byte, as {@code ldaps} says
 * @param host a name or an address; an IPv6 address without brackets
 */
public record LdapServer(boolean tls, String host, int port) {
    private static final int LDAP = 389;
    private static final int LDAPS = 636;

    // Not java.net.URI alone: it finds no host in a name with an underscore, which local networks have.
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>ldaps?)://(?:\\[(?<v6>[0-9a-f:.]+)]|(?<host>[a-z0-9._-]+))(?::(?<port>[0-9]{1,5}))?/?",
            Pattern.CASE_INSENSITIVE);

    /**
     * Reads {@code ldap://host[:port]} or {@code ldaps://host[:port]} (RFC 4516 section 2). A name to search from, or anything else that an
     * LDAP URL can have, is refused: it is configured elsewhere.
     *
     * @throws CredentialException when it is anything else
     */
    public static LdapServer parse(String url) throws CredentialException {
        Matcher parts = URL.matcher(url);
        if (!parts.matches() || !isUri(url)) {
            throw refused();
        }
        boolean tls = parts.group("scheme").equalsIgnoreCase("ldaps");
        String host = parts.group("v6") == null ? parts.group("host") : parts.group("v6");
        String given = parts.group("port");
        int port = given == null ? tls ? LDAPS : LDAP : Integer.parseInt(given);
        if (port == 0 || port > 65_535) {
            throw refused();
        }
        return new LdapServer(tls, host, port);
    }

    private static CredentialException refused() {
        return new CredentialException("a server must be ldap://host or ldaps://host, with a port if it has its own");
    }

    private static boolean isUri(String url) {
        try {
            new URI(url);
            return true;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
