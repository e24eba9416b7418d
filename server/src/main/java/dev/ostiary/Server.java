package dev.ostiary;

import dev.ostiary.access.Access;
import dev.ostiary.access.MemberApi;
import dev.ostiary.access.Members;
import dev.ostiary.access.Roles;
import dev.ostiary.app.AppApi;
import dev.ostiary.app.Apps;
import dev.ostiary.config.Setting;
import dev.ostiary.config.Settings;
import dev.ostiary.config.WrongSetting;
import dev.ostiary.crypto.Passwords;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.crypto.Vault;
import dev.ostiary.event.EventApi;
import dev.ostiary.federation.Federation;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.PersonalAccessTokenApi;
import dev.ostiary.grant.PersonalAccessTokens;
import dev.ostiary.grant.Tokens;
import dev.ostiary.http.Response;
import dev.ostiary.http.Site;
import dev.ostiary.http.WebServer;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.OldProviders;
import dev.ostiary.idp.SamlProviders;
import dev.ostiary.idp.UrlRule;
import dev.ostiary.idp.api.IdentityProviderApi;
import dev.ostiary.idp.api.OldProviderApi;
import dev.ostiary.instance.Instances;
import dev.ostiary.login.LoginPages;
import dev.ostiary.login.Rooms;
import dev.ostiary.openid.Lifetimes;
import dev.ostiary.openid.OpenIdProvider;
import dev.ostiary.org.OrgApi;
import dev.ostiary.org.Orgs;
import dev.ostiary.outbound.Cidr;
import dev.ostiary.outbound.Discovery;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundLimits;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.outbound.SamlMetadataFetch;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.policy.LoginPolicyApi;
import dev.ostiary.policy.LoginPolicyIdpApi;
import dev.ostiary.project.ProjectApi;
import dev.ostiary.project.Projects;
import dev.ostiary.repeat.ClaimingStore;
import dev.ostiary.repeat.RepeatedCalls;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.contract.Contract;
import dev.ostiary.rpc.wire.Api;
import dev.ostiary.rpc.wire.Reflection;
import dev.ostiary.session.HostCookie;
import dev.ostiary.session.Sessions;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import dev.ostiary.store.sqlite.SqliteStore;
import dev.ostiary.telemetry.Health;
import dev.ostiary.user.MachineApi;
import dev.ostiary.user.Machines;
import dev.ostiary.user.PasswordChecks;
import dev.ostiary.user.UserApi;
import dev.ostiary.user.Users;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The whole server: the only place where its parts are wired together. */
public final class Server {
    private static final int READERS = 8;

    private final DataFolder data;
    private final Health health;
    private final WebServer web;
    private final List<AutoCloseable> parts;
    private final @Nullable URI publicUrl;
    private final FirstStart.@Nullable Credentials firstCredentials;

    private Server(
            DataFolder data,
            Health health,
            WebServer web,
            List<AutoCloseable> parts,
            @Nullable URI publicUrl,
            FirstStart.@Nullable Credentials firstCredentials) {
        this.data = data;
        this.health = health;
        this.web = web;
        this.parts = parts;
        this.publicUrl = publicUrl;
        this.firstCredentials = firstCredentials;
    }

