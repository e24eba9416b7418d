package dev.ostiary.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.grant.OidcSessionEvent.AccessTokenAdded;
import dev.ostiary.grant.OidcSessionEvent.Added;
import dev.ostiary.grant.OidcSessionEvent.RefreshTokenAdded;
import dev.ostiary.grant.OidcSessionEvent.RefreshTokenRenewed;
import dev.ostiary.grant.OidcSessionRules.RefreshCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class OidcSessionRulesTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant TOTAL = START.plus(Duration.ofDays(90));

    @Property
    void howeverOftenItIsRenewedOnlyTheLastRefreshTokenIsValid(
            @ForAll @IntRange(max = 20) int renewals, @ForAll @IntRange(max = 20) int presented) {
        OidcSession session = renewed(renewals);
        RefreshCheck check = OidcSessionRules.check(session, "hash " + presented, START);

        assertThat(check).isEqualTo(presented == renewals ? RefreshCheck.VALID : RefreshCheck.REUSED);
    }

    @Property
    void afterRevocationNothingIsValid(
            @ForAll @IntRange(max = 20) int renewals, @ForAll @IntRange(max = 20) int presented) {
        OidcSession session = renewed(renewals);
        for (OidcSessionEvent event : OidcSessionRules.revoke(session)) {
            session = OidcSessionRules.evolve(session, event);
        }

        assertThat(OidcSessionRules.check(session, "hash " + presented, START)).isEqualTo(RefreshCheck.EXPIRED);
        assertThat(session.accessToken()).isNull();
        assertThat(OidcSessionRules.revoke(session)).isEmpty();
    }

    @Property
    void renewingNeverMovesTheEndOfAll(@ForAll @IntRange(max = 20) int renewals) {
        OidcSession session = renewed(renewals);

        assertThat(OidcSessionRules.check(session, "hash " + renewals, TOTAL)).isEqualTo(RefreshCheck.EXPIRED);
    }

    private static OidcSession renewed(int renewals) {
        OidcSession session = OidcSessionRules.evolve(
                null, new Added("u", "c", "77", List.of(), List.of(), List.of(), START, null, null));
        session = OidcSessionRules.evolve(
                session, new AccessTokenAdded("at", "hash", List.of(), START, TOTAL, null, null));
        session = OidcSessionRules.evolve(session, new RefreshTokenAdded("rt", "hash 0", TOTAL, TOTAL, null));
        for (int i = 1; i <= renewals; i++) {
            session = OidcSessionRules.evolve(
                    session, new RefreshTokenRenewed("rt" + i, "hash " + i, TOTAL.plus(Duration.ofDays(i)), null));
        }
        return session;
    }
}
