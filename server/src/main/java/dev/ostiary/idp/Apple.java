package dev.ostiary.idp;

import dev.ostiary.idp.credential.ApplePrivateKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sign in with Apple. The secret is the private key (PEM) that signs the client secrets.
 *
 * @param clientId the Services ID
 * @param teamId ten characters
 * @param keyId ten characters
 */
public record Apple(String clientId, String teamId, String keyId, List<String> scopes) implements Config.Other {
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
