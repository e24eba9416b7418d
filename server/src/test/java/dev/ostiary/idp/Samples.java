package dev.ostiary.idp;

import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.idp.Ldap.Attributes;
import dev.ostiary.idp.Saml.Binding;
import dev.ostiary.idp.Saml.NameIdFormat;
import dev.ostiary.idp.Saml.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** A provider of each kind as somebody might configure it. */
final class Samples {
    static final String METADATA = """
            <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com">
              <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.com/sso"/>
              </IDPSSODescriptor>
            </EntityDescriptor>
            """;
    private static final List<String> SCOPES = List.of("openid", "email");
    private static final String APPLE_KEY = privateKey("secp256r1");

    private Samples() {}

    static Draft of(Kind kind) {
        return without(kind, "");
    }

    /** @param missing the name of the text that is blank; {@code name} and {@code secret} are texts, too */
    static Draft without(Kind kind, String missing) {
        Texts texts = new Texts(missing);
        String secret = switch (kind) {
            case JWT, SAML -> "";
            case APPLE -> texts.or("secret", APPLE_KEY);
            default -> texts.or("secret", "s3cret");
        };
        return new Draft(texts.or("name", "Sample"), Options.NONE, config(kind, texts), secret);
    }

    private record Texts(String missing) {
        String or(String name, String text) {
            return missing.equals(name) ? " " : text;
        }

        List<String> list(String name, String text) {
            return missing.equals(name) ? List.of() : List.of(text);
        }
    }

    private static Config config(Kind kind, Texts texts) {
        String clientId = texts.or("clientId", "client");
        String issuer = texts.or("issuer", "https://op.example.com");
        String authorization = texts.or("authorizationEndpoint", "https://op.example.com/authorize");
        String token = texts.or("tokenEndpoint", "https://op.example.com/token");
        String user = texts.or("userEndpoint", "https://op.example.com/user?fields=all");
        return switch (kind) {
            case OIDC -> new Oidc(issuer, clientId, SCOPES, true, true);
            case OAUTH -> new OAuth(clientId, authorization, token, user, SCOPES, texts.or("idAttribute", "sub"), true);
            case JWT ->
                new Jwt(
                        issuer,
                        texts.or("jwtEndpoint", "https://op.example.com/jwt"),
                        texts.or("keysEndpoint", "https://op.example.com/keys"),
                        texts.or("headerName", "x-token"));
            case AZURE_AD -> new AzureAd(clientId, AzureAd.ORGANIZATIONS, true, SCOPES);
            case GITHUB -> new GitHub(clientId, SCOPES);
            case GITHUB_ENTERPRISE -> new GitHubEnterprise(clientId, authorization, token, user, SCOPES);
            case GITLAB -> new GitLab(clientId, SCOPES);
            case GITLAB_SELF_HOSTED -> new GitLabSelfHosted(issuer, clientId, SCOPES);
            case GOOGLE -> new Google(clientId, SCOPES);
            case LDAP -> ldap(texts);
            case APPLE ->
                new Apple(clientId, texts.or("teamId", "TEAM123456"), texts.or("keyId", "KEY1234567"), SCOPES);
            case SAML ->
                new Saml(
                        texts.missing().equals("metadata") ? "" : base64(METADATA),
                        "",
                        "",
                        Binding.POST,
                        true,
                        SignatureAlgorithm.RSA_SHA256,
                        NameIdFormat.DEFAULT,
                        "uid",
                        false);
        };
    }

    private static Ldap ldap(Texts texts) {
        return new Ldap(
                texts.list("servers", "ldaps://directory.example.com:636"),
                false,
                texts.or("baseDn", "dc=example,dc=com"),
                texts.or("bindDn", "cn=reader,dc=example,dc=com"),
                texts.or("userBase", "dn"),
                texts.list("userObjectClasses", "person"),
                texts.list("userFilters", "uid"),
                Duration.ofSeconds(5),
                new Attributes("uid", "givenName", "sn", "cn", "", "uid", "mail", "", "", "", "", "", ""),
                texts.missing().equals("rootCa") ? "no certificate" : "");
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A fresh key in PEM. */
    static String privateKey(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
