package dev.ostiary.outbound;

import dev.ostiary.outbound.OutboundFailure.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Downloads the metadata of a SAML identity provider, once, when its configuration is saved. Safe for use by many threads.
 *
 * <p>Nothing signs what comes back but the connection, so the URL is https; http only for this machine, or where the settings allow it.
 */
public final class SamlMetadataFetch {
    private static final int MOST_BYTES = 500_000;
    private static final String ACCEPT =
            "application/samlmetadata+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final OutboundClient http;
    private final boolean httpAnywhere;

    /** @param httpAnywhere whether URLs that aren't https are called on other machines too */
    public SamlMetadataFetch(OutboundClient http, boolean httpAnywhere) {
        this.http = http;
        this.httpAnywhere = httpAnywhere;
    }

    /**
     * Returns the document, whatever it is: the media type is not looked at, as many providers send a wrong one.
     *
     * @param url absolute
     * @return at most 500 000 bytes
     * @throws OutboundFailure when there is no answer with status 200
     */
    public byte[] fetch(String url) throws OutboundFailure {
        OutboundAnswer answer = http.get(checked(url), ACCEPT, MOST_BYTES);
        if (answer.status() != 200) {
            throw new OutboundFailure(Reason.STATUS, "the metadata URL answers with HTTP " + answer.status());
        }
        return answer.body();
    }

    private URI checked(String url) throws OutboundFailure {
        URI uri;
        try {
            uri = OutboundClient.checked(new URI(url.strip()));
        } catch (URISyntaxException e) {
            throw new OutboundFailure(Reason.INVALID_URL, "the metadata URL is not a URL", e);
        }
        if ("https".equalsIgnoreCase(uri.getScheme()) || httpAnywhere || LOOPBACK.contains(uri.getHost())) {
            return uri;
        }
        throw new OutboundFailure(Reason.INVALID_URL, "the metadata URL must be https");
    }
}
