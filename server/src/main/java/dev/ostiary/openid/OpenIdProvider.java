package dev.ostiary.openid;

import dev.ostiary.access.Members;
import dev.ostiary.access.Roles;
import dev.ostiary.app.Apps;
import dev.ostiary.app.ClientSecurityDefaults;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.crypto.Vault;
import dev.ostiary.grant.AuthorizationCodes;
import dev.ostiary.grant.DeviceCodes;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.Tokens;
import dev.ostiary.http.ClientLimit;
import dev.ostiary.http.Handler;
import dev.ostiary.org.Orgs;
import dev.ostiary.project.ProjectRoles;
import dev.ostiary.project.Projects;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import dev.ostiary.upstream.ForwardedNames;
import dev.ostiary.user.Users;
import dev.ostiary.usergrant.UserRoles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ostiary's OpenID Provider: its endpoints, wired together, and what the login pages need of it. */
public final class OpenIdProvider {
    private final Rooms rooms;
    private final Browser browser;
    private final FormPosts forms;
    private final AuthRequests requests;
    private final PostLogout postLogout;
    private final ClientAuthentication clients;
    private final ScopeLookup lookup;
    private final Resources resources;
    private final UserClaims claims;
    private final RoleClaims roleClaims;
    private final ProjectAccess access;
    private final TokenIssuer issuer;
    private final TokenMetrics metrics;
    private final OidcSessions sessions = new OidcSessions();
    private final AuthorizationCodes codes = new AuthorizationCodes();
    private final DeviceCodes deviceCodes = new DeviceCodes();
    private final PushedRequests pushed;
    private final RequestObjects objects;
    private final Devices devices;
    private final Requirements requirements;

    /** The parts of the server that the provider stands on. */
    public record Rooms(
            Store store,
            Vault vault,
            SigningKeys keys,
            Ids ids,
            InstantSource clock,
            Users users,
            Orgs orgs,
            Apps apps,
            Projects projects,
            ProjectRoles projectRoles,
            UserRoles userRoles,
            Tokens tokens,
            Members members,
            Roles roles,
            DpopProofs proofs,
            ClientLimit clientLimit,
            MeterRegistry meters) {}

    /**
     * What the provider must be told about requests and browsers.
     *
     * @param contexts instance and origin by host
     * @param signIn the session a browser is signed in with
     * @param termination ends a session
     */
    public record Browser(Context.Resolver contexts, SignIn.Current signIn, SignIn.Termination termination) {}

    public OpenIdProvider(Rooms rooms, Browser browser, InstanceLifetimes lifetimes) {
        this.rooms = rooms;
        this.browser = browser;
        this.forms = new FormPosts(rooms.vault);
        this.metrics = new TokenMetrics(rooms.meters);
        this.access = new ProjectAccess(rooms.store, rooms.apps, rooms.projects, rooms.userRoles);
        this.requirements = new Requirements(new ClientSecurityDefaults(rooms.store), rooms.keys);
        this.pushed = new PushedRequests(rooms.store);
        this.objects = new RequestObjects(rooms.store, access, requirements, rooms.clock);
        this.postLogout = new PostLogout(rooms.store, rooms.apps);
        this.clients = new ClientAuthentication(
                access,
                rooms.users,
                new ClientAssertions(rooms.store, access, requirements, rooms.clock),
                requirements);
        this.lookup = new ScopeLookup(rooms.store, rooms.apps, rooms.orgs, rooms.projects, rooms.projectRoles);
        this.resources = new Resources(rooms.projects);
        Owners owners = new Owners(rooms.store, rooms.orgs);
        this.claims = new UserClaims(rooms.store, owners);
        this.roleClaims = new RoleClaims(access, owners, rooms.userRoles);
        ClientRoles clientRoles = new ClientRoles(rooms.store, access, roleClaims);
        this.issuer = new TokenIssuer(rooms.keys, rooms.ids, lifetimes, claims, clientRoles);
        this.requests = new AuthRequests(
                rooms.store,
                rooms.users,
                access,
                codes,
                deviceCodes,
                new Responses(forms),
                new ImplicitTokens(issuer, sessions, metrics),
                rooms.clock);
        this.devices = new Devices(rooms.store, access, deviceCodes, requests, rooms.clock);
    }

    /** The requests that wait for the login pages. */
    public AuthRequests requests() {
        return requests;
    }

    /** Where the login pages may send a browser after sign-out. */
    public PostLogout postLogout() {
        return postLogout;
    }

