package dev.ostiary.login;

import com.google.protobuf.ByteString;
import dev.ostiary.GrantingCalls;
import dev.ostiary.MovableClock;
import dev.ostiary.ProviderCalls;
import dev.ostiary.TestDatabase;
import dev.ostiary.access.Members;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.access.Roles;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderResponse;
import dev.ostiary.api.admin.v1.AddJWTProviderRequest;
import dev.ostiary.api.admin.v1.AddJWTProviderResponse;
import dev.ostiary.api.admin.v1.AddLDAPProviderResponse;
import dev.ostiary.api.admin.v1.AddSAMLProviderRequest;
import dev.ostiary.api.admin.v1.AddSAMLProviderResponse;
import dev.ostiary.api.idp.v1.Options;
import dev.ostiary.api.idp.v1.SAMLBinding;
import dev.ostiary.app.App;
import dev.ostiary.app.AppEvent;
import dev.ostiary.app.Apps;
import dev.ostiary.crypto.Keyring;
import dev.ostiary.crypto.MasterKey;
import dev.ostiary.crypto.MasterKeys;
import dev.ostiary.crypto.Passwords;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.crypto.Vault;
import dev.ostiary.federation.Federation;
import dev.ostiary.federation.TestDirectory;
import dev.ostiary.federation.TestProvider;
import dev.ostiary.federation.logout.LogoutSwitch;
import dev.ostiary.federation.logout.LogoutsUnderway;
import dev.ostiary.federation.logout.UpstreamNotices;
import dev.ostiary.federation.logout.UpstreamSessions;
import dev.ostiary.federation.rule.Claiming;
import dev.ostiary.federation.saml.TestSamlIdp;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.Tokens;
import dev.ostiary.http.ClientLimit;
import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Site;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviderEvent;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.Kind;
import dev.ostiary.idp.UrlRule;
import dev.ostiary.instance.Instance;
import dev.ostiary.openid.Context;
import dev.ostiary.openid.DpopProofs;
import dev.ostiary.openid.InstanceLifetimes;
import dev.ostiary.openid.OpenIdProvider;
import dev.ostiary.org.Org;
import dev.ostiary.org.OrgEvent;
import dev.ostiary.org.Orgs;
import dev.ostiary.outbound.AddressRules;
import dev.ostiary.outbound.Discovery;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundLimits;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.policy.LoginPolicy;
import dev.ostiary.policy.LoginPolicy.Settings;
import dev.ostiary.project.Project;
import dev.ostiary.project.ProjectEvent;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller;
import dev.ostiary.rpc.Calls;
import dev.ostiary.session.Sessions;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Json;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.NewHuman;
import dev.ostiary.user.PasswordChecks;
import dev.ostiary.user.User;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.Users;
import dev.ostiary.usergrant.GivableRoles;
import dev.ostiary.usergrant.Granting;
import dev.ostiary.usergrant.UserRoles;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pages with everything they need, on a store of their own: an instance, the organization Acme, and an application. */
final class House implements AutoCloseable {
    static final String HOST = "id.example.com";
    static final String CALLBACK = "https://app.example.com/cb";
    static final String PASSWORD = "Correct-Horse-7";

    /** The project that all applications belong to. */
    static final String PROJECT = "100";

    final MovableClock clock = new MovableClock(Instant.parse("2026-01-02T03:04:05Z"));
    final String origin;
    final Store store;
    final Instance instance;
    final String acme;
    final String clientId;
    final Sessions sessions;
    final OidcSessions tokens = new OidcSessions();
    final LoginPolicies policies;
    final Passwords passwords = new Passwords(1);
    final Handler site;
    private final Ids ids = new Ids(clock);
    private final Users users = new Users(ids, List.of());
    final Orgs orgs = new Orgs(ids, List.of());
    private final Apps apps = new Apps(ids, List.of());
    final Projects projects = new Projects(ids, List.of());
    final Granting granting = Granting.on(ids, new ProjectMembers(Roles.builtIn()));
    final Claiming claiming;
    private final Vault vault;
    private final IdentityProviders providers;
    private final OutboundClient http = new OutboundClient(AddressRules.LOOPBACK, OutboundLimits.DEFAULT);
    private final ProviderKeys keys = new ProviderKeys(http);