    /** Starts a server, making its first instance when there is none. It serves when this returns. */
    public static Server start(Settings settings) throws IOException {
        InstantSource clock = InstantSource.system();
        Ids ids = new Ids(clock);

        // what everything stands on
        DataFolder data = DataFolder.open(settings.data());
        Store store = new ClaimingStore(new SqliteStore(data.database(), READERS, clock));
        Vault vault = new Vault(store, data.masterKey(settings.masterKey()));
        Passwords passwords = new Passwords(Runtime.getRuntime().availableProcessors());
        SigningKeys signingKeys = new SigningKeys(store, vault, ids);
        OutboundClient outbound = new OutboundClient(addressRanges(settings), OutboundLimits.DEFAULT);

        // the rules of each feature
        Instances instances = new Instances(store);
        Orgs orgs = new Orgs(ids);
        Users users = new Users(ids);
        Machines machines = new Machines(users, ids);
        Roles roles = Roles.builtIn();
        Members members = new Members(roles);
        Projects projects = new Projects(ids);
        Apps apps = new Apps(ids);
        LoginPolicies policies = new LoginPolicies();
        IdentityProviders providers = new IdentityProviders(
                store,
                vault,
                ids,
                urlRule(settings),
                List.of(
                        (tx, provider, actor) ->
                                policies.removeEverywhere(tx, provider.stream().instance(), provider.id(), actor),
                        (tx, provider, actor) ->
                                users.unlinkAll(tx, provider.stream().instance(), provider.id(), actor)));
        SamlMetadataFetch samlMetadata =
                new SamlMetadataFetch(outbound, settings.insecureIssuers() == Settings.InsecureIssuers.ANY);
        SamlProviders samlProviders = new SamlProviders(store, providers, samlMetadata::fetch, clock);
        Tokens tokens = new Tokens(users, clock);
        PersonalAccessTokens personalAccessTokens = new PersonalAccessTokens(ids);

        // the contract's calls
        Access access = new Access(roles);
        LoginPolicyIdpApi policyIdps = new LoginPolicyIdpApi(store, policies, providers, clock);
        Calls calls = new Calls();
        new HealthApi().register(calls);
        new OrgApi(store, orgs, members).register(calls);
        new MemberApi(store, members, users, clock).register(calls);
        new UserApi(store, users, passwords, access, providers::mayVouch).register(calls);
        new MachineApi(store, users, machines, clock).register(calls);
        new PersonalAccessTokenApi(store, users, personalAccessTokens, clock).register(calls);
        new ProjectApi(store, projects).register(calls);
        new AppApi(store, projects, apps).register(calls);
        new LoginPolicyApi(store, policies, policyIdps).register(calls);
        policyIdps.register(calls);
        new IdentityProviderApi(providers, samlProviders, access, clock).register(calls);
        new OldProviderApi(new OldProviders(store, providers), clock).register(calls);
        new EventApi(store, users, StreamKinds.ALL).register(calls);
        Origins origins = new Origins(instances, settings.publicUrl().orElse(null));
        Callers callers = new Callers(store, origins, tokens, members, orgs, apps);
        Api api = new Api(Contract.of(Contract.FILES, calls), callers, access, new RepeatedCalls(store, vault, clock));

        // the OpenID Provider: it asks the sessions who is signed in, and its tokens end with them
        OidcSessions oidcSessions = new OidcSessions();
        Sessions sessions = new Sessions(
                ids,
                clock,
                List.of((tx, session, actor) ->
                        oidcSessions.endSession(tx, session.stream().instance(), session.id(), actor)));
        OpenIdProvider openId = new OpenIdProvider(
                new OpenIdProvider.Rooms(store, vault, signingKeys, ids, clock, users, orgs, apps, tokens),
                new OpenIdProvider.Browser(
                        origins::context,
                        (context, request) -> HostCookie.session(context.origin())
                                .read(request)
                                .flatMap(
                                        token -> store.read(sql -> sessions.byToken(sql, context.instanceId(), token))),
                        (context, session, actor) -> store.write(tx -> {
                            sessions.terminate(tx, context.instanceId(), session, actor);
                            return session;
                        })),
                Lifetimes.DEFAULT);

        // the broker and the sign-in pages
        ProviderKeys providerKeys = new ProviderKeys(outbound);
        Federation federation = new Federation(
                new Federation.Rooms(store, vault, ids, clock, providers, users, orgs, policies),
                outbound,
                new Discovery(outbound, clock),
                providerKeys);
        LoginPages pages = new LoginPages(
                new Rooms(
                        store,
                        clock,
                        vault,
                        passwords,
                        new PasswordChecks(store, users, passwords, clock),
                        users,
                        orgs,
                        apps,
                        policies,
                        providers,
                        sessions,
                        openId.requests(),
                        openId.postLogout(),
                        federation),
                origins::call);

        // what is served where
        Health health = new Health(store);
        Reflection reflection = new Reflection(Contract.FILES);
        Site site = Site.of(api)
                .at(
                        "/",
                        request -> Response.redirect(302, "/ui/login").with("Content-Type", "text/html; charset=utf-8"))
                .at("/debug/healthz", health.healthz())
                .at("/debug/validate", health.validate())
                .at("/debug/ready", health.ready())
                .at("/openapi", new OpenApiDocument())
                .at(Reflection.V1, reflection)
                .at(Reflection.V1_ALPHA, reflection)
                .under("/ui/login", pages)
                .at(Federation.CALLBACK, pages);
        for (var endpoint : openId.endpoints().entrySet()) {
            site = site.at(endpoint.getKey(), endpoint.getValue());
        }

        FirstStart.Credentials firstCredentials = null;
        List<String> domains = domains(settings);
        if (instances.all().isEmpty()) {
            firstCredentials = new FirstStart(new FirstStart.Rooms(
                            store,
                            ids,
                            vault,
                            signingKeys,
                            passwords,
                            instances,
                            orgs,
                            projects,
                            policies,
                            members,
                            users,
                            machines,
                            personalAccessTokens))
                    .create(domains, data::keep);
        } else {
            requireItsMasterKey(vault, instances, settings.data());
            answerTo(domains, store, instances);
        }
        Housekeeping housekeeping = new Housekeeping(store, sessions, samlProviders);
        WebServer web = WebServer.start(site, settings.port(), settings.bind());
        return new Server(
                data,
                health,
                web,
                List.of(housekeeping, outbound, providerKeys, passwords, store, data),
                settings.publicUrl().orElse(null),
                firstCredentials);
    }

