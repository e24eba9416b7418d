package dev.ostiary;

import dev.ostiary.access.Access;
import dev.ostiary.access.MemberApi;
import dev.ostiary.app.AppApi;
import dev.ostiary.app.ClientSecurityApi;
import dev.ostiary.config.Settings.MetricsPlace;
import dev.ostiary.crypto.WebKeys;
import dev.ostiary.event.ChangeApi;
import dev.ostiary.event.EventApi;
import dev.ostiary.federation.Federation;
import dev.ostiary.federation.headless.ActiveProvidersApi;
import dev.ostiary.federation.headless.IntentApi;
import dev.ostiary.federation.link.LinkApi;
import dev.ostiary.federation.link.Links;
import dev.ostiary.federation.link.WaitingLinkApi;
import dev.ostiary.federation.logout.LogoutApi;
import dev.ostiary.federation.logout.LogoutsUnderway;
import dev.ostiary.federation.rule.ClaimRuleApi;
import dev.ostiary.federation.rule.RuleRights;
import dev.ostiary.grant.PersonalAccessTokenApi;
import dev.ostiary.http.ClientLimit;
import dev.ostiary.http.Response;
import dev.ostiary.http.Route;
import dev.ostiary.http.Site;
import dev.ostiary.idp.OldProviders;
import dev.ostiary.idp.api.IdentityProviderApi;
import dev.ostiary.idp.api.OldProviderApi;
import dev.ostiary.instance.Instance;
import dev.ostiary.login.LoginPages;
import dev.ostiary.login.Rooms;
import dev.ostiary.membership.MembershipApi;
import dev.ostiary.membership.ProjectGrantMemberApi;
import dev.ostiary.membership.ProjectMemberApi;
import dev.ostiary.openid.DpopProofs;
import dev.ostiary.openid.InstanceLifetimes;
import dev.ostiary.openid.OidcApi;
import dev.ostiary.openid.OidcSettingsApi;
import dev.ostiary.openid.OpenIdProvider;
import dev.ostiary.org.DomainProof;
import dev.ostiary.org.OrgApi;
import dev.ostiary.org.OrgDomainApi;
import dev.ostiary.org.OrgDomains;
import dev.ostiary.outbound.Discovery;
import dev.ostiary.outbound.OutboundLimits;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.outbound.TextRecords;
import dev.ostiary.policy.LoginPolicyApi;
import dev.ostiary.policy.LoginPolicyIdpApi;
import dev.ostiary.policy.SecurityPolicyApi;
import dev.ostiary.policy.SettingsApi;
import dev.ostiary.project.GrantedProjectApi;
import dev.ostiary.project.ProjectApi;
import dev.ostiary.project.ProjectGrantApi;
import dev.ostiary.project.ProjectRoleApi;
import dev.ostiary.repeat.RepeatedCalls;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.contract.Contract;
import dev.ostiary.rpc.wire.Api;
import dev.ostiary.rpc.wire.Reflection;
import dev.ostiary.session.HostCookie;
import dev.ostiary.session.SessionApi;
import dev.ostiary.telemetry.Health;
import dev.ostiary.telemetry.Metrics;
import dev.ostiary.upstream.PublishedKeys;
import dev.ostiary.upstream.UpstreamControlApi;
import dev.ostiary.user.MachineApi;
import dev.ostiary.user.PasswordChecks;
import dev.ostiary.user.UserApi;
import dev.ostiary.usergrant.UserGrantApi;
import dev.ostiary.usergrant.UserGrantList;
import dev.ostiary.usergrant.UserRoles;
import dev.ostiary.webkey.Rotation;
import dev.ostiary.webkey.Rotations;
import dev.ostiary.webkey.WebKeyApi;

/** What the server offers over HTTP: the contract's calls, the OpenID Provider, and the sign-in pages with the broker behind them. */
final class Services {
    private final Foundation base;
    private final Features features;
    private final Access access;
    private final Origins origins;
    private final ClientLimit clientLimit;
    private final DpopProofs proofs;
    private final PasswordChecks passwordChecks;
    private final OpenIdProvider openId;

    Services(Foundation base, Features features) {
        this.base = base;
        this.features = features;
        this.clientLimit =
                new ClientLimit(base.settings().clientLimit(), base.metrics().registry());
        this.proofs = new DpopProofs(base.store(), base.clock());
        this.access = new Access(features.roles());
        this.origins =
                new Origins(features.instances(), base.settings().publicUrl().orElse(null));
        this.passwordChecks = new PasswordChecks(
                base.store(),
                features.users(),
                base.passwords(),
                base.clock(),
                base.metrics().registry());
        this.openId = openId();
    }

