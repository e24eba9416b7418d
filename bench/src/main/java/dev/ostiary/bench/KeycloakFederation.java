package dev.ostiary.bench;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Keycloak with many providers in a realm: it brokers OpenID Connect and SAML, and to a directory its own sign-in page leads (user
 * federation).
 */
final class KeycloakFederation implements Federating {
    /** Each costs some ten milliseconds, and each start of a sign-in reads some of all. */
    private static final int MOST = 3_000;

    private static final int WRITERS = 4;

    private final Keycloak server;
    private final Upstreams upstreams;
    private final KeycloakRealm realm;
    private int providers;

    KeycloakFederation(Keycloak server, Upstreams upstreams) throws IOException {
        this.server = server;
        this.upstreams = upstreams;
        try (Client client = new Client(port())) {
            this.realm = KeycloakRealm.make(client);
            directory(client);
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
        Filling.fill(port(), WRITERS, providers, count, (client, n) -> {
            if (n == Protocol.SAML.ordinal()) {
                saml(client);
            } else {
                client.succeed(realm.add("provider-" + n, upstreams.oidc()));
            }
            return 1;
        });
        providers = count;
        Map<Protocol, SignIn> signIns = new EnumMap<>(Protocol.class);
        signIns.put(Protocol.OIDC, KeycloakRealm.signIn("&kc_idp_hint=provider-" + Protocol.OIDC.ordinal()));
        signIns.put(Protocol.SAML, KeycloakRealm.signIn("&kc_idp_hint=saml"));
        signIns.put(Protocol.LDAP, KeycloakRealm.signIn(""));
        return new Stage(count, KeycloakRealm.signIn("").path(), signIns);
    }

    private void saml(Client client) throws IOException {
        client.succeed(realm.json("POST", KeycloakRealm.INSTANCES, """
                {"alias": "saml", "displayName": "SAML", "providerId": "saml", "enabled": true, "trustEmail": true,
                 "config": {"idpEntityId": "%s", "singleSignOnServiceUrl": "%s", "postBindingAuthnRequest": "false",
                  "postBindingResponse": "true", "wantAuthnRequestsSigned": "false", "wantAssertionsSigned": "true",
                  "validateSignature": "true", "signingCertificate": "%s", "principalType": "SUBJECT",
                  "nameIDPolicyFormat": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"}}""".formatted(
                SamlUpstream.ENTITY, upstreams.saml().signOn(), upstreams.saml().certificate())));
        for (String attribute : new String[] {"email", "firstName", "lastName"}) {
            client.succeed(realm.json("POST", KeycloakRealm.INSTANCES + "/saml/mappers", """
                    {"name": "%1$s", "identityProviderAlias": "saml", "identityProviderMapper": "saml-user-attribute-idp-mapper",
                     "config": {"syncMode": "INHERIT", "attribute.name": "%1$s", "user.attribute": "%1$s"}}""".formatted(attribute)));
        }
    }

    /** As it is set up when nobody says more than where it is: people are imported, and their passwords asked there. */
    private void directory(Client client) throws IOException {
        String id = JsonParser.parseString(client.succeed(Call.get(KeycloakRealm.REALM, realm.token()))
                        .text())
                .getAsJsonObject()
                .get("id")
                .getAsString();
        client.succeed(realm.json("POST", KeycloakRealm.REALM + "/components", """
                {"name": "ldap", "providerId": "ldap", "providerType": "org.keycloak.storage.UserStorageProvider", "parentId": "%s",
                 "config": {"enabled": ["true"], "vendor": ["other"], "editMode": ["READ_ONLY"], "importEnabled": ["true"],
                  "connectionUrl": ["%s"], "usersDn": ["%s"], "authType": ["simple"], "bindDn": ["%s"], "bindCredential": ["%s"],
                  "usernameLDAPAttribute": ["uid"], "rdnLDAPAttribute": ["uid"], "uuidLDAPAttribute": ["entryUUID"],
                  "userObjectClasses": ["inetOrgPerson"], "searchScope": ["1"], "connectionPooling": ["true"],
                  "pagination": ["false"], "trustEmail": ["true"]}}""".formatted(
                id, upstreams.ldap().url(), LdapUpstream.PEOPLE, LdapUpstream.READER, LdapUpstream.READER_PASSWORD)));
    }
}