    House(Path directory, String scheme, LoginPolicy policy) throws IOException {
        origin = scheme + "://" + HOST;
        store = TestDatabase.chosen(directory).open(2, clock);
        policies = new LoginPolicies(store);
        claiming = Claiming.on(
                store,
                granting.userGrants(),
                new GivableRoles(projects, granting.roles(), granting.projectGrants()),
                new Members(Roles.builtIn()),
                Roles.builtIn());
        vault = new Vault(store, MasterKeys.given(Keyring.of(MasterKey.readOrCreate(directory.resolve("master.key")))));
        providers = new IdentityProviders(store, vault, ids, UrlRule.HTTP_ON_LOOPBACK, List.of());
        sessions = new Sessions(
                ids,
                clock,
                List.of(
                        (tx, session, actor) ->
                                tokens.endSession(tx, session.stream().instance(), session.id(), actor),
                        (tx, session, actor) -> UpstreamSessions.sessionEnded(
                                tx, session.stream().instance(), session.id())));
        String id = ids.next();
        acme = store.write(tx -> {
            vault.create(tx, id);
            policies.add(tx, id, id, "", policy);
            return orgs.add(tx, id, HOST, "", "Acme").id();
        });
        instance = new Instance(id, "Northwind", List.of(HOST), acme, "900", "en", false);
        store.write(tx -> tx.record(
                Projects.KIND,
                Projects.KIND.stream(id, PROJECT, acme),
                null,
                "",
                List.of(new ProjectEvent.Added(Project.named("Shop")))));
        clientId = application(CALLBACK);
        site = site();
    }

    static House open(Path directory) throws IOException {
        return new House(directory, "http", LoginPolicy.DEFAULT);
    }

    private Handler site() {
        OpenIdProvider openid = new OpenIdProvider(
                new OpenIdProvider.Rooms(
                        store,
                        vault,
                        new SigningKeys(store, vault, ids),
                        ids,
                        clock,
                        users,
                        orgs,
                        apps,
                        projects,
                        granting.roles(),
                        new UserRoles(store, projects, granting.projectGrants(), granting.userGrants()),
                        new Tokens(store, users, apps, clock),
                        new Members(Roles.builtIn()),
                        Roles.builtIn(),
                        new DpopProofs(store, clock),
                        new ClientLimit(0, new SimpleMeterRegistry()),
                        new SimpleMeterRegistry()),
                new OpenIdProvider.Browser(this::context, this::session, this::end),
                new InstanceLifetimes(store));
        Rooms rooms = new Rooms(
                store,
                clock,
                vault,
                passwords,
                new PasswordChecks(store, users, passwords, clock, new SimpleMeterRegistry()),
                users,
                orgs,
                apps,
                policies,
                providers,
                sessions,
                openid.requests(),
                openid.postLogout(),
                openid.devices(),
                federation(),
                new ClientLimit(0, new SimpleMeterRegistry()));
        LoginPages pages = new LoginPages(rooms, request -> context(request).map(found -> call()));
        Site all = Site.of(pages);
        for (Map.Entry<String, Handler> endpoint : openid.endpoints().entrySet()) {
            all = all.at(endpoint.getKey(), endpoint.getValue());
        }
        return all;
    }

    private Federation federation() {
        return new Federation(
                new Federation.Rooms(
                        store,
                        vault,
                        ids,
                        clock,
                        providers,
                        users,
                        orgs,
                        policies,
                        claiming,
                        new SimpleMeterRegistry()),
                http,
                new Discovery(http, clock),
                keys);
    }

    private Optional<Context> context(Request request) {
        return request.authority().equals(HOST) ? Optional.of(new Context(instance, origin)) : Optional.empty();
    }

    private Optional<Stored<dev.ostiary.session.Session>> session(Context context, Request request) {
        return store.read(sql -> sessions.ofBrowser(sql, instance.id(), context.origin(), request));
    }

    private String end(Context context, String session, String actor, String target) {
        return store.write(tx -> {
            String next = new LogoutsUnderway(vault, providers).way(tx, instance.id(), session, target);
            sessions.terminate(tx, instance.id(), session, actor);
            return next;
        });
    }

    /** What an administrator does about projects, roles and grants. */
    GrantingCalls administrator() {
        Calls calls = new Calls();
        GrantingCalls.register(calls, store, clock, projects, granting, users, orgs);
        return new GrantingCalls(calls, about -> new Call(instance, origin, about, Caller.NOBODY, Locale.ENGLISH));
    }

    Call call() {
        return new Call(instance, origin, "", Caller.NOBODY, Locale.ENGLISH);
    }

    /** @return its client id */
    String application(String redirectUri) {
        return application("Orders", redirectUri, App.GrantType.AUTHORIZATION_CODE);
    }

