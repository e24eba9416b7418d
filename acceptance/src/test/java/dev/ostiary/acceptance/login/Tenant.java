package dev.ostiary.acceptance.login;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.Installation;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.World;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;

/**
 * An organization of one test, with an application that its people sign in to.
 *
 * @param server where it lives
 * @param name unique; also the name the application knows it by
 * @param organization its id
 * @param application the origin of the application
 * @param clientId of the application
 */
record Tenant(Installation server, String name, String organization, URI application, String clientId) {
    static final String PASSWORD = "Correct-Horse-7";

    static Tenant create(World world) {
        return create(world, world.server(), "basic");
    }

    /** @param authentication of the application at the token endpoint: {@code basic}, {@code post}, {@code none} or {@code private_key_jwt} */
    static Tenant create(World world, Installation server, String authentication) {
        return create(world, server, authentication, false);
    }

    /** @param pushed whether the application pushes its authorization requests */
    static Tenant create(World world, Installation server, String authentication, boolean pushed) {
        String name = "t" + unique();
        URI application = world.application().origin();
        String organization = server.api()
                .post("/management/v1/orgs", Json.object("name", "Organization " + name))
                .ok()
                .string("id");
        Api api = server.api().in(organization);
        String project = api.post("/management/v1/projects", Json.object("name", "Project " + name))
                .ok()
                .string("id");
        JsonObject app = api.post(
                        "/management/v1/projects/" + project + "/apps/oidc", app(name, application, authentication))
                .ok()
                .json();
        JsonObject known = Json.object(
                "issuer",
                server.origin().toString(),
                "clientId",
                Json.string(app, "clientId"),
                "authentication",
                authentication,
                "pushed",
                pushed);
        if (app.has("clientSecret")) {
            known.add("clientSecret", app.get("clientSecret"));
        }
        if (authentication.equals("private_key_jwt")) {
            known.add("key", key(api, "/management/v1/projects/" + project + "/apps/" + Json.string(app, "appId")));
        }
        world.application().control().put("/control/clients/" + name, known).ok();
        return new Tenant(server, name, organization, application, Json.string(app, "clientId"));
    }

    /** The file of a new key of an application. */
    static JsonElement key(Api api, String app) {
        String file = api.post(app + "/keys", Json.object("type", "KEY_TYPE_JSON"))
                .ok()
                .string("keyDetails");
        return Json.parse(new String(Base64.getDecoder().decode(file), StandardCharsets.UTF_8));
    }

    private static JsonObject app(String name, URI application, String authentication) {
        return Json.object(
                "name",
                "Application " + name,
                "redirectUris",
                Json.array(application + "/" + name + "/callback"),
                "postLogoutRedirectUris",
                Json.array(application + "/" + name + "/signed-out"),
                "backChannelLogoutUri",
                application + "/" + name + "/notice",
                "responseTypes",
                Json.array("OIDC_RESPONSE_TYPE_CODE"),
                "grantTypes",
                Json.array(
                        "OIDC_GRANT_TYPE_AUTHORIZATION_CODE",
                        "OIDC_GRANT_TYPE_REFRESH_TOKEN",
                        "OIDC_GRANT_TYPE_DEVICE_CODE"),
                "appType",
                authentication.equals("none") ? "OIDC_APP_TYPE_USER_AGENT" : "OIDC_APP_TYPE_WEB",
                "authMethodType",
                "OIDC_AUTH_METHOD_TYPE_" + authentication.toUpperCase(Locale.ROOT),
                "devMode",
                true);
    }

    static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** The administrator's calls for this organization. */
    Api api() {
        return server.api().in(organization);
    }

    /** Adds a Generic OIDC provider to this organization: the one call Ostiary is built around. */
    Provider provider(URI issuer, JsonObject options) {
        return provider(issuer, options, Json.object());
    }

    /** The same with further fields of the call, or others than the usual ones. */
    Provider provider(URI issuer, JsonObject options, JsonObject more) {
        JsonObject body = Json.merge(genericOidc("Provider " + unique(), issuer, options), more);
        String id = api().post("/management/v1/idps/generic_oidc", body).ok().string("id");
        return new Provider(id, Json.string(body, "name"), "IDP_OWNER_TYPE_ORG");
    }

