package dev.ostiary.federation.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.federation.Reason;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.store.Stored;
import dev.ostiary.upstream.UpstreamControl;
import dev.ostiary.upstream.UpstreamControls;
import dev.ostiary.upstream.UpstreamSettings.Audience;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;

/** Makes what authenticates this server at providers, anew for each request. */
final class ClientProofs {
    /** Long enough for one request. */
    private static final Duration LIFE = Duration.ofSeconds(60);

    /** A peer's clock may be a little slow. */
    private static final Duration SKEW = Duration.ofSeconds(10);

    private final ClientSecrets secrets;
    private final UpstreamControls controls;
    private final InstantSource clock;

    ClientProofs(ClientSecrets secrets, UpstreamControls controls, InstantSource clock) {
        this.secrets = secrets;
        this.controls = controls;
        this.clock = clock;
    }

    UpstreamControl control(Stored<IdentityProvider> provider) {
        return controls.of(provider);
    }

    /** Returns the keys that the provider may encrypt ID tokens for. */
    List<JWK> decrypters(Stored<IdentityProvider> provider, UpstreamControl control) {
        return controls.decrypters(provider, control);
    }

    /**
     * A client of a provider.
     *
     * @param issuer empty where it isn't known
     * @param announced how clients may authenticate at the provider, as far as nobody said it
     */
    record Client(String id, String issuer, URI tokenEndpoint, List<String> announced) {}

    /** @param stage what the proof is for */
    ClientProof make(Stored<IdentityProvider> provider, UpstreamControl control, Client client, Stage stage)
            throws LoginFailure {
        return switch (control.settings().authentication()) {
            case ANNOUNCED -> new ClientProof.Secret(client.id, secrets.of(provider), client.announced);
            case SECRET_BASIC -> secret(provider, client, "client_secret_basic");
            case SECRET_POST -> secret(provider, client, "client_secret_post");
            case SECRET_JWT -> {
                JWSHeader header = new JWSHeader(JWSAlgorithm.HS256);
                byte[] secret = secrets.of(provider).getBytes(StandardCharsets.UTF_8);
                yield assertion(control, client, header, () -> new MACSigner(secret), stage);
            }
            case PRIVATE_KEY_JWT -> {
                JWK key = controls.signer(provider, control)
                        .orElseThrow(() -> new LoginFailure(Reason.CLIENT_REFUSED, stage, "there is no signing key"));
                JWSHeader header = new JWSHeader.Builder(
                                JWSAlgorithm.parse(key.getAlgorithm().getName()))
                        .keyID(key.getKeyID())
                        .build();
                yield assertion(
                        control,
                        client,
                        header,
                        () -> key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey()),
                        stage);
            }
        };
    }

    private ClientProof secret(Stored<IdentityProvider> provider, Client client, String way) throws LoginFailure {
        return new ClientProof.Secret(client.id, secrets.of(provider), List.of(way));
    }

    @FunctionalInterface
    private interface Signing {
        JWSSigner signer() throws JOSEException;
    }

    private ClientProof assertion(
            UpstreamControl control, Client client, JWSHeader header, Signing signing, Stage stage)
            throws LoginFailure {
        boolean issuer = control.settings().audience() == Audience.ISSUER && !client.issuer.isEmpty();
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(client.id)
                .subject(client.id)
                .audience(issuer ? client.issuer : client.tokenEndpoint.toString())
                .jwtID(Secrets.token())
                .issueTime(Date.from(now.minus(SKEW)))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        SignedJWT assertion = new SignedJWT(header, claims);
        try {
            assertion.sign(signing.signer());
        } catch (JOSEException e) {
            throw new LoginFailure(Reason.CLIENT_REFUSED, stage, "an assertion can't be signed: " + e.getMessage(), e);
        }
        return new ClientProof.Assertion(client.id, assertion.serialize());
    }
}