    /** What is served where. */
    Site site(Health health, ProviderKeys providerKeys) {
        Reflection reflection = new Reflection(Contract.FILES);
        Federation federation = federation(providerKeys);
        LoginPages pages = pages(federation);
        Site site = Site.of(api(federation))
                .at(
                        "/",
                        request -> Response.redirect(302, "/ui/login").with("Content-Type", "text/html; charset=utf-8"))
                .at("/openapi", new Route("other", "/openapi").to(new OpenApiDocument()))
                .at(Reflection.V1, reflection)
                .at(Reflection.V1_ALPHA, reflection)
                .under("/ui/login", pages)
                .under("/idps/", new PublishedKeys(features.upstreamControls(), origins::call, pages))
                .at("/device", pages);
        for (var endpoint : openId.endpoints().entrySet()) {
            site = site.at(endpoint.getKey(), new Route("openid", endpoint.getKey()).to(endpoint.getValue()));
        }
        return debug(site, health, base.settings().metrics() instanceof MetricsPlace.WithTheRest);
    }

    /** Adds what operators ask for. */
    Site debug(Site site, Health health, boolean metrics) {
        Site more = site.at(Health.LIVES, new Route("debug", Health.LIVES).to(health.healthz()))
                .at(Health.LIVES_AS_JSON, new Route("debug", Health.LIVES_AS_JSON).to(health.validate()))
                .at(Health.READY, new Route("debug", Health.READY).to(health.ready()));
        return metrics
                ? more.at(
                        Metrics.PATH,
                        new Route("debug", Metrics.PATH).to(base.metrics().handler()))
                : more;
    }

    private Api api(Federation federation) {
        Callers callers = new Callers(
                base.store(),
                origins,
                features.tokens(),
                features.members(),
                features.granting().members(),
                features.orgs(),
                features.apps(),
                proofs);
        return new Api(
                Contract.of(Contract.FILES, calls(federation)),
                callers,
                access,
                new RepeatedCalls(base.store(), base.vault(), base.clock()));
    }

    Calls calls(Federation federation) {
        Calls calls = new Calls();
        new HealthApi().register(calls);
        new OrgApi(base.store(), features.orgs(), features.members()).register(calls);
        new OrgDomainApi(base.store(), features.orgs(), orgDomains(), access, base.clock()).register(calls);
        new MemberApi(base.store(), features.members(), features.users(), features.roles(), base.clock())
                .register(calls);
        registerMembers(calls);
        new SessionApi(
                        base.store(),
                        features.sessions(),
                        features.users(),
                        passwordChecks,
                        federation.intents()::use,
                        access,
                        base.clock())
                .register(calls);
        registerHeadless(calls, federation);
        new OidcApi(base.store(), features.sessions(), openId.requests(), openId.devices(), access, base.clock())
                .register(calls);
        new UserApi(base.store(), features.users(), base.passwords(), access, features.providers()::mayVouch)
                .register(calls);
        new MachineApi(base.store(), features.users(), features.machines(), base.clock()).register(calls);
        new PersonalAccessTokenApi(base.store(), features.users(), features.personalAccessTokens(), base.clock())
                .register(calls);
        new ProjectApi(
                        base.store(),
                        features.projects(),
                        access,
                        features.granting().members(),
                        base.clock())
                .register(calls);
        new ProjectRoleApi(
                        base.store(), features.projects(), features.granting().roles(), base.clock())
                .register(calls);
        new ProjectGrantApi(
                        base.store(),
                        features.projects(),
                        features.granting().projectGrants(),
                        features.orgs(),
                        base.clock())
                .register(calls);
        new GrantedProjectApi(
                        base.store(),
                        features.projects(),
                        features.granting().projectGrants(),
                        features.granting().roles(),
                        features.orgs(),
                        base.clock())
                .register(calls);
        userGrantApi().register(calls);
        new AppApi(base.store(), features.projects(), features.apps(), base.clock()).register(calls);
        new ClientSecurityApi(base.store(), features.apps(), base.signingKeys()).register(calls);
        LoginPolicyIdpApi policyIdps =
                new LoginPolicyIdpApi(base.store(), features.policies(), features.providers(), base.clock());
        new LoginPolicyApi(base.store(), features.policies(), policyIdps).register(calls);
        policyIdps.register(calls);
        new SecurityPolicyApi(base.store(), features.instances()).register(calls);
        new SettingsApi(base.store(), features.instances(), features.policies(), access).register(calls);
        new IdentityProviderApi(features.providers(), features.samlProviders(), access, base.clock()).register(calls);
        new WaitingLinkApi(new Links(base.store(), features.providers(), features.users()), access).register(calls);
        new LogoutApi(base.store(), features.providers(), access).register(calls);
        new ClaimRuleApi(
                        base.store(),
                        features.claiming(),
                        features.providers(),
                        features.users(),
                        new RuleRights(
                                access,
                                features.claiming(),
                                features.projects(),
                                features.granting().projectGrants()))
                .register(calls);
        new UpstreamControlApi(base.store(), features.providers(), features.upstreamControls(), access).register(calls);
        new OldProviderApi(new OldProviders(base.store(), features.providers()), base.clock()).register(calls);
        new WebKeyApi(base.store(), webKeys()).register(calls);
        new OidcSettingsApi(base.store(), features.oidcSettings()).register(calls);
        new EventApi(base.store(), features.users(), StreamKinds.ALL).register(calls);
        new ChangeApi(
                        base.store(),
                        features.projects(),
                        features.granting().projectGrants(),
                        features.apps(),
                        features.users(),
                        StreamKinds.ALL)
                .register(calls);
        return calls;
    }

