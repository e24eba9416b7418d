package dev.ostiary.idp;

import dev.ostiary.idp.credential.ApplePrivateKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sign in with Apple: OpenID Connect with an answer that is posted, and with client secrets that this server signs. The secret kept here
 * is the private key (PEM) for that.
 *
 * @param clientId the Services ID
 * @param teamId ten characters
 * @param keyId ten characters
 */
public record Apple(String clientId, String teamId, String keyId, List<String> scopes) implements Config.OpenId {
    private static final List<String> DEFAULT_SCOPES = List.of("openid", "name", "email");

    public Apple {
        clientId = clientId.strip();
        teamId = teamId.strip();
        keyId = keyId.strip();
        scopes = List.copyOf(scopes);
    }

    @Override
    public Kind kind() {
        return Kind.APPLE;
    }

    @Override
    public String issuer() {
        return "https://appleid.apple.com";
    }

    /** Apple knows no others. */
    @Override
    public List<String> defaultScopes() {
        return DEFAULT_SCOPES;
    }

    /** Apple demands it as soon as a scope is asked for. */
    @Override
    public String responseMode() {
        return "form_post";
    }

    @Override
    public boolean accountChooser() {
        return false;
    }

    @Override
    public boolean emailIsUserName() {
        return true;
    }

    @Override
    public void check(Checks checks) {
        checks.text(clientId, ErrorIds.of("jkn3w", "SFm4l"), "Errors.IDP.ClientIDMissing");
        checks.text(teamId, ErrorIds.of("Ffg32", "SG34t"), "Errors.IDP.TeamIDMissing");
        checks.text(keyId, ErrorIds.of("GDjm5", "Gh4z2"), "Errors.IDP.KeyIDMissing");
        checks.secret("GVD4n", "Errors.IDP.PrivateKeyMissing");
        if (!checks.draft().secret().isEmpty()) {
            byte[] key = checks.draft().secret().getBytes(StandardCharsets.ISO_8859_1);
            checks.readable(
                    () -> ApplePrivateKey.parse(key), ErrorIds.both("GVD4n"), "Errors.IDPConfig.PrivateKeyInvalid");
        }
    }
}
