package dev.ostiary.federation.logout;

import java.time.Instant;
import java.util.List;

/**
 * A provider says that somebody's session there has ended. That it was the provider has been verified.
 *
 * @param subject whose; empty when only sessions are named
 * @param sids which sessions; none when all of the subject have ended
 * @param id of the notice: none counts twice
 * @param until when the notice is too old by itself
 */
public record UpstreamEnd(String issuer, String subject, List<String> sids, String id, Instant until) {

    public UpstreamEnd {
        sids = List.copyOf(sids);
    }

    /** Says who tells and nothing about the person. */
    @Override
    public String toString() {
        return "UpstreamEnd[" + issuer + "]";
    }
}
