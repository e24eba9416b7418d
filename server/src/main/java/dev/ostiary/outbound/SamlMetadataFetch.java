package dev.ostiary.outbound;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the metadata that SAML providers publish (SAML 2.0 metadata section 4.1). */
public final class SamlMetadataFetch {
    private static final Logger LOG = LoggerFactory.getLogger(SamlMetadataFetch.class);
    private static final String TYPES =
            "application/samlmetadata+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1";

    /** What the contract allows to be handed over. */
    private static final int MOST = 500_000;

    private final OutboundClient http;

    public SamlMetadataFetch(OutboundClient http) {
        this.http = http;
    }

    /** Returns what stands at a URL; empty, with the reason in the log, when it can't be had. */
    public Optional<byte[]> fetch(String url) {
        try {
            OutboundAnswer answer = http.get(new URI(url), TYPES, MOST);
            if (answer.status() == 200) {
                return Optional.of(answer.body());
            }
            LOG.info("SAML metadata at {}: HTTP {}", url, answer.status());
        } catch (OutboundFailure e) {
            LOG.info("SAML metadata at {}: {}, {}", url, e.reason().text(), e.getMessage());
        } catch (URISyntaxException malformed) {
            LOG.info("SAML metadata: the address is no URL");
        }
        return Optional.empty();
    }
}