    /** @throws IOException when the data was sealed under another master key: it would start, and fail at every secret */
    private static void requireItsMasterKey(Vault vault, Instances instances, Path data) throws IOException {
        if (!instances.all().stream().allMatch(instance -> vault.opens(instance.id()))) {
            throw new IOException("the master key is not the one that protects the data in " + data.toAbsolutePath());
        }
    }

    /** @throws WrongSetting when one is no range */
    private static List<Cidr> addressRanges(Settings settings) {
        try {
            return settings.outboundAllow().stream().map(Cidr::parse).toList();
        } catch (IllegalArgumentException notARange) {
            throw WrongSetting.of(Setting.OUTBOUND_ALLOW, Setting.OUTBOUND_ALLOW.key());
        }
    }

    private static UrlRule urlRule(Settings settings) {
        return switch (settings.insecureIssuers()) {
            case NONE -> UrlRule.HTTPS_ONLY;
            case LOOPBACK -> UrlRule.HTTP_ON_LOOPBACK;
            case ANY -> UrlRule.HTTP_ANYWHERE;
        };
    }

    /** This machine's own names, and before them the public one: the first names organizations' domains. */
    private static List<String> domains(Settings settings) {
        List<String> own = List.of("localhost", "127.0.0.1", "[::1]");
        return settings.publicUrl()
                .map(url -> Stream.concat(Stream.of(url.getHost()), own.stream())
                        .distinct()
                        .toList())
                .orElse(own);
    }

    /** A public URL that was set after the first start belongs to the first instance. */
    private static void answerTo(List<String> domains, Store store, Instances instances) {
        String first = instances.all().getFirst().id();
        List<String> unknown = domains.stream()
                .filter(domain -> instances.byHost(domain).isEmpty())
                .toList();
        store.write(tx -> {
            instances.addDomains(tx, instances.find(tx, first).orElseThrow(), "SYSTEM", unknown);
            return unknown;
        });
    }

    /** The port that is served on. */
    public int port() {
        return web.port();
    }

    /** Says where the server is, and once what was made for its first administrator. */
    void announce(PrintStream out) {
        String url = publicUrl != null ? publicUrl.toString() : "http://localhost:" + port();
        out.println("Ostiary serves on " + url);
        out.println("  sign-in pages        " + url + "/ui/login");
        out.println("  OpenID configuration " + url + "/.well-known/openid-configuration");
        if (firstCredentials != null) {
            out.println("First start: an administrator was made; this is shown once.");
            out.println("  login name           " + firstCredentials.loginName());
            out.println("  password             " + firstCredentials.password());
            out.println(
                    "  access token         in " + data.path("admin.pat") + ", key in " + data.path("admin-key.json"));
        }
        out.flush();
    }

    /** Answers the requests that run, then stops. */
    void stop() {
        health.stopping();
        web.stop();
        for (AutoCloseable part : parts) {
            close(part);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(Server.class)
                    .warn("{} did not close", part.getClass().getSimpleName(), e);
        }
    }
}