    /** What sign-in pages of somebody else's need to sign people in through providers. */
    private void registerHeadless(Calls calls, Federation federation) {
        new IntentApi(base.store(), federation.intents(), features.providers(), features.apps()).register(calls);
        new LinkApi(base.store(), features.users(), features.providers(), access, base.clock()).register(calls);
        new ActiveProvidersApi(base.store(), features.policies(), features.providers(), access, base.clock())
                .register(calls);
    }

    private OrgDomains orgDomains() {
        TextRecords records = new TextRecords(base.settings().nameServers());
        return new OrgDomains(
                base.store(),
                features.orgs(),
                new DomainProof(
                        file -> base.outbound().getThere(file, "text/plain", OutboundLimits.TOKENS), records::of));
    }

    private WebKeys webKeys() {
        return new WebKeys(base.vault(), base.ids());
    }

    /** What is to be done about signing keys from time to time. */
    Runnable signingKeyRotation() {
        Rotations rotations = new Rotations(
                base.store(),
                webKeys(),
                new Rotation(base.settings().signingKeyLifetime()),
                features.oidcSettings()::tokensExpire,
                base.clock());
        return () -> rotations.run(
                features.instances().all().stream().map(Instance::id).toList());
    }

    private void registerMembers(Calls calls) {
        new ProjectMemberApi(
                        base.store(),
                        features.granting().members(),
                        features.projects(),
                        features.users(),
                        features.roles(),
                        base.clock())
                .register(calls);
        new ProjectGrantMemberApi(
                        base.store(),
                        features.granting().members(),
                        features.granting().projectGrants(),
                        features.users(),
                        features.roles(),
                        base.clock())
                .register(calls);
        new MembershipApi(
                        base.store(),
                        features.members(),
                        features.granting().members(),
                        features.orgs(),
                        features.projects(),
                        base.clock())
                .register(calls);
    }

    private UserGrantApi userGrantApi() {
        return new UserGrantApi(
                base.store(),
                features.granting().userGrants(),
                features.givable(),
                features.users(),
                new UserGrantList(
                        features.granting().userGrants(), features.users(), features.projects(), features.orgs()),
                base.clock());
    }

    /** It asks the sessions who is signed in, and its tokens end with them. */
    private OpenIdProvider openId() {
        OpenIdProvider.Rooms rooms = new OpenIdProvider.Rooms(
                base.store(),
                base.vault(),
                base.signingKeys(),
                base.ids(),
                base.clock(),
                features.users(),
                features.orgs(),
                features.apps(),
                features.projects(),
                features.granting().roles(),
                new UserRoles(
                        base.store(),
                        features.projects(),
                        features.granting().projectGrants(),
                        features.granting().userGrants()),
                features.tokens(),
                features.members(),
                features.roles(),
                proofs,
                clientLimit,
                base.metrics().registry());
        LogoutsUnderway logouts = new LogoutsUnderway(base.vault(), features.providers());
        OpenIdProvider.Browser browser = new OpenIdProvider.Browser(
                origins::context,
                (context, request) -> HostCookie.session(context.origin())
                        .read(request)
                        .flatMap(token -> base.store()
                                .read(sql -> features.sessions().byToken(sql, context.instanceId(), token))),
                (context, session, actor, target) -> base.store().write(tx -> {
                    String next = logouts.way(tx, context.instanceId(), session, target);
                    features.sessions().terminate(tx, context.instanceId(), session, actor);
                    return next;
                }));
        return new OpenIdProvider(rooms, browser, new InstanceLifetimes(base.store()));
    }

    /** The broker, for our own pages and for the calls of others'. */
    Federation federation(ProviderKeys providerKeys) {
        Federation.Rooms rooms = new Federation.Rooms(
                base.store(),
                base.vault(),
                base.ids(),
                base.clock(),
                features.providers(),
                features.users(),
                features.orgs(),
                features.policies(),
                features.claiming(),
                base.metrics().registry());
        return new Federation(rooms, base.outbound(), new Discovery(base.outbound(), base.clock()), providerKeys);
    }

    private LoginPages pages(Federation federation) {
        return new LoginPages(
                new Rooms(
                        base.store(),
                        base.clock(),
                        base.vault(),
                        base.passwords(),
                        passwordChecks,
                        features.users(),
                        features.orgs(),
                        features.apps(),
                        features.policies(),
                        features.providers(),
                        features.sessions(),
                        openId.requests(),
                        openId.postLogout(),
                        openId.devices(),
                        federation,
                        clientLimit),
                origins::call);
    }
}