    /** @return the client id of the application Television, which runs on a device */
    String device() {
        return application("Television", CALLBACK, App.GrantType.DEVICE_CODE);
    }

    private String application(String name, String redirectUri, App.GrantType grant) {
        String id = ids.next();
        App.Oidc oidc = new App.Oidc(
                id,
                null,
                List.of(redirectUri),
                List.of(App.ResponseType.CODE),
                List.of(grant),
                redirectUri.startsWith("http") ? App.Type.WEB : App.Type.NATIVE,
                App.AuthMethod.NONE,
                List.of("https://app.example.com/bye"),
                false,
                App.TokenType.BEARER,
                false,
                false,
                false,
                Duration.ZERO,
                List.of(),
                false,
                "",
                new App.LoginVersion(App.LoginVersion.Choice.UNSPECIFIED, null));
        AppEvent added = new AppEvent.OidcAdded(PROJECT, name, oidc);
        store.write(tx -> tx.record(Apps.KIND, Apps.KIND.stream(instance.id(), id, acme), null, "", List.of(added)));
        return id;
    }

    /** A person of Acme with the password {@link #PASSWORD}. */
    Stored<User> person(String userName) {
        return person(userName, acme, PASSWORD, false, List.of());
    }

    Stored<User> person(
            String userName,
            String organization,
            @Nullable String password,
            boolean changeRequired,
            List<IdpLink> links) {
        NewHuman human = new NewHuman(
                "",
                userName,
                new User.Profile("Ada", "Lovelace", "", "Ada Lovelace", "", User.Gender.UNSPECIFIED),
                new User.Email("ada@example.com", true),
                null,
                password == null ? null : passwords.hash(password),
                changeRequired,
                links,
                Map.of());
        return store.write(tx -> users.addHuman(tx, instance.id(), organization, "", human));
    }

    Stored<User> person(Stored<User> user) {
        return store.read(sql -> users.find(sql, instance.id(), user.id())).orElseThrow();
    }

    /** An organization with the verified domain {@code <name>.id.example.com}, and a policy of its own. */
    String organization(String name, LoginPolicy policy) {
        return store.write(tx -> {
            String id = orgs.add(tx, instance.id(), HOST, "", name).id();
            policies.add(tx, instance.id(), id, "", policy);
            return id;
        });
    }

    /** Lets an organization have a domain. */
    void domain(String organization, String domain) {
        store.write(tx -> {
            Stored<Org> org = orgs.find(tx.sql(), instance.id(), organization).orElseThrow();
            return tx.record(Orgs.KIND, org.stream(), org, "", List.of(new OrgEvent.DomainVerified(domain)));
        });
    }

    /** Adds a provider of the instance; a policy must offer it. */
    String provider(String name, TestProvider op, boolean linking, boolean creation) {
        Calls calls = new Calls();
        ProviderCalls.register(providers, store, clock, calls);
        AddGenericOIDCProviderRequest request = AddGenericOIDCProviderRequest.newBuilder()
                .setName(name)
                .setIssuer(op.issuer())
                .setClientId(TestProvider.CLIENT)
                .setClientSecret(TestProvider.SECRET)
                .setProviderOptions(
                        Options.newBuilder().setIsLinkingAllowed(linking).setIsCreationAllowed(creation))
                .build();
        Calls.Implementation add = calls.byName().get("zitadel.admin.v1.AdminService/AddGenericOIDCProvider");
        AddGenericOIDCProviderResponse added = (AddGenericOIDCProviderResponse)
                Objects.requireNonNull(add).handler().apply(call(), request);
        return added.getId();
    }

    /** Signing out here goes on to this OpenID Provider. */
    void logoutGoesOnTo(String idp) {
        LogoutSwitch.on(store, providers, instance.id(), idp);
    }

    /** Adds a directory of the instance; a policy must offer it. */
    String directory(TestDirectory directory) {
        Calls calls = new Calls();
        ProviderCalls.register(providers, store, clock, calls);
        Calls.Implementation add = calls.byName().get("zitadel.admin.v1.AdminService/AddLDAPProvider");
        AddLDAPProviderResponse added = (AddLDAPProviderResponse) Objects.requireNonNull(add)
                .handler()
                .apply(call(), directory.provider().build());
        return added.getId();
    }

