package dev.ostiary.bench;

import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.management.v1.AddCustomLoginPolicyRequest;
import dev.ostiary.api.policy.v1.PasswordlessType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** This server with many providers: they are the instance's, and each stage is an organization whose policy offers so many of them. */
final class OstiaryFederation implements Federating {
    private static final int MOST = 100_000;
    private static final int WRITERS = 16;
    private static final String OPTIONS = "\"providerOptions\": {\"isAutoCreation\": true}";

    private final Ostiary server;
    private final String token;
    private final Upstreams upstreams;
    private final SignIn application;
    private String[] providers = new String[0];

    OstiaryFederation(Ostiary server, Upstreams upstreams) throws IOException {
        this.server = server;
        this.token = server.administratorToken();
        this.upstreams = upstreams;
        try (Client client = new Client(port())) {
            this.application = new OstiaryCalls(client, token, upstreams.oidc()).application("openid profile email");
        }
    }

    private int port() {
        return server.ports().getFirst();
    }

    @Override
    public Subject subject() {
        return server;
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public Stage grow(int count) throws IOException, InterruptedException, ExecutionException {
        String[] all = Arrays.copyOf(providers, count);
        Filling.fill(port(), WRITERS, providers.length, count, (client, n) -> {
            all[n] = client.field(provider(n), "id");
            return 1;
        });
        providers = all;
        try (Client client = new Client(port())) {
            String organization = client.field(
                    Call.json("POST", "/management/v1/orgs", token, "{\"name\": \"With " + count + "\"}"), "id");
            client.succeed(Call.unary(
                    organization, "zitadel.management.v1.ManagementService/AddCustomLoginPolicy", token, policy()));
            SignIn there = application.with(" urn:zitadel:iam:org:id:" + organization);
            Map<Protocol, SignIn> signIns = new EnumMap<>(Protocol.class);
            for (Protocol protocol : Protocol.values()) {
                if (protocol.ordinal() < count) {
                    signIns.put(protocol, there.with(" urn:zitadel:iam:org:idp:id:" + all[protocol.ordinal()]));
                }
            }
            return new Stage(count, there.path(), signIns);
        }
    }

    /** In JSON a hundred thousand are more than a call may have. */
    private AddCustomLoginPolicyRequest policy() {
        AddCustomLoginPolicyRequest.Builder policy = AddCustomLoginPolicyRequest.newBuilder()
                .setAllowUsernamePassword(true)
                .setAllowRegister(true)
                .setAllowExternalIdp(true)
                .setPasswordlessType(PasswordlessType.PASSWORDLESS_TYPE_ALLOWED);
        for (String provider : providers) {
            policy.addIdps(AddCustomLoginPolicyRequest.IDP
                    .newBuilder()
                    .setIdpId(provider)
                    .setOwnerType(IDPOwnerType.IDP_OWNER_TYPE_SYSTEM));
        }
        return policy.build();
    }

    private Call provider(int n) {
        if (n == Protocol.SAML.ordinal()) {
            return add("saml", saml());
        }
        return n == Protocol.LDAP.ordinal() ? add("ldap", ldap()) : add("generic_oidc", oidc(n));
    }

    private Call add(String kind, String body) {
        return Call.json("POST", "/admin/v1/idps/" + kind, token, body);
    }

    private String oidc(int n) {
        return """
                {"name": "Provider %d", "issuer": "%s", "clientId": "client-%d", "clientSecret": "secret",
                 "scopes": ["openid", "profile", "email"], "usePkce": true, %s}""".formatted(n, upstreams.oidc().issuer(), n, OPTIONS);
    }

    private String saml() {
        String metadata =
                Base64.getEncoder().encodeToString(upstreams.saml().metadata().getBytes(StandardCharsets.UTF_8));
        return """
                {"name": "SAML", "metadataXml": "%s", "binding": "SAML_BINDING_REDIRECT", "withSignedRequest": false, %s}""".formatted(metadata, OPTIONS);
    }

    private String ldap() {
        return """
                {"name": "LDAP", "servers": ["%s"], "baseDn": "%s", "bindDn": "%s", "bindPassword": "%s", "userBase": "dn",
                 "userObjectClasses": ["inetOrgPerson"], "userFilters": ["uid"], "timeout": "10s",
                 "attributes": {"idAttribute": "uid", "firstNameAttribute": "givenName", "lastNameAttribute": "sn",
                  "displayNameAttribute": "cn", "preferredUsernameAttribute": "uid", "emailAttribute": "mail"}, %s}""".formatted(
                        upstreams.ldap().url(),
                        LdapUpstream.PEOPLE,
                        LdapUpstream.READER,
                        LdapUpstream.READER_PASSWORD,
                        OPTIONS);
    }
}
