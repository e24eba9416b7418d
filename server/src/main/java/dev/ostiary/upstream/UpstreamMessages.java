package dev.ostiary.upstream;

import dev.ostiary.api.upstream.v1.AssertionAudience;
import dev.ostiary.api.upstream.v1.ClientAuthentication;
import dev.ostiary.api.upstream.v1.IdTokenEncryption;
import dev.ostiary.api.upstream.v1.PushedAuthorization;
import dev.ostiary.api.upstream.v1.SigningAlgorithm;
import dev.ostiary.upstream.UpstreamSettings.Audience;
import dev.ostiary.upstream.UpstreamSettings.Authentication;
import dev.ostiary.upstream.UpstreamSettings.Decryption;
import dev.ostiary.upstream.UpstreamSettings.Pushing;
import dev.ostiary.upstream.UpstreamSettings.Signing;
import java.util.TreeMap;

/** Settings as the calls have them. The values of each enum have the order of those on the wire, which refuses others. */
final class UpstreamMessages {
    private UpstreamMessages() {}

    static UpstreamSettings settings(dev.ostiary.api.upstream.v1.UpstreamControl message) {
        return new UpstreamSettings(
                new TreeMap<>(message.getStaticParametersMap()),
                message.getForwardedParametersList(),
                Authentication.values()[message.getClientAuthenticationValue()],
                Signing.values()[message.getSigningAlgorithmValue()],
                Audience.values()[message.getAssertionAudienceValue()],
                Pushing.values()[message.getPushedAuthorizationValue()],
                Decryption.values()[message.getIdTokenEncryptionValue()],
                message.getRequireEncryptedIdToken());
    }

    static dev.ostiary.api.upstream.v1.UpstreamControl message(UpstreamSettings settings) {
        return dev.ostiary.api.upstream.v1.UpstreamControl.newBuilder()
                .putAllStaticParameters(settings.statics())
                .addAllForwardedParameters(settings.forwarded())
                .setClientAuthentication(
                        switch (settings.authentication()) {
                            case ANNOUNCED -> ClientAuthentication.CLIENT_AUTHENTICATION_ANNOUNCED;
                            case SECRET_BASIC -> ClientAuthentication.CLIENT_AUTHENTICATION_SECRET_BASIC;
                            case SECRET_POST -> ClientAuthentication.CLIENT_AUTHENTICATION_SECRET_POST;
                            case SECRET_JWT -> ClientAuthentication.CLIENT_AUTHENTICATION_SECRET_JWT;
                            case PRIVATE_KEY_JWT -> ClientAuthentication.CLIENT_AUTHENTICATION_PRIVATE_KEY_JWT;
                        })
                .setSigningAlgorithm(
                        switch (settings.signing()) {
                            case ES256 -> SigningAlgorithm.SIGNING_ALGORITHM_ES256;
                            case RS256 -> SigningAlgorithm.SIGNING_ALGORITHM_RS256;
                            case PS256 -> SigningAlgorithm.SIGNING_ALGORITHM_PS256;
                        })
                .setAssertionAudience(
                        switch (settings.audience()) {
                            case ISSUER -> AssertionAudience.ASSERTION_AUDIENCE_ISSUER;
                            case TOKEN_ENDPOINT -> AssertionAudience.ASSERTION_AUDIENCE_TOKEN_ENDPOINT;
                        })
                .setPushedAuthorization(
                        switch (settings.pushing()) {
                            case WHEN_REQUIRED -> PushedAuthorization.PUSHED_AUTHORIZATION_WHEN_REQUIRED;
                            case WHEN_OFFERED -> PushedAuthorization.PUSHED_AUTHORIZATION_WHEN_OFFERED;
                            case ALWAYS -> PushedAuthorization.PUSHED_AUTHORIZATION_ALWAYS;
                        })
                .setIdTokenEncryption(
                        switch (settings.decryption()) {
                            case NONE -> IdTokenEncryption.ID_TOKEN_ENCRYPTION_NONE;
                            case RSA_OAEP_256 -> IdTokenEncryption.ID_TOKEN_ENCRYPTION_RSA_OAEP_256;
                            case ECDH_ES -> IdTokenEncryption.ID_TOKEN_ENCRYPTION_ECDH_ES;
                        })
                .setRequireEncryptedIdToken(settings.encryptedOnly())
                .build();
    }
}
