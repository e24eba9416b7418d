package dev.ostiary.org;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.instance.Instance;
import dev.ostiary.org.OrgDomains.Whose;
import dev.ostiary.org.UnprovenDomain.Challenge;
import dev.ostiary.org.UnprovenDomain.Way;
import dev.ostiary.outbound.OutboundAnswer;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Stored;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrgDomainsTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final Orgs orgs = new Orgs(TESTS.ids, List.of());

    /** What is published, by URL or name of a record. */
    private final Map<String, String> published = new HashMap<>();

    private final OrgDomains domains =
            new OrgDomains(TESTS.store, orgs, new DomainProof(this::file, name -> List.of(at(name), "something else")));
    private final Whose acme = organization("Acme");
    private final Whose other = organization("Other");

    @Test
    void aDomainLeadsNowhereUntilItIsProven() {
        domains.add(acme, "ACME.example", false);

        assertThat(byDomain("acme.example")).isEmpty();
        assertThat(org(acme).unproven()).containsExactly(new UnprovenDomain("acme.example", null));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoPublishesTheChallengeHasTheDomain(Way way) {
        domains.add(acme, "acme.example", false);
        publish(domains.challenge(acme, "acme.example", way), "acme.example");

        domains.verify(acme, "acme.example");

        assertThat(byDomain("Acme.Example")).contains(acme.organization());
        assertThat(org(acme).unproven()).isEmpty();
        assertThat(tenant.eventTypes())
                .endsWith("org.domain.added", "org.domain.verification.added", "org.domain.verified");
    }

    @Test
    void aChallengeIsPublishedAtAPlaceOfTheDomain() {
        domains.add(acme, "acme.example", false);

        Challenge file = domains.challenge(acme, "acme.example", Way.HTTP);
        Challenge dns = domains.challenge(acme, "acme.example", Way.DNS);

        assertThat(file.place("acme.example"))
                .isEqualTo("https://acme.example/.well-known/zitadel-challenge/" + file.proof() + ".txt");
        assertThat(dns.place("acme.example")).isEqualTo("_zitadel-challenge.acme.example");
        assertThat(dns.proof()).hasSize(43).isNotEqualTo(file.proof());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsNotPublishedProvesNothing(Way way) {
        domains.add(acme, "acme.example", false);
        Challenge challenge = domains.challenge(acme, "acme.example", way);

        refusedToVerify();
        published.put(challenge.place("acme.example"), "not the token: " + challenge.proof());
        refusedToVerify();

        assertThat(byDomain("acme.example")).isEmpty();
        assertThat(tenant.eventTypes())
                .endsWith(
                        "org.domain.verification.added",
                        "org.domain.verification.failed",
                        "org.domain.verification.failed");
    }

    @Test
    void theChallengeOfAnotherOrganizationProvesNothing() {
        domains.add(acme, "acme.example", false);
        domains.add(other, "acme.example", false);
        domains.challenge(acme, "acme.example", Way.DNS);
        publish(domains.challenge(other, "acme.example", Way.DNS), "acme.example");

        refusedToVerify();
    }

    @Test
    void anEarlierChallengeProvesNothing() {
        domains.add(acme, "acme.example", false);
        publish(domains.challenge(acme, "acme.example", Way.DNS), "acme.example");
        domains.challenge(acme, "acme.example", Way.DNS);

        refusedToVerify();
    }

    @Test
    void aDomainBelongsToWhoProvesItFirst() {
        domains.add(acme, "acme.example", false);
        domains.add(other, "acme.example", true);
        publish(domains.challenge(acme, "acme.example", Way.DNS), "acme.example");

        Refusal.of(() -> domains.verify(acme, "acme.example")).is(Kind.ALREADY_EXISTS, "V3-DKcYh");
        Refusal.of(() -> domains.add(organization("Third"), "acme.example", true))
                .is(Kind.ALREADY_EXISTS, "V3-DKcYh");
        assertThat(byDomain("acme.example")).contains(other.organization());
    }

    @Test
    void whoIsTrustedNeedsNoProof() {
        domains.add(acme, "Zürich.example", true);

        assertThat(byDomain("zürich.example")).contains(acme.organization());
        assertThat(byDomain("xn--zrich-kva.EXAMPLE")).contains(acme.organization());
        assertThat(tenant.eventTypes()).endsWith("org.domain.added", "org.domain.verified");
    }

    @Test
    void anotherInstanceMayHaveTheSameDomain() {
        domains.add(acme, "acme.example", true);
        Tenant elsewhere = TESTS.tenant();
        Stored<Org> org = elsewhere.write(tx -> orgs.add(tx, elsewhere.id, "id.example.com", Tenant.ACTOR, "Acme"));

        domains.add(new Whose(elsewhere.id, org.id(), Tenant.ACTOR), "acme.example", true);

        assertThat(byDomain("acme.example")).contains(acme.organization());
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "acme", "a b.example", "192.0.2.1", "acme.example/x"})
    void whatIsNoDomainIsRefused(String text) {
        Refusal.of(() -> domains.add(acme, text, true)).is(Kind.INVALID_ARGUMENT, "ORG-r3h4J");
    }

    @Test
    void aDomainIsAddedOnce() {
        domains.add(acme, "acme.example", false);

        Refusal.of(() -> domains.add(acme, "ACME.example", true)).is(Kind.ALREADY_EXISTS, "COMMA-Bd2jj");
        Refusal.of(() -> domains.add(acme, "acme.id.example.com", false)).is(Kind.ALREADY_EXISTS, "COMMA-Bd2jj");
    }

    @Test
    void onlyADomainThatIsThereAndNotVerifiedIsProven() {
        Refusal.of(() -> domains.challenge(acme, "acme.example", Way.DNS)).is(Kind.NOT_FOUND, "ORG-AGD31");
        Refusal.of(() -> domains.verify(acme, "acme.example")).is(Kind.NOT_FOUND, "ORG-Sjdi3");
        domains.add(acme, "acme.example", false);
        Refusal.of(() -> domains.verify(acme, "acme.example")).is(Kind.FAILED_PRECONDITION, "ORG-SFBB3");
        domains.add(acme, "acme.test", true);
        Refusal.of(() -> domains.challenge(acme, "acme.test", Way.DNS)).is(Kind.FAILED_PRECONDITION, "ORG-HGw21");
        Refusal.of(() -> domains.verify(acme, "acme.test")).is(Kind.FAILED_PRECONDITION, "ORG-HGw21");
    }

    @Test
    void aVerifiedDomainCanNameTheOrganization() {
        domains.add(acme, "acme.example", true);
        domains.add(acme, "acme.test", false);

        Refusal.of(() -> domains.setPrimary(acme, "acme.test")).is(Kind.FAILED_PRECONDITION, "ORG-Ggd32");
        Refusal.of(() -> domains.setPrimary(acme, "x.example")).is(Kind.NOT_FOUND, "ORG-GDfA3");
        domains.setPrimary(acme, "acme.example");
        domains.setPrimary(acme, "ACME.example");

        assertThat(org(acme).primaryDomain()).isEqualTo("acme.example");
        assertThat(tenant.eventTypes()).endsWith("org.domain.added", "org.domain.primary.set");
    }

    @Test
    void aRemovedDomainIsFree() {
        domains.add(acme, "acme.example", true);
        domains.setPrimary(acme, "acme.example");

        Refusal.of(() -> domains.remove(acme, "acme.example")).is(Kind.FAILED_PRECONDITION, "ORG-Sjdi3");
        Refusal.of(() -> domains.remove(acme, "acme.test")).is(Kind.NOT_FOUND, "ORG-GDfA3");
        domains.setPrimary(acme, "acme.id.example.com");
        domains.remove(acme, "acme.example");

        assertThat(byDomain("acme.example")).isEmpty();
        domains.add(other, "acme.example", true);
        assertThat(byDomain("acme.example")).contains(other.organization());
    }

    @Test
    void aDomainThatWasNeverProvenIsRemovedWithoutTouchingWhoHasIt() {
        domains.add(other, "acme.example", true);
        domains.add(acme, "acme.example", false);

        domains.remove(acme, "acme.example");

        assertThat(byDomain("acme.example")).contains(other.organization());
        Refusal.of(() -> domains.add(acme, "acme.example", true)).is(Kind.ALREADY_EXISTS, "V3-DKcYh");
    }

    @Test
    void anOrganizationThatGoesLeavesItsDomains() {
        domains.add(other, "acme.example", true);

        tenant.write(tx -> orgs.remove(tx, instance(), other.organization(), Tenant.ACTOR));

        domains.add(acme, "acme.example", true);
        assertThat(byDomain("acme.example")).contains(acme.organization());
    }

    private void refusedToVerify() {
        Refusal.of(() -> domains.verify(acme, "acme.example")).is(Kind.INVALID_ARGUMENT, "ORG-GH3s");
    }

    private void publish(Challenge challenge, String domain) {
        published.put(challenge.place(domain), challenge.proof() + (challenge.way() == Way.HTTP ? "\n" : ""));
    }

    private String at(String place) {
        return published.getOrDefault(place, "");
    }

    private OutboundAnswer file(URI uri) {
        String text = at(uri.toString());
        return new OutboundAnswer(text.isEmpty() ? 404 : 200, name -> null, text.getBytes(StandardCharsets.UTF_8));
    }

    private Instance instance() {
        return tenant.call().instance();
    }

    private Whose organization(String name) {
        Stored<Org> org = tenant.write(tx -> orgs.add(tx, tenant.id, "id.example.com", Tenant.ACTOR, name));
        return new Whose(tenant.id, org.id(), Tenant.ACTOR);
    }

    private Org org(Whose whose) {
        return TESTS.store
                .read(sql -> orgs.find(sql, tenant.id, whose.organization()))
                .orElseThrow()
                .state();
    }

    private Optional<String> byDomain(String domain) {
        return TESTS.store.read(sql -> orgs.byDomain(sql, tenant.id, domain)).map(Stored::id);
    }
}
