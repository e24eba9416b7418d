package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.ostiary.GrantingCalls;
import dev.ostiary.QuietStore;
import dev.ostiary.TestDatabase;
import dev.ostiary.access.Members;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.access.Roles;
import dev.ostiary.app.App;
import dev.ostiary.app.AppEvent;
import dev.ostiary.app.Apps;
import dev.ostiary.crypto.Keyring;
import dev.ostiary.crypto.MasterKey;
import dev.ostiary.crypto.MasterKeys;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.crypto.Vault;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.Tokens;
import dev.ostiary.http.ClientLimit;
import dev.ostiary.http.Handler;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.instance.Instance;
import dev.ostiary.org.Orgs;
import dev.ostiary.project.Project;
import dev.ostiary.project.ProjectEvent;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller;
import dev.ostiary.rpc.Calls;
import dev.ostiary.session.Session;
import dev.ostiary.session.Vouched;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Json;
import dev.ostiary.store.Revision;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.user.Machines;
import dev.ostiary.user.NewHuman;
import dev.ostiary.user.User;
import dev.ostiary.user.UserEvent;
import dev.ostiary.user.Users;
import dev.ostiary.usergrant.Granting;
import dev.ostiary.usergrant.UserRoles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A whole provider on a store of its own, with an instance, an organization and a person; and a client's side of HTTP. */
final class ProviderFixture implements AutoCloseable {
    static final String ORIGIN = "http://id.example.com";
    static final String CALLBACK = "https://app.example.com/cb";
    /** The project that all applications belong to. */
    static final String PROJECT = "100";