    /** Adds a site that hands over tokens in the header {@code x-custom-tkn}; a policy must offer it. */
    String site(String name, TestProvider op) {
        Calls calls = new Calls();
        ProviderCalls.register(providers, store, clock, calls);
        AddJWTProviderRequest request = AddJWTProviderRequest.newBuilder()
                .setName(name)
                .setIssuer(op.issuer())
                .setJwtEndpoint("https://intranet.example.com/ipd")
                .setKeysEndpoint(op.issuer() + "/keys")
                .setHeaderName("x-custom-tkn")
                .setProviderOptions(Options.newBuilder().setIsCreationAllowed(true))
                .build();
        Calls.Implementation add = calls.byName().get("zitadel.admin.v1.AdminService/AddJWTProvider");
        AddJWTProviderResponse added =
                (AddJWTProviderResponse) Objects.requireNonNull(add).handler().apply(call(), request);
        return added.getId();
    }

    /** Adds a SAML provider of the instance, where people get an account with their first sign-in; a policy must offer it. */
    String saml(SAMLBinding binding) {
        return saml(binding, false);
    }

    /** @param logout whether signing out here goes on to it */
    String saml(SAMLBinding binding, boolean logout) {
        Calls calls = new Calls();
        ProviderCalls.register(providers, store, clock, calls);
        AddSAMLProviderRequest request = AddSAMLProviderRequest.newBuilder()
                .setName("Contoso")
                .setMetadataXml(ByteString.copyFromUtf8(TestSamlIdp.metadata()))
                .setBinding(binding)
                .setFederatedLogoutEnabled(logout)
                .setProviderOptions(Options.newBuilder().setIsAutoCreation(true))
                .build();
        Calls.Implementation add = calls.byName().get("zitadel.admin.v1.AdminService/AddSAMLProvider");
        AddSAMLProviderResponse added =
                (AddSAMLProviderResponse) Objects.requireNonNull(add).handler().apply(call(), request);
        return added.getId();
    }

    /** Adds many providers at once that are like one, except for their names. */
    List<String> providersLike(String one, List<String> names) {
        return store.write(tx -> {
            IdentityProvider like =
                    providers.find(tx.sql(), instance.id(), one).orElseThrow().state();
            List<String> added = new ArrayList<>();
            for (String name : names) {
                String id = ids.next();
                IdentityProviderEvent event = new IdentityProviderEvent.Added(
                        Kind.OIDC, name, like.options(), Json.tree(like.config()), like.sealedSecret(), null);
                tx.record(
                        IdentityProviders.KIND,
                        IdentityProviders.KIND.stream(instance.id(), id, instance.id()),
                        null,
                        "",
                        List.of(event));
                added.add(id);
            }
            return List.copyOf(added);
        });
    }

    /** Replaces the instance's policy. */
    void policy(LoginPolicy policy) {
        store.write(tx -> {
            tx.sql().execute("delete from login_policies where instance = ?", instance.id());
            return policies.add(tx, instance.id(), instance.id(), "", policy);
        });
    }

    static LoginPolicy policy(boolean passwords, String... idps) {
        Settings all = Settings.DEFAULT;
        return new LoginPolicy(
                settings(passwords, all.passwordCheckLifetime(), all.externalLoginCheckLifetime()),
                List.of(),
                List.of(),
                List.of(idps));
    }

    /** The default settings except for these. */
    static Settings settings(boolean passwords, Duration passwordLifetime, Duration externalLifetime) {
        Settings all = Settings.DEFAULT;
        return new Settings(
                passwords,
                all.allowRegister(),
                all.allowExternalIdp(),
                all.forceMfa(),
                all.forceMfaLocalOnly(),
                all.passwordlessAllowed(),
                all.hidePasswordReset(),
                all.ignoreUnknownUsernames(),
                all.allowDomainDiscovery(),
                all.disableLoginWithEmail(),
                all.disableLoginWithPhone(),
                all.defaultRedirectUri(),
                passwordLifetime,
                externalLifetime,
                all.mfaInitSkipLifetime(),
                all.secondFactorCheckLifetime(),
                all.multiFactorCheckLifetime());
    }

    /** What housekeeping does about logout. */
    void sweep() {
        store.write(tx -> UpstreamSessions.sweep(tx) + LogoutsUnderway.sweep(tx) + UpstreamNotices.sweep(tx));
    }

    int countOf(String table) {
        return store.read(sql ->
                sql.select("select count(*) from " + table).mapTo(Integer.class).one());
    }

    @Override
    public void close() {
        keys.close();
        http.close();
        store.close();
        passwords.close();
    }
}
