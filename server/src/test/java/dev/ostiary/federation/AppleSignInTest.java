package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.api.admin.v1.AddAppleProviderRequest;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.federation.token.TokenForge;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.outbound.StandIn;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole sign-ins with Apple, for whom an OpenID Provider on loopback stands in. */
class AppleSignInTest extends SignIns {
    private static final String APPLE = "https://appleid.apple.com";
    private static final String SERVICE = "com.example.web";
    private static final String RELAY = "x7k2@privaterelay.appleid.com";
    private static final String NAMED =
            "{\"name\": {\"firstName\": \"Alice\", \"lastName\": \"Doe\"}, \"email\": \"mallory@acme.test\"}";

    private final List<SignedJWT> secrets = new ArrayList<>();
    private OutboundClient http;
    private ProviderKeys keys;
    private Federation federation;
    private Stored<IdentityProvider> apple;

    @BeforeEach
    void standIn() {
        http = StandIn.client(APPLE, op.server);
        keys = new ProviderKeys(http);
        federation = house.federation(http, keys);
        op.standInFor(APPLE, SERVICE);
        op.client = this::isSigned;
        UnaryOperator<Map<String, Object>> moved = op.metadata;
        op.metadata = document -> {
            document.remove("userinfo_endpoint");
            document.remove("code_challenge_methods_supported");
            document.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"));
            return moved.apply(document);
        };
        tells("true");
        apple = house.offer(
                "AddAppleProvider",
                AddAppleProviderRequest.newBuilder()
                        .setClientId(SERVICE)
                        .setTeamId("TEAM123456")
                        .setKeyId("KEY1234567")
                        .setPrivateKey(ByteString.copyFrom(pem(), StandardCharsets.US_ASCII))
                        .setProviderOptions(
                                House.options(false, false, true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED))
                        .build());
    }

    /** What the ID token says. */
    private void tells(Object emailVerified) {
        op.idToken = claims -> claims.issuer(APPLE)
                .audience(SERVICE)
                .claim("email", RELAY)
                .claim("email_verified", emailVerified)
                .claim("is_private_email", "true");
    }

    @AfterEach
    void leave() {
        keys.close();
        http.close();
    }

    @Test
    void theAnswerIsAskedForAsAFormAndOnlyWhatAppleKnows() {
        URI to = house.begin(federation, apple, House.beginning());
        Parameters sent = Parameters.parse(to.getRawQuery());

        assertThat(to.toString()).startsWith(APPLE + "/auth?");
        assertThat(sent.values().keySet())
                .containsExactlyInAnyOrder(
                        "response_type", "response_mode", "client_id", "redirect_uri", "scope", "state", "nonce");
        assertThat(sent.first("response_mode")).hasValue("form_post");
        assertThat(sent.first("scope")).hasValue("openid name email");
    }

    @Test
    void theFirstSignInTellsTheNamesAndTheIdTokenTheAddress() {
        Stored<User> created = ((Outcome.SignedIn) signIn(NAMED)).user();

        assertThat(human(created).profile().givenName()).isEqualTo("Alice");
        assertThat(human(created).profile().familyName()).isEqualTo("Doe");
        assertThat(human(created).email()).isEqualTo(new User.Email(RELAY, true));
        assertThat(created.state().userName()).isEqualTo(RELAY);
        assertThat(human(created).links()).containsExactly(new User.IdpLink(apple.id(), "alice-there", RELAY, APPLE));
        assertThat(signIn("")).isEqualTo(new Outcome.SignedIn(created, apple.id(), "request"));
    }

    @Test
    void anAddressThatIsNotVerifiedIsNot() {
        tells("false");

        assertThat(human(((Outcome.SignedIn) signIn(NAMED)).user()).email()).isEqualTo(new User.Email(RELAY, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"name\": \"Alice Doe\"}",
                "{\"name\": {\"firstName\": 1, \"lastName\": true}}",
                "{\"name\": {\"firstName\": \"Alice\"}}",
                "{\"name\": {\"firstName\": \" \", \"lastName\": \"\\u0000\"}}"
            })
    void withoutNamesNobodyIsCreatedUnasked(String user) {
        assertThat(reason(signIn(user))).isEqualTo(Reason.PROFILE_INCOMPLETE);
    }

    @Test
    void namesAreBoundedAndCleaned() {
        String user = "{\"name\": {\"firstName\": \"Al\\u0000ice\\n\", \"lastName\": \"" + "D".repeat(300) + "\"}}";

        Stored<User> created = ((Outcome.SignedIn) signIn(user)).user();

        assertThat(human(created).profile().givenName()).isEqualTo("Al ice");
        assertThat(human(created).profile().familyName()).hasSize(200);
    }

    @Test
    void eachSecretIsSignedForOneRequest() throws Exception {
        signIn(NAMED);
        house.clock.advance(Duration.ofMinutes(1));
        signIn("");

        assertThat(secrets).hasSize(2);
        SignedJWT secret = secrets.getLast();
        assertThat(secret.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(secret.getHeader().getKeyID()).isEqualTo("KEY1234567");
        assertThat(secret.getJWTClaimsSet().getIssuer()).isEqualTo("TEAM123456");
        assertThat(secret.getJWTClaimsSet().getSubject()).isEqualTo(SERVICE);
        assertThat(secret.getJWTClaimsSet().getAudience()).containsExactly(APPLE);
        assertThat(secret.getJWTClaimsSet().getIssueTime().toInstant()).isBefore(house.clock.instant());
        assertThat(secret.getJWTClaimsSet().getExpirationTime().toInstant())
                .isEqualTo(house.clock.instant().plusSeconds(300));
    }

    @Test
    void whoCancelsAtAppleIsNoFault() {
        String state = state(house.begin(federation, apple, House.beginning()));

        Outcome outcome = federation.callback(
                house.call, House.callback(Map.of("state", state, "error", "user_cancelled_authorize")));

        assertThat(reason(outcome)).isEqualTo(Reason.CANCELLED);
    }

    private Outcome signIn(String user) {
        Map<String, String> answer = op.agree(house.begin(federation, apple, House.beginning()));
        if (!user.isEmpty()) {
            answer.put("user", user);
        }
        return federation.callback(house.call, House.callback(answer));
    }

    private boolean isSigned(String id, String secret) {
        try {
            SignedJWT jwt = SignedJWT.parse(secret);
            secrets.add(jwt);
            return id.equals(SERVICE) && jwt.verify(new ECDSAVerifier(TokenForge.EC.toECPublicKey()));
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }

    private static String pem() {
        try {
            byte[] key = TokenForge.EC.toECPrivateKey().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