    /** Adds one to the instance. */
    Provider instanceProvider(URI issuer, JsonObject options) {
        JsonObject body = genericOidc("Provider " + unique() + " of the instance", issuer, options);
        String id = server.api().post("/admin/v1/idps/generic_oidc", body).ok().string("id");
        return new Provider(id, Json.string(body, "name"), "IDP_OWNER_TYPE_SYSTEM");
    }

    private static JsonObject genericOidc(String name, URI issuer, JsonObject options) {
        return Json.object(
                "name",
                name,
                "issuer",
                issuer.toString(),
                "clientId",
                "basic",
                "clientSecret",
                "external-secret",
                "scopes",
                Json.array("openid", "profile", "email"),
                "usePkce",
                true,
                "providerOptions",
                options);
    }

    /** Adds a provider and offers it: for tests that need no more than one. */
    Provider offered(URI issuer, JsonObject options) {
        Provider provider = provider(issuer, options);
        offer(provider);
        return provider;
    }

    /** Gives this organization a login policy of its own that offers {@code providers}. */
    void offer(Provider... providers) {
        JsonArray idps = new JsonArray();
        for (Provider provider : providers) {
            idps.add(Json.object("idpId", provider.id(), "ownerType", provider.ownerType()));
        }
        policy(Json.object("idps", idps));
    }

    /** Gives this organization a login policy of its own; {@code more}: fields that are not the usual ones. */
    void policy(JsonObject more) {
        JsonObject policy = Json.object(
                "allowUsernamePassword", true,
                "allowRegister", true,
                "allowExternalIdp", true,
                "passwordlessType", "PASSWORDLESS_TYPE_ALLOWED",
                "passwordCheckLifetime", "864000s",
                "externalLoginCheckLifetime", "864000s",
                "mfaInitSkipLifetime", "2592000s",
                "secondFactorCheckLifetime", "64800s",
                "multiFactorCheckLifetime", "43200s");
        api().post("/management/v1/policies/login", Json.merge(policy, more)).ok();
    }

    /** Adds a person with {@link #PASSWORD} and returns their id; the login name is {@code userName}. */
    String human(String userName, JsonObject email) {
        JsonObject human = Json.object(
                "username", userName,
                "organization", Json.object("orgId", organization),
                "profile", Json.object("givenName", "Minnie", "familyName", "Mouse"),
                "email", email,
                "password", Json.object("password", PASSWORD, "changeRequired", false));
        return server.api().post("/v2/users/human", human).ok().string("userId");
    }

    static JsonObject verified(String address) {
        return Json.object("email", address, "isVerified", true);
    }

    static JsonObject unverified(String address) {
        return Json.object("email", address, "isVerified", false);
    }

    /** What the API tells of a person. */
    JsonObject human(String id) {
        return server.api().get("/v2/users/" + id).ok().json().getAsJsonObject("user");
    }

    /** Where the application starts a sign-in in this organization. */
    String signIn() {
        return signIn("");
    }

    /** The same; {@code more}, such as {@code prompt=login}, goes into the authorization request. */
    String signIn(String more) {
        return login("offline_access urn:zitadel:iam:org:id:" + organization, more);
    }

    /** The same straight to one provider. */
    String signInThrough(Provider provider) {
        return login("urn:zitadel:iam:org:id:" + organization + " urn:zitadel:iam:org:idp:id:" + provider.id(), "");
    }

    /** The same with other scopes than the usual ones. */
    String signInFor(String scopes) {
        return login(scopes, "");
    }

    private String login(String scopes, String more) {
        String scope = URLEncoder.encode("openid profile email " + scopes, StandardCharsets.UTF_8);
        return page("login") + "?scope=" + scope + (more.isEmpty() ? "" : "&" + more);
    }

    /** A page of the application. */
    String page(String action) {
        return application + "/" + name + "/" + action;
    }
}
