package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.body;
import static dev.ostiary.openid.ProviderFixture.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.ostiary.http.Response;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
    @TempDir
    Path directory;

    private ProviderFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theMetadataNamesEndpointsThatExist() throws Exception {
        OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(body(fixture.get(Discovery.PATH, Map.of())));

        assertThat(metadata.getIssuer()).isEqualTo(new Issuer(ProviderFixture.ORIGIN));
        Stream<URI> uris = Stream.of(
                metadata.getAuthorizationEndpointURI(),
                metadata.getTokenEndpointURI(),
                metadata.getUserInfoEndpointURI(),
                metadata.getIntrospectionEndpointURI(),
                metadata.getRevocationEndpointURI(),
                metadata.getEndSessionEndpointURI(),
                metadata.getDeviceAuthorizationEndpointURI(),
                metadata.getPushedAuthorizationRequestEndpointURI(),
                metadata.getJWKSetURI());
        assertThat(uris).allSatisfy(uri -> {
            assertThat(uri.toString()).startsWith(ProviderFixture.ORIGIN + "/");
            assertThat(fixture.endpoints).containsKey(uri.getPath());
        });
        assertThat(metadata.supportsAuthorizationResponseIssuerParam()).isTrue();
        assertThat(metadata.getResponseTypes())
                .extracting(Object::toString)
                .containsExactly("code", "id_token", "id_token token");
        assertThat(metadata.supportsBackChannelLogout()).isTrue();
        assertThat(metadata.supportsBackChannelLogoutSession()).isTrue();
    }

    @Test
    void everyGrantTypeThatIsNamedAndRedeemedIsKnown() throws Exception {
        OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(body(fixture.get(Discovery.PATH, Map.of())));

        assertThat(metadata.getGrantTypes()).contains(GrantType.IMPLICIT);
        assertThat(metadata.getGrantTypes())
                .filteredOn(grant -> !grant.equals(GrantType.IMPLICIT))
                .hasSize(6)
                .allSatisfy(grant -> assertThat(ProviderFixture.text(
                                fixture.post(TokenEndpoint.PATH, Map.of("grant_type", grant.getValue()), Map.of()),
                                "error"))
                        .isEqualTo("invalid_request"));
    }

    @Test
    void theKeysAreTwoPublicOnes() throws Exception {
        Response answer = fixture.get(KeysEndpoint.PATH, Map.of());
        JWKSet keys = JWKSet.parse(body(answer));

        assertThat(header(answer, "Cache-Control")).isEqualTo("max-age=300, must-revalidate");
        assertThat(keys.getKeys()).hasSize(2).noneMatch(JWK::isPrivate).allSatisfy(key -> {
            assertThat(key.getAlgorithm().getName()).isEqualTo("RS256");
            assertThat(key.getKeyUse().identifier()).isEqualTo("sig");
            assertThat(key.size()).isEqualTo(2048);
        });
    }

    @Test
    void scriptsOfAnyOriginMayReadIt() {
        Response answer = fixture.send("GET", Discovery.PATH, "", Map.of("Origin", "http://app.example.com"), "");

        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("http://app.example.com");
        assertThat(header(answer, "Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(header(answer, "Access-Control-Expose-Headers")).isEqualTo("Location, Content-Length");
    }

    @Test
    void anotherMethodIsRefused() {
        Response answer = fixture.send("DELETE", Discovery.PATH, "", Map.of(), "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD");
    }
}
