package dev.ostiary;

import dev.ostiary.access.Members;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.access.Roles;
import dev.ostiary.app.Apps;
import dev.ostiary.config.Settings;
import dev.ostiary.federation.logout.ProviderLogouts;
import dev.ostiary.federation.logout.UpstreamSessions;
import dev.ostiary.federation.rule.Claiming;
import dev.ostiary.grant.LogoutNotices;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.PersonalAccessTokens;
import dev.ostiary.grant.Tokens;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.SamlProviders;
import dev.ostiary.idp.UrlRule;
import dev.ostiary.instance.Instances;
import dev.ostiary.openid.OidcSettingsRules;
import dev.ostiary.org.Orgs;
import dev.ostiary.outbound.SamlMetadataFetch;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.project.Projects;
import dev.ostiary.session.Sessions;
import dev.ostiary.upstream.UpstreamControls;
import dev.ostiary.user.Machines;
import dev.ostiary.user.Users;
import dev.ostiary.usergrant.GivableRoles;
import dev.ostiary.usergrant.Granting;
import java.util.List;

/** The rules of each feature, and what goes along when something is removed. */
record Features(
        Instances instances,
        Roles roles,
        Members members,
        OidcSessions oidcSessions,
        Sessions sessions,
        PersonalAccessTokens personalAccessTokens,
        Users users,
        Machines machines,
        Tokens tokens,
        Apps apps,
        Projects projects,
        Granting granting,
        GivableRoles givable,
        Claiming claiming,
        LoginPolicies policies,
        IdentityProviders providers,
        SamlProviders samlProviders,
        UpstreamControls upstreamControls,
        Orgs orgs,
        OidcSettingsRules oidcSettings) {

    static Features on(Foundation base) {
        Roles roles = Roles.builtIn();
        Members members = new Members(roles);
        OidcSessions oidcSessions = new OidcSessions();
        Sessions sessions = new Sessions(
                base.ids(),
                base.clock(),
                List.of(
                        (tx, session, actor) ->
                                oidcSessions.endSession(tx, session.stream().instance(), session.id(), actor),
                        (tx, session, actor) -> new LogoutNotices()
                                .sessionEnded(
                                        tx,
                                        session.stream().instance(),
                                        session.id(),
                                        session.state().userId()),
                        (tx, session, actor) -> UpstreamSessions.sessionEnded(
                                tx, session.stream().instance(), session.id())));
        PersonalAccessTokens personalAccessTokens = new PersonalAccessTokens(base.ids());
        Granting granting = Granting.on(base.ids(), new ProjectMembers(roles));
        Apps apps = new Apps(
                base.ids(),
                List.of((tx, app, actor) -> oidcSessions.endClient(
                        tx, app.stream().instance(), app.state().config().clientId(), actor)));
        Projects projects = new Projects(
                base.ids(),
                List.of(
                        (tx, project, actor) ->
                                apps.removeAllOf(tx, project.stream().instance(), project.id(), actor),
                        granting::projectRemoved));
        GivableRoles givable = new GivableRoles(projects, granting.roles(), granting.projectGrants());
        Claiming claiming = Claiming.on(base.store(), granting.userGrants(), givable, members, roles);
        Users users = new Users(
                base.ids(),
                List.of(
                        claiming::userRemoved,
                        granting::userRemoved,
                        (tx, user, actor) ->
                                sessions.terminateAllOf(tx, user.stream().instance(), user.id(), actor),
                        (tx, user, actor) ->
                                oidcSessions.endUser(tx, user.stream().instance(), user.id(), actor),
                        (tx, user, actor) ->
                                personalAccessTokens.removeAll(tx, user.stream().instance(), user.id(), actor),
                        (tx, user, actor) ->
                                members.removeAllOfUser(tx, user.stream().instance(), user.id(), actor)));
        LoginPolicies policies = new LoginPolicies(base.store());
        UpstreamControls upstreamControls = new UpstreamControls(base.store(), base.vault(), base.ids());
        IdentityProviders providers = new IdentityProviders(
                base.store(),
                base.vault(),
                base.ids(),
                urlRule(base.settings()),
                List.of(
                        claiming::providerRemoved,
                        (tx, provider, actor) ->
                                policies.removeEverywhere(tx, provider.stream().instance(), provider.id(), actor),
                        upstreamControls::removed,
                        (tx, provider, actor) ->
                                users.unlinkAll(tx, provider.stream().instance(), provider.id(), actor),
                        ProviderLogouts::providerRemoved));
        Orgs orgs = new Orgs(
                base.ids(),
                List.of(
                        (tx, org, actor) -> users.removeAllOf(tx, org.stream().instance(), org.id(), actor),
                        (tx, org, actor) ->
                                projects.removeAllOf(tx, org.stream().instance(), org.id(), actor),
                        granting::orgRemoved,
                        (tx, org, actor) ->
                                providers.removeAllOf(tx, org.stream().instance(), org.id(), actor),
                        (tx, org, actor) -> policies.removeOf(tx, org.stream().instance(), org.id(), actor),
                        (tx, org, actor) ->
                                members.removeAllOfResource(tx, org.stream().instance(), org.id(), actor)));
        return new Features(
                new Instances(base.store()),
                roles,
                members,
                oidcSessions,
                sessions,
                personalAccessTokens,
                users,
                new Machines(users, base.ids()),
                new Tokens(base.store(), users, apps, base.clock()),
                apps,
                projects,
                granting,
                givable,
                claiming,
                policies,
                providers,
                samlProviders(base, providers),
                upstreamControls,
                orgs,
                new OidcSettingsRules());
    }

    private static SamlProviders samlProviders(Foundation base, IdentityProviders providers) {
        boolean anyIssuer = base.settings().insecureIssuers() == Settings.InsecureIssuers.ANY;
        SamlMetadataFetch metadata = new SamlMetadataFetch(base.outbound(), anyIssuer);
        return new SamlProviders(base.store(), providers, metadata::fetch, base.clock());
    }

    private static UrlRule urlRule(Settings settings) {
        return switch (settings.insecureIssuers()) {
            case NONE -> UrlRule.HTTPS_ONLY;
            case LOOPBACK -> UrlRule.HTTP_ON_LOOPBACK;
            case ANY -> UrlRule.HTTP_ANYWHERE;
        };
    }
}
