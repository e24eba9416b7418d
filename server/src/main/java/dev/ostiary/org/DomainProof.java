package dev.ostiary.org;

import dev.ostiary.org.UnprovenDomain.Challenge;
import dev.ostiary.outbound.OutboundAnswer;
import dev.ostiary.outbound.OutboundFailure;
import java.net.URI;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether a challenge is published where only who has the domain can publish it. */
public final class DomainProof {
    private static final Logger LOG = LoggerFactory.getLogger(DomainProof.class);

    /** Gets a file, without following redirects: a domain may lead anywhere from paths it knows nothing of. */
    @FunctionalInterface
    public interface Files {
        OutboundAnswer get(URI uri) throws OutboundFailure;
    }

    /** Finds the TXT records of a name. */
    @FunctionalInterface
    public interface Records {
        List<String> of(String name) throws OutboundFailure;
    }

    private final Files files;
    private final Records records;

    public DomainProof(Files files, Records records) {
        this.files = files;
        this.records = records;
    }

    /** Whether the challenge is there. What can't be reached proves nothing. */
    boolean holds(String domain, Challenge challenge) {
        try {
            return switch (challenge.way()) {
                case HTTP -> isFile(files.get(URI.create(challenge.place(domain))), challenge.proof());
                case DNS -> records.of(challenge.place(domain)).contains(challenge.proof());
            };
        } catch (OutboundFailure unreachable) {
            LOG.info("domain {} could not be verified: {}", domain, unreachable.getMessage());
            return false;
        }
    }

    /** The whole file is the token: a page that says the path it was asked for proves nothing. */
    private static boolean isFile(OutboundAnswer answer, String token) {
        return answer.status() == 200 && answer.text().strip().equals(token);
    }
}
