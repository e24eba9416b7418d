package dev.ostiary.federation;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.Vault;
import dev.ostiary.federation.Connector.Return;
import dev.ostiary.federation.logout.FederatedLogout;
import dev.ostiary.federation.logout.UpstreamSessions;
import dev.ostiary.federation.oidc.Protocols;
import dev.ostiary.federation.rule.Claiming;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.Jwt;
import dev.ostiary.idp.Ldap;
import dev.ostiary.org.Orgs;
import dev.ostiary.outbound.Discovery;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.rpc.Call;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.upstream.UpstreamControls;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The broker, as the sign-in pages see it: {@link #begin} sends the browser to a provider, {@link #callback} finds out who came back;
 * or {@link #credentials} finds out whose name and password a page of ours was given.
 * Safe for use by many threads; blocks while the provider is asked.
 *
 * <p>A sign-in costs one transaction to begin and one to end.
 */
public final class Federation {
    /** Where providers send the browser back to. */
    public static final String CALLBACK = "/idps/callback";

    /** Where sites hand over tokens. */
    public static final String TOKEN = "/idps/jwt";

    private final Store store;
    private final InstantSource clock;
    private final IdentityProviders providers;
    private final Situations situations;
    private final Attempts attempts;
    private final SamlAnswers samlAnswers;
    private final Connectors connectors;
    private final Departures departures;
    private final Answers answers;
    private final Conclusion conclusion;
    private final Intents intents;
    private final FederatedLogout logout;
    private final SignInMetrics metrics;

    /** The rooms that sign-ins need. */
    public record Rooms(
            Store store,
            Vault vault,
            Ids ids,
            InstantSource clock,
            IdentityProviders providers,
            Users users,
            Orgs orgs,
            LoginPolicies policies,
            Claiming claiming,
            MeterRegistry meters) {}

    public Federation(Rooms rooms, OutboundClient http, Discovery discovery, ProviderKeys keys) {
        this.store = rooms.store();
        this.clock = rooms.clock();
        this.providers = rooms.providers();
        this.metrics = new SignInMetrics(rooms.meters());
        this.situations = new Situations(rooms.users(), rooms.orgs(), rooms.policies());
        this.attempts = new Attempts(store, rooms.vault());
        this.samlAnswers = new SamlAnswers(store, rooms.vault());
        this.connectors = new Connectors(
                Protocols.over(
                        new Protocols.Outside(http, discovery, keys),
                        providers::secret,
                        new UpstreamControls(store, rooms.vault(), rooms.ids()),
                        clock),
                new LdapConnector(http.sockets(), providers::allowsUnencrypted, providers::secret, clock),
                new SamlConnector(samlAnswers, new SamlArtifacts(http, clock), providers::secret, clock));
        this.departures = new Departures(store, rooms.ids(), clock, connectors, attempts);
        Rulings rulings = new Rulings(rooms.claiming(), rooms.users());
        this.conclusion =
                new Conclusion(store, clock, providers, attempts, situations, new Accounts(rooms.users()), rulings);
        this.intents = new Intents(
                store,
                clock,
                providers,
                attempts,
                situations,
                connectors,
                departures,
                rulings,
                new UpstreamSessions(rooms.vault()),
                metrics);
        this.answers = new Answers(store, clock, providers, attempts, departures, conclusion, intents);
        this.logout = new FederatedLogout(rooms, discovery, keys);
    }

    /** Signing out at providers, and hearing from them who has signed out there. */
    public FederatedLogout logout() {
        return logout;
    }

    /** Sign-ins that pages of somebody else's begin. Their people come back to {@link #callback} like ours. */
    public Intents intents() {
        return intents;
    }

    /**
     * Begins a sign-in.
     *
     * @param idp the provider; its login policy must offer it
     * @return where the browser goes, or why it can't
     */
    public Step begin(Call call, Stored<IdentityProvider> idp, Beginning beginning) {
        return metrics.count(depart(call, idp, beginning));
    }

    private Step depart(Call call, Stored<IdentityProvider> idp, Beginning beginning) {
        try {
            return new Step.Leave(departures
                    .begin(call, idp, beginning, null, () -> situations.offered(idp, beginning.organization()))
                    .way());
        } catch (Departures.Stayed stayed) {
            return new Step.Refused(stayed.reason(), stayed.reference());
        }
    }

    /**
     * Keeps what a SAML provider has the browser post, until the browser comes to {@link #callback} with its cookies and this state. An
     * answer that nobody waits for is dropped.
     *
     * @param message in base64, as it came
     */
    public void keep(Call call, String state, String message) {
        boolean awaited = store.read(sql -> attempts.byState(sql, call.instanceId(), state))
                .filter(pending -> pending.phase() == Pending.Phase.CALLBACK)
                .filter(pending -> clock.instant().isBefore(pending.expiresAt()))
                .isPresent();
        if (awaited && !message.isEmpty()) {
            samlAnswers.keep(call.instanceId(), state, message);
        }
    }

    /** Like {@link #callback(Call, Callback, Outcome.Completion)} with nothing else to do. */
    public Outcome callback(Call call, Callback callback) {
        return callback(call, callback, Outcome.Completion.NONE);
    }

    /**
     * Finds out who came back from a provider, and what that means.
     *
     * @param completion what else happens in the same transaction when the person is signed in
     */
    public Outcome callback(Call call, Callback callback, Outcome.Completion completion) {
        return metrics.count(answers.outcome(call, answer(callback), completion));
    }

    private Answer answer(Callback callback) {
        return new Answer(
                callback.state(),
                callback.browserKey(),
                callback.parameters(),
                (start, memory, log) -> connectors
                        .of(start.provider())
                        .complete(new Return(start, memory, callback.parameters()), log));
    }

    /**
     * How a site hands over its token.
     *
     * @param header the request header that the token stands in
     * @param sameBrowser whether the request comes from the browser that began; it doesn't when it comes through an address of the site
     */
    public record Handover(String header, boolean sameBrowser) {}

    /** Returns how the token for this sign-in is handed over; empty when none is awaited. */
    public Optional<Handover> handover(Call call, Callback callback) {
        return answers.resumed(call, answer(callback))
                .flatMap(resumed -> resumed.idp()
                        .flatMap(idp -> idp.state().config() instanceof Jwt site
                                ? Optional.of(new Handover(site.headerName(), resumed.sameBrowser()))
                                : Optional.empty()));
    }

    /** What the page shows that asks for name and password, if it still may: {@link Way.Credentials} leads to it. */
    public Optional<AskedCredentials> askedCredentials(Call call, String state, String browserKey) {
        return store.read(sql -> attempts.byState(sql, call.instanceId(), state)
                .filter(pending -> pending.phase() == Pending.Phase.CALLBACK)
                .filter(pending -> Secrets.matches(browserKey, pending.browser()))
                .filter(pending -> clock.instant().isBefore(pending.expiresAt()))
                .flatMap(pending -> attempts.find(sql, call.instanceId(), pending.attempt())
                        .flatMap(attempt -> providers
                                .find(sql, call.instanceId(), attempt.state().idp())
                                .filter(idp -> idp.state().config() instanceof Ldap)
                                .map(idp -> new AskedCredentials(
                                        idp.state().displayName(),
                                        attempts.held(call.instanceId(), pending)
                                                .beginning()
                                                .loginHint(),
                                        attempt.state().authRequestId())))));
    }

    /**
     * Finds out whose name and password a person entered, and what that means.
     *
     * @param state of {@link Way.Credentials}
     * @param browserKey what the browser sent; empty when it sent none
     * @param completion what else happens in the same transaction when the person is signed in
     */
    public Outcome credentials(
            Call call, String state, String browserKey, Credentials credentials, Outcome.Completion completion) {
        Answer answer = new Answer(
                state,
                browserKey,
                Parameters.NONE,
                (start, memory, log) -> connectors.ldap().identify(start.provider(), credentials, log));
        return metrics.count(answers.outcome(call, answer, completion));
    }

    /** Like {@link #create(Call, String, String, EditedProfile, Outcome.Completion)} with nothing else to do. */
    public Outcome create(Call call, String attempt, String browserKey, EditedProfile edited) {
        return create(call, attempt, browserKey, edited, Outcome.Completion.NONE);
    }

    /**
     * Creates the user that the person was asked about.
     *
     * @param attempt as {@link Outcome.AskToLinkOrCreate} says it
     * @throws dev.ostiary.rpc.Problem when what the person said can't be a user; they may try again
     */
    public Outcome create(
            Call call, String attempt, String browserKey, EditedProfile edited, Outcome.Completion completion) {
        return metrics.count(conclusion.create(call, attempt, browserKey, edited, completion));
    }

    /** Like {@link #link(Call, String, String, Stored, Outcome.Completion)} with nothing else to do. */
    public Outcome link(Call call, String attempt, String browserKey, Stored<User> user) {
        return link(call, attempt, browserKey, user, Outcome.Completion.NONE);
    }

    /**
     * Links the account that the person was asked about.
     *
     * @param user who has just signed in here, in the same browser
     */
    public Outcome link(
            Call call, String attempt, String browserKey, Stored<User> user, Outcome.Completion completion) {
        return metrics.count(conclusion.link(call, attempt, browserKey, user, completion));
    }

    /** Returns what the page that asks the person shows, if it still may. */
    public Optional<Outcome.AskToLinkOrCreate> asked(Call call, String attempt, String browserKey) {
        return conclusion.asked(call, attempt, browserKey);
    }
}
