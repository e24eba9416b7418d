package dev.ostiary.acceptance.login;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import dev.ostiary.acceptance.harness.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Providers that lie, break or stall. Whatever they do, the person ends on the error page with a reference and a way back, nobody is
 * signed in, and the server goes on. What each kind does stands in {@code hostile-provider.mjs}.
 */
@ExtendWith(World.Shared.class)
class HostileProviderTest {
    private static final Duration LONGER_THAN_THE_SERVER_WAITS = Duration.ofMinutes(1);

    private final World world;
    private final NodeParty hostile;
    private final Tenant tenant;

    HostileProviderTest(World world) {
        this.world = world;
        this.hostile = world.hostile();
        this.tenant = Tenant.create(world);
    }

    private Provider provider(String issuer, boolean idTokenMapping) {
        return tenant.provider(
                URI.create(issuer),
                Options.autoCreation(),
                Json.object("clientSecret", "hostile-secret", "isIdTokenMapping", idTokenMapping));
    }

    private Provider offered(String issuer, boolean idTokenMapping) {
        Provider provider = provider(issuer, idTokenMapping);
        tenant.offer(provider);
        return provider;
    }

    private Provider offered(String kind) {
        return offered(hostile.origin() + "/" + kind, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"honest", "response-iss"})
    void anHonestOneSignsInSoTheOthersFailForTheirOwnReason(String kind) {
        try (Person person = Person.of(world).open(tenant.signInThrough(offered(kind)))) {
            assertThat(person.subject()).isNotEmpty();
        }
    }

    @Test
    void aProviderMayChangeItsKey() {
        Provider provider = offered("rotating");
        String subject;
        try (Person person = Person.of(world).open(tenant.signInThrough(provider))) {
            subject = person.subject();
        }
        hostile.control().put("/rotating/rotate", Json.object()).ok();
        try (Person person = Person.of(world).open(tenant.signInThrough(provider))) {
            assertThat(person.subject()).isEqualTo(subject);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other-key",
                "unknown-kid",
                "embedded-key",
                "tampered",
                "alg-none",
                "alg-none-announced",
                "alg-hs256",
                "alg-hs256-public-key",
                "garbage-id-token",
                "no-id-token",
                "wrong-nonce",
                "no-nonce",
                "wrong-aud",
                "wrong-azp",
                "wrong-iss",
                "expired",
                "no-exp",
                "from-the-future",
                "no-sub",
                "wrong-at-hash"
            })
    void anIdTokenThatDoesNotProveThePersonIsRefused(String kind) {
        assertRefused(offered(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other-key", "alg-none", "wrong-nonce", "wrong-aud"})
    void soItIsWhereTheIdTokenTellsTheProfile(String kind) {
        assertRefused(offered(hostile.origin() + "/" + kind, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "discovery-issuer",
                "discovery-garbage",
                "discovery-error",
                "discovery-endless",
                "keys-garbage",
                "keys-error",
                "keys-endless",
                "token-garbage",
                "token-error",
                "token-refused",
                "token-endless",
                "userinfo-garbage",
                "userinfo-error",
                "userinfo-endless",
                "userinfo-sub"
            })
    void aBrokenProviderIsRefused(String kind) {
        assertRefused(offered(kind));
    }

    /** All at once, since each takes as long as the server waits at most. */
    @Test
    void providersThatStallAreNotWaitedForAndHoldNobodyElseUp() {
        Map<String, Provider> providers = new LinkedHashMap<>();
        for (String kind :
                List.of("discovery-hang", "discovery-slow", "keys-hang", "token-hang", "token-slow", "userinfo-hang")) {
            providers.put(kind, provider(hostile.origin() + "/" + kind, false));
        }
        tenant.offer(providers.values().toArray(Provider[]::new));
        Map<String, Person> people = new LinkedHashMap<>();
        try {
            providers.forEach(
                    (kind, provider) -> people.put(kind, Person.of(world).leaveFor(tenant.signInThrough(provider))));
            assertThat(world.server().anonymous().get("/debug/ready").status()).isEqualTo(200);
            people.forEach((kind, person) -> assertThat(person.failureWithin(LONGER_THAN_THE_SERVER_WAITS))
                    .as(kind)
                    .isNotBlank());
        } finally {
            people.values().forEach(Person::close);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "discovery-redirect",
                "keys-redirect",
                "token-redirect",
                "userinfo-redirect",
                "keys-private",
                "token-private"
            })
    void aWayToAMetadataAddressIsNotFollowed(String kind) {
        assertRefused(offered(kind));
    }

    @Test
    void aProviderThatIsDownIsRefused() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        assertRefused(offered("http://127.0.0.1:" + closed, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"response-iss-wrong", "response-iss-missing", "authorize-error", "no-code"})
    void anAuthorizationResponseThatIsNoneIsRefused(String kind) {
        assertRefused(offered(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-state", "forged-state"})
    void withoutTheStateThatWasSentNobodyKnowsWhatItBelongsTo(String kind) {
        try (Person person = Person.of(world).open(tenant.signInThrough(offered(kind)))) {
            person.failure();
            person.picture("error-" + kind);
            assertNobodyIsSignedIn(person);
        }
    }

    @Test
    void whatAProviderSaysOfAnErrorIsNeverPartOfThePage() {
        try (Person person = Person.of(world).open(tenant.signInThrough(offered("authorize-error")))) {
            person.failure();
            assertThat(person.page().locator("main script")).hasCount(0);
            assertThat(person.page().content()).doesNotContain("<script>alert(1)");
        }
    }

    /** What a person reads out is enough for an administrator to see which step failed, and why. */
    @Test
    void theReferenceLeadsToTheStepThatFailed() {
        Provider provider = offered("token-refused");
        String reference;
        try (Person person = Person.of(world).open(tenant.signInThrough(provider))) {
            reference = person.failure();
        }
        String attempt = events("eventTypes", Json.array("idpintent.started"))
                .filter(event -> Json.string(event, "payload.reference").equals(reference))
                .map(event -> Json.string(event, "aggregate.id"))
                .findFirst()
                .orElseThrow();
        List<JsonElement> steps = events("aggregateId", attempt)
                .filter(event -> Json.string(event, "type.type").equals("idpintent.failed"))
                .flatMap(event -> Json.at(event, "payload.log").getAsJsonArray().asList().stream())
                .toList();
        assertThat(Json.string(steps.getLast(), "stage")).isEqualTo("TOKEN");
        assertThat(Json.string(steps.getLast(), "detail")).contains("wrong secret");
    }

    private Stream<JsonElement> events(String by, Object value) {
        return world
                .server()
                .api()
                .post("/admin/v1/events/_search", Json.object("limit", 200, by, value))
                .ok()
                .json()
                .getAsJsonArray("events")
                .asList()
                .stream();
    }

    private void assertRefused(Provider provider) {
        try (Person person = Person.of(world).open(tenant.signInThrough(provider))) {
            String reference = person.failure();
            assertThat(reference).isNotBlank();
            assertThat(person.goBack()).isIn("access_denied", "server_error", "temporarily_unavailable");
            assertNobodyIsSignedIn(person);
        }
    }

    private void assertNobodyIsSignedIn(Person person) {
        person.open(tenant.signIn("prompt=none"));
        assertThat(Json.string(person.outcome("Not signed in"), "error")).isEqualTo("login_required");
    }
}