    static final String VERIFIER = "a-verifier-that-is-long-enough-to-be-one-0123456789";
    static final String CHALLENGE = CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(VERIFIER))
            .getValue();

    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    final AtomicReference<@Nullable Stored<Session>> browserSession = new AtomicReference<>();
    final AtomicReference<String> endedSession = new AtomicReference<>("");
    final InstantSource clock = now::get;
    final Ids ids = new Ids(clock);
    final QuietStore store;
    final Vault vault;
    final SigningKeys keys;
    final Users users = new Users(ids, List.of());
    final Orgs orgs = new Orgs(ids, List.of());
    final Apps apps = new Apps(ids, List.of());
    final Projects projects = new Projects(ids, List.of());
    final Granting granting = Granting.on(ids, new ProjectMembers(Roles.builtIn()));
    private final Calls calls = new Calls();
    final Tokens tokens;
    final OidcSessions sessions = new OidcSessions();
    final Members members = new Members(Roles.builtIn());
    final AtomicBoolean impersonation = new AtomicBoolean();
    final OpenIdProvider provider;
    final Map<String, Handler> endpoints;
    final Instance instance;
    final String organization;
    final Stored<User> person;

    ProviderFixture(Path directory) throws IOException {
        store = new QuietStore(TestDatabase.chosen(directory).open(2, clock));
        tokens = new Tokens(store, users, apps, clock);
        vault = new Vault(store, MasterKeys.given(Keyring.of(MasterKey.readOrCreate(directory.resolve("master.key")))));
        keys = new SigningKeys(store, vault, ids);
        String id = ids.next();
        store.write(tx -> {
            vault.create(tx, id);
            return id;
        });
        organization =
                store.write(tx -> orgs.add(tx, id, "id.example.com", "", "Acme").id());
        instance = new Instance(id, "Test", List.of("id.example.com"), organization, "900", "en", false);
        person = store.write(tx -> users.addHuman(tx, id, organization, "", mia()));
        store.write(tx -> tx.record(
                Projects.KIND,
                Projects.KIND.stream(id, PROJECT, organization),
                null,
                "",
                List.of(new ProjectEvent.Added(Project.named("Shop")))));
        provider = new OpenIdProvider(
                new OpenIdProvider.Rooms(
                        store,
                        vault,
                        keys,
                        ids,
                        clock,
                        users,
                        orgs,
                        apps,
                        projects,
                        granting.roles(),
                        new UserRoles(store, projects, granting.projectGrants(), granting.userGrants()),
                        tokens,
                        members,
                        Roles.builtIn(),
                        new DpopProofs(store, clock),
                        new ClientLimit(0, new SimpleMeterRegistry()),
                        new SimpleMeterRegistry()),
                new OpenIdProvider.Browser(
                        this::context,
                        (context, request) -> Optional.ofNullable(browserSession.get()),
                        (context, session, actor, target) -> {
                            endedSession.set(session);
                            return target;
                        }),
                new InstanceLifetimes(store));
        endpoints = provider.endpoints();
        GrantingCalls.register(calls, store, clock, projects, granting, users, orgs);
    }

    private Optional<Context> context(Request request) {
        return request.authority().equals("id.example.com")
                ? Optional.of(new Context(instance.withImpersonation(impersonation.get()), ORIGIN))
                : Optional.empty();
    }

    /** What an administrator does about projects, roles and grants. */
    GrantingCalls administrator() {
        return new GrantingCalls(calls, about -> new Call(instance, ORIGIN, about, Caller.NOBODY, Locale.ENGLISH));
    }

    Call call() {
        return new Call(instance, ORIGIN, "", Caller.NOBODY, Locale.ENGLISH);
    }

    private static NewHuman mia() {
        return new NewHuman(
                "",
                "mia",
                new User.Profile("Mia", "Muster", "", "Mia Muster", "de", User.Gender.FEMALE),
                new User.Email("mia@acme.test", true),
                null,
                null,
                false,
                List.of(),
                Map.of("team", "+/8="));
    }

    /** A session of the person, as the login pages make it. */
    Stored<Session> session(String id) {
        Session session = new Session(
                person.id(),
                organization,
                now.get(),
                List.of(Session.Method.PASSWORD),
                "",
                now.get().plus(Duration.ofDays(1)),
                "");
        return new Stored<>(
                new Stream(instance.id(), "session", id, instance.id()),
                new Revision(1, now.get(), now.get()),
                session);
    }

    /** A session of the person, for whom a provider has vouched. */
    Stored<Session> vouched(String id, Vouched vouched) {
        Stored<Session> own = session(id);
        Session state = own.state();
        return new Stored<>(
                own.stream(),
                own.revision(),
                new Session(
                        state.userId(),
                        state.organization(),
                        state.authenticatedAt(),
                        List.of(Session.Method.IDP),
                        "55",
                        state.expiresAt(),
                        "",
                        state.userCheckedAt(),
                        state.about(),
                        vouched));
    }

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    // Applications and machines

    /** A confidential web application with the secret {@code s3cret}, all grants, and opaque tokens. */
    AppBuilder web() {
        return new AppBuilder(App.Type.WEB, App.AuthMethod.BASIC, Secrets.hash("s3cret"));
    }

    /** A public application that runs in a browser. */
    AppBuilder userAgent() {
        return new AppBuilder(App.Type.USER_AGENT, App.AuthMethod.NONE, null);
    }

    /** A confidential application that proves who it is with its keys. */
    AppBuilder keyed() {
        return new AppBuilder(App.Type.WEB, App.AuthMethod.PRIVATE_KEY_JWT, null);
    }

    /**
     * Gives an application a key.
     *
     * @return the key's id
     */
    String addKey(String clientId, PublicKey key, Instant expiresAt) {
        String encoded = Base64.getEncoder().encodeToString(key.getEncoded());
        App.Key added = new App.Key(ids.next(), encoded, now.get(), expiresAt);
        change(clientId, new AppEvent.KeyAdded(added));
        return added.id();
    }

    /** Lets something happen to an application. */
    void change(String clientId, AppEvent event) {
        store.write(tx -> {
            Stored<App> app = apps.byClientId(tx.sql(), instance.id(), clientId).orElseThrow();
            return tx.record(Apps.KIND, app.stream(), app, "", List.of(event));
        });
    }

    final class AppBuilder {
        private final App.Type type;
        private final App.AuthMethod method;
        private final @Nullable String secretHash;
        private List<App.GrantType> grants = List.of(App.GrantType.AUTHORIZATION_CODE, App.GrantType.REFRESH_TOKEN);
        private List<App.ResponseType> responses = List.of(App.ResponseType.CODE);
        private List<String> redirectUris = List.of(CALLBACK);
        private boolean devMode;
        private App.TokenType tokenType = App.TokenType.BEARER;
        private boolean userClaims;
        private boolean roleClaims;
        private String project = PROJECT;
        private String backChannelLogoutUri = "";

        AppBuilder(App.Type type, App.AuthMethod method, @Nullable String secretHash) {
            this.type = type;
            this.method = method;
            this.secretHash = secretHash;
        }

        AppBuilder grants(App.GrantType... granted) {
            grants = List.of(granted);
            return this;
        }

        /** An application of the implicit flow. */
        AppBuilder implicit(App.ResponseType... types) {
            responses = List.of(types);
            return grants(App.GrantType.IMPLICIT);
        }

        AppBuilder redirectUris(String... uris) {
            redirectUris = List.of(uris);
            return this;
        }

        AppBuilder devMode() {
            devMode = true;
            return this;
        }

        AppBuilder jwt() {
            tokenType = App.TokenType.JWT;
            return this;
        }

        AppBuilder loggedOutAt(String uri) {
            backChannelLogoutUri = uri;
            return this;
        }

        AppBuilder userClaims() {
            userClaims = true;
            return this;
        }

        AppBuilder in(String other) {
            project = other;
            return this;
        }

        /** Access tokens that are JWTs, and ID tokens, tell of roles. */
        AppBuilder roleClaims() {
            roleClaims = true;
            return this;
        }

        /** @return its client id */
        String add() {
            String clientId = ids.next();
            record(clientId, new AppEvent.OidcAdded(project, "App " + clientId, oidc(clientId)));
            return clientId;
        }

        private App.Oidc oidc(String clientId) {
            return new App.Oidc(
                    clientId,
                    secretHash,
                    redirectUris,
                    responses,
                    grants,
                    type,
                    method,
                    List.of("https://app.example.com/bye"),
                    devMode,
                    tokenType,
                    roleClaims,
                    roleClaims,
                    userClaims,
                    Duration.ZERO,
                    List.of(),
                    false,
                    backChannelLogoutUri,
                    new App.LoginVersion(App.LoginVersion.Choice.UNSPECIFIED, null));
        }
    }

    /** An API that proves who it is with its keys. */
    String keyedApi() {
        String clientId = ids.next();
        App.Api api = new App.Api(clientId, null, App.ApiAuthMethod.PRIVATE_KEY_JWT);
        record(clientId, new AppEvent.ApiAdded("100", "API " + clientId, api));
        return clientId;
    }

    /** An API with the secret {@code s3cret}, in the same project as the other applications. */
    String api() {
        String clientId = ids.next();
        App.Api api = new App.Api(clientId, Secrets.hash("s3cret"), App.ApiAuthMethod.BASIC);
        record(clientId, new AppEvent.ApiAdded(PROJECT, "API " + clientId, api));
        return clientId;
    }

    private void record(String id, AppEvent event) {
        store.write(tx ->
                tx.record(Apps.KIND, Apps.KIND.stream(instance.id(), id, organization), null, "", List.of(event)));
    }

    /** A machine user with the secret {@code s3cret}. */
    Stored<User> machine(String name, User.TokenType tokenType) {
        Machines machines = new Machines(users, ids);
        return store.write(tx -> {
            Stored<User> added = machines.add(tx, instance.id(), organization, "", "", name, name, "", tokenType);
            return tx.record(
                    Users.KIND, added.stream(), added, "", List.of(new UserEvent.SecretSet(Secrets.hash("s3cret"))));
        });
    }

    // HTTP

    Response get(String path, Map<String, String> query) {
        return send("GET", path, Responses.encode(query), Map.of(), "");
    }

    Response post(String path, Map<String, String> form, Map<String, String> headers) {
        return send("POST", path, "", withForm(headers), Responses.encode(form));
    }

    private static Map<String, String> withForm(Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return all;
    }

    Response send(String method, String path, String query, Map<String, String> headers, String body) {
        TreeMap<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        Request request = new Request(
                method,
                path,
                query,
                byName.getOrDefault("Host", "id.example.com"),
                "127.0.0.1",
                byName::get,
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        Handler handler = endpoints.get(path);
        if (handler == null) {
            throw new IllegalArgumentException("no endpoint " + path);
        }
        return handler.handle(request);
    }

    static Map<String, String> basic(String clientId, String secret) {
        String pair = Responses.encode(Map.of("k", clientId)).substring(2) + ":"
                + Responses.encode(Map.of("k", secret)).substring(2);
        return Map.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }

    static String body(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> json(Response response) {
        return Json.read(body(response), Map.class);
    }

    static String text(Response response, String field) {
        return String.valueOf(json(response).get(field));
    }

    static String header(Response response, String name) {
        return response.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Response.Header::value)
                .findFirst()
                .orElse("");
    }

    /** The parameters of the URI that a response redirects to. */
    static Map<String, String> location(String uri) {
        URI parsed = URI.create(uri);
        String encoded = parsed.getRawFragment() == null ? parsed.getRawQuery() : parsed.getRawFragment();
        Map<String, String> all = new LinkedHashMap<>();
        Parameters.parse(encoded).values().forEach((name, values) -> all.put(name, values.getFirst()));
        return all;
    }

    // Flows

    /** The parameters of an authorization request with PKCE; pairs are added or, with an empty value, taken away. */
    static Map<String, String> authorization(String clientId, String... changes) {
        Map<String, String> query = new LinkedHashMap<>(Map.of(
                "client_id", clientId,
                "redirect_uri", CALLBACK,
                "response_type", "code",
                "scope", "openid profile email offline_access",
                "state", "s t&te",
                "nonce", "n0nce",
                "code_challenge", CHALLENGE,
                "code_challenge_method", "S256"));
        for (int i = 0; i < changes.length; i += 2) {
            query.put(changes[i], changes[i + 1]);
        }
        query.values().removeIf(String::isEmpty);
        return query;
    }

    /** Sends an authorization request that is valid, and returns what waits for the login pages. */
    AuthRequest ask(String clientId, String... changes) {
        Response redirect = get(AuthorizeEndpoint.PATH, authorization(clientId, changes));
        String id = location(header(redirect, "Location")).getOrDefault("authRequestID", "");
        return provider.requests().find(instance.id(), id).orElseThrow();
    }

    /** Signs the person in for a client, and returns the code that it gets. */
    String code(String clientId, String... changes) {
        String location = provider.requests().complete(call(), ask(clientId, changes), session("77"));
        return location(location).getOrDefault("code", "");
    }

    Response redeem(String clientId, String code, String... changes) {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", CALLBACK,
                "code_verifier", VERIFIER));
        for (int i = 0; i < changes.length; i += 2) {
            form.put(changes[i], changes[i + 1]);
        }
        form.values().removeIf(String::isEmpty);
        return post(TokenEndpoint.PATH, form, basic(clientId, "s3cret"));
    }

    Response refresh(String clientId, String refreshToken) {
        return post(
                TokenEndpoint.PATH,
                Map.of("grant_type", "refresh_token", "refresh_token", refreshToken),
                basic(clientId, "s3cret"));
    }

    Response userinfo(String token) {
        return send("GET", UserinfoEndpoint.PATH, "", bearer(token), "");
    }

    @Override
    public void close() {
        store.close();
    }
}