    /** Devices that wait for the login pages. */
    public Devices devices() {
        return devices;
    }

    /** Returns the endpoints by path. */
    public Map<String, Handler> endpoints() {
        TokenEndpoint token = tokenEndpoint();
        Map<String, Handler> endpoints = new LinkedHashMap<>();
        endpoints.put(Discovery.PATH, forClients(new Discovery(token.grantTypes(), rooms.keys)::answer, "GET", "HEAD"));
        endpoints.put(KeysEndpoint.PATH, forClients(new KeysEndpoint(rooms.keys)::answer, "GET", "HEAD"));
        endpoints.put(TokenEndpoint.PATH, forClients(limited(token::answer), "POST", "GET"));
        endpoints.put(
                UserinfoEndpoint.PATH,
                forClients(
                        new UserinfoEndpoint(rooms.store, rooms.tokens, claims, roleClaims, rooms.proofs)::answer,
                        "GET",
                        "POST",
                        "HEAD"));
        endpoints.put(IntrospectEndpoint.PATH, forClients(introspection()::answer, "POST"));
        endpoints.put(
                RevokeEndpoint.PATH, forClients(new RevokeEndpoint(rooms.store, clients, sessions)::answer, "POST"));
        endpoints.put(
                DeviceAuthorizationEndpoint.PATH,
                forClients(
                        limited(new DeviceAuthorizationEndpoint(rooms.store, clients, lookup, deviceCodes)::answer),
                        "POST"));
        endpoints.put(
                PushedAuthorizationEndpoint.PATH,
                forClients(
                        limited(new PushedAuthorizationEndpoint(
                                rooms.store, clients, rooms.proofs, pushed, objects, requirements)::answer),
                        "POST"));
        endpoints.put(AuthorizeEndpoint.PATH, forBrowsers(limited(authorizeEndpoint()::answer), "GET", "POST"));
        endpoints.put(FormPosts.PATH, forBrowsers(new FormPostEndpoint(rooms.store, forms)::answer, "GET"));
        endpoints.put(EndSessionEndpoint.PATH, forBrowsers(endSessionEndpoint()::answer, "GET", "POST"));
        return endpoints;
    }

    private Endpoint.Action limited(Endpoint.Action action) {
        return Endpoint.limited(rooms.clientLimit, action);
    }

    private EndSessionEndpoint endSessionEndpoint() {
        return new EndSessionEndpoint(rooms.store, rooms.keys, sessions, postLogout, browser.termination);
    }

    private AuthorizeEndpoint authorizeEndpoint() {
        return new AuthorizeEndpoint(
                rooms.store,
                access,
                lookup,
                resources,
                rooms.keys,
                requests,
                pushed,
                objects,
                requirements,
                browser.signIn,
                new ForwardedNames(rooms.store),
                rooms.clock);
    }

    private TokenEndpoint tokenEndpoint() {
        MachineTokens machines = new MachineTokens(rooms.store, rooms.orgs, resources, sessions, issuer, rooms.clock);
        return new TokenEndpoint(
                new AuthorizationCodeGrant(rooms.store, clients, rooms.users, codes, sessions, issuer, rooms.clock),
                new RefreshTokenGrant(rooms.store, clients, rooms.users, sessions, issuer, rooms.clock),
                new ClientCredentialsGrant(rooms.store, clients, machines),
                new JwtBearerGrant(rooms.store, rooms.users, machines, rooms.clock),
                new DeviceCodeGrant(rooms.store, clients, rooms.users, deviceCodes, sessions, issuer, rooms.clock),
                exchange(),
                rooms.proofs,
                rooms.clock,
                metrics);
    }

    private IntrospectEndpoint introspection() {
        return new IntrospectEndpoint(
                rooms.store,
                clients,
                rooms.tokens,
                claims,
                roleClaims,
                new SignedIntrospection(rooms.keys, rooms.clock));
    }

    private TokenExchangeGrant exchange() {
        return new TokenExchangeGrant(
                rooms.store,
                clients,
                rooms.users,
                new ExchangeTokens(rooms.users, rooms.tokens, sessions, rooms.keys, rooms.clock),
                new Impersonation(rooms.members, rooms.roles),
                access,
                sessions,
                issuer,
                rooms.clock);
    }

    private Handler forClients(Endpoint.Action action, String... methods) {
        return Endpoint.forClients(browser.contexts, action, methods);
    }

    private Handler forBrowsers(Endpoint.Action action, String... methods) {
        return Endpoint.forBrowsers(browser.contexts, action, methods);
    }
}
