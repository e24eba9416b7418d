package dev.ostiary.federation.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.federation.Reason;
import dev.ostiary.idp.Apple;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.credential.ApplePrivateKey;
import dev.ostiary.idp.credential.CredentialException;
import dev.ostiary.store.Stored;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.function.Function;

/** The secrets that authenticate this server at token endpoints: the one that was configured, or one that is signed for the occasion. */
final class ClientSecrets {
    /** Long enough for one request to a peer whose clock is off; Apple allows half a year. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Function<Stored<IdentityProvider>, String> kept;
    private final InstantSource clock;

    /** @param kept opens the secret of a provider */
    ClientSecrets(Function<Stored<IdentityProvider>, String> kept, InstantSource clock) {
        this.kept = kept;
        this.clock = clock;
    }

    String of(Stored<IdentityProvider> provider) throws LoginFailure {
        String secret = kept.apply(provider);
        return provider.state().config() instanceof Apple apple ? signed(apple, secret) : secret;
    }

    /** <a href="https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret">Apple's client secret</a>. */
    private String signed(Apple apple, String key) throws LoginFailure {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(apple.teamId())
                .subject(apple.clientId())
                .audience(apple.issuer())
                .issueTime(Date.from(now.minus(SKEW)))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        SignedJWT secret = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(apple.keyId()).build(), claims);
        try {
            secret.sign(new ECDSASigner(ApplePrivateKey.parse(key.getBytes(StandardCharsets.ISO_8859_1))));
            return secret.serialize();
        } catch (JOSEException | CredentialException e) {
            throw new LoginFailure(
                    Reason.CLIENT_REFUSED, Stage.TOKEN, "the private key can't sign: " + e.getMessage(), e);
        }
    }
}
