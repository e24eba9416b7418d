package dev.ostiary.federation.logout;

import com.nimbusds.jose.KeySourceException;
import dev.ostiary.federation.Federation;
import dev.ostiary.federation.LogEntry;
import dev.ostiary.federation.Way;
import dev.ostiary.federation.logout.LogoutsUnderway.Underway;
import dev.ostiary.federation.logout.SamlLogout.Party;
import dev.ostiary.federation.saml.Carried;
import dev.ostiary.federation.saml.LogoutReader;
import dev.ostiary.federation.saml.SamlRefused;
import dev.ostiary.idp.Config;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.Saml;
import dev.ostiary.idp.credential.SamlMetadataException;
import dev.ostiary.outbound.Discovery;
import dev.ostiary.outbound.DiscoveryFailure;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.outbound.ProviderMetadata;
import dev.ostiary.rpc.Call;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logout that crosses over to providers, and from them: {@link #begin} and {@link #depart} sign somebody out there who has signed out here;
 * {@link #notice} and {@link #asked} hear of somebody who has signed out there. Safe for use by many threads; blocks while a provider is
 * asked about itself.
 */
public final class FederatedLogout {
    /** Where OpenID Providers send the browser back to: {@code post_logout_redirect_uri}. */
    public static final String RETURN = "/idps/logout";

    private static final Logger LOG = LoggerFactory.getLogger(FederatedLogout.class);

    private final Store store;
    private final InstantSource clock;
    private final IdentityProviders providers;
    private final LogoutsUnderway underway;
    private final UpstreamSessions sessions;
    private final Discovery discovery;
    private final ProviderKeys keys;
    private final SamlLogout saml;

    public FederatedLogout(Federation.Rooms rooms, Discovery discovery, ProviderKeys keys) {
        this.store = rooms.store();
        this.clock = rooms.clock();
        this.providers = rooms.providers();
        this.underway = new LogoutsUnderway(rooms.vault(), providers);
        this.sessions = new UpstreamSessions(rooms.vault());
        this.discovery = discovery;
        this.keys = keys;
        this.saml = new SamlLogout(providers::secret, clock);
    }

    /** Path where a provider posts logout tokens. */
    public static String noticePath(String idp) {
        return "/idps/" + idp + "/backchannel_logout";
    }

    /** What sessions here came from. */
    public UpstreamSessions sessions() {
        return sessions;
    }

    /**
     * Begins to sign somebody out at the provider that their session came from, if the provider wants that. Whoever ends the session calls
     * this before, in the same transaction.
     *
     * @param target where the browser goes in the end; it has been checked
     * @return the state that {@link #depart} is called with; empty when the browser needs not go to a provider
     */
    public Optional<String> begin(Transaction tx, String instance, String session, String target) {
        return underway.begin(tx, instance, session, target);
    }

    /**
     * Where a browser goes next.
     *
     * @param way to the provider; empty when it can't be asked: nobody is kept from being signed out here by a provider that is down
     * @param target where the browser goes in the end
     */
    public record Departure(Optional<Way> way, String target) {}

    /** @return empty when there is no such logout, or it began too long ago */
    public Optional<Departure> depart(Call call, String state) {
        return find(call, state).map(is -> new Departure(way(call, is, state), is.target()));
    }

    private Optional<Underway> find(Call call, String state) {
        return store.read(sql -> underway.find(sql, call.instanceId(), state, clock.instant()));
    }

    private Optional<Way> way(Call call, Underway is, String state) {
        String idp = is.upstream().idp();
        Optional<Way> way = provider(call, idp)
                .flatMap(provider -> switch (provider.state().config()) {
                    case Saml config -> toSaml(call, provider, config, is, state);
                    case Config.OpenId config -> toOpenId(call, config, is, state);
                    default -> Optional.empty();
                });
        if (way.isEmpty()) {
            LOG.info("somebody who signed out is not signed out at provider {}: it can't be asked to", idp);
        }
        return way;
    }

    private Optional<Way> toSaml(Call call, Stored<IdentityProvider> provider, Saml config, Underway is, String state) {
        try {
            return saml.ask(Party.of(provider, config, call.origin()), is.upstream(), state);
        } catch (SamlMetadataException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<Way> toOpenId(Call call, Config.OpenId config, Underway is, String state) {
        if (!config.issuer().equals(is.upstream().session().issuer())) {
            return Optional.empty();
        }
        try {
            return EndSessionRequest.way(
                    discovery.of(config.issuer()).endSessionEndpoint(),
                    config.clientId(),
                    is.upstream().idToken(),
                    call.origin() + RETURN,
                    state);
        } catch (DiscoveryFailure failure) {
            return Optional.empty();
        }
    }

    /** Returns where a browser goes that comes back from a provider; empty when it isn't known here. It is told once. */
    public Optional<String> back(Call call, String state) {
        Optional<String> target = find(call, state).map(Underway::target);
        if (target.isPresent()) {
            store.write(tx -> {
                LogoutsUnderway.over(tx, call.instanceId(), state);
                return state;
            });
        }
        return target;
    }

    /**
     * Reads a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.5).
     *
     * @param idp id of the provider that posted it
     * @return which sessions have ended, for {@link #ended}
     * @throws LogoutRefused when it isn't one of this provider's, for this server, now
     */
    public UpstreamEnd notice(Call call, String idp, String token) throws LogoutRefused {
        Config.OpenId config = provider(call, idp)
                .flatMap(provider -> provider.state().config() instanceof Config.OpenId openId
                        ? Optional.of(openId)
                        : Optional.empty())
                .orElseThrow(() -> new LogoutRefused("there is no such OpenID Provider"));
        try {
            ProviderMetadata metadata = discovery.of(config.issuer());
            return new LogoutToken(config.issuer(), config.clientId(), metadata.signingAlgorithms(), clock.instant())
                    .verify(token, selector -> keys.select(metadata.jwksUri(), selector));
        } catch (DiscoveryFailure | KeySourceException failure) {
            throw new LogoutRefused("the provider's keys can't be had: " + failure.getMessage(), failure);
        }
    }

    /**
     * Returns the sessions here that came from sessions which have ended. Whoever calls this ends them, in the same transaction.
     *
     * @return empty when the same notice came before
     */
    public Optional<List<String>> ended(Transaction tx, String instance, String idp, UpstreamEnd end) {
        return UpstreamNotices.isNew(tx, instance, idp, end)
                ? Optional.of(UpstreamSessions.of(tx.sql(), instance, idp, end))
                : Optional.empty();
    }

    /**
     * A SAML provider asks to end sessions here.
     *
     * @param end which
     * @param answer how the browser goes back to the provider; empty when it takes no answer
     */
    public record Asked(UpstreamEnd end, Optional<Way> answer) {}

    /**
     * Reads a SAML provider's request to end sessions here.
     *
     * @throws LogoutRefused when it isn't one of this provider's, for this server, now
     */
    public Asked asked(Call call, String idp, Carried carried) throws LogoutRefused {
        Party party = party(call, idp);
        try {
            LogoutReader.Asked asked = saml.asked(party, carried);
            return new Asked(SamlLogout.end(party, asked), saml.answer(party, carried, asked.id()));
        } catch (SamlRefused refused) {
            throw new LogoutRefused(refused.check() + " " + refused.getMessage(), refused);
        }
    }

    /**
     * Hears what a SAML provider answers to our request. Whatever that is, the session here has ended, and the browser goes on; what the
     * provider didn't do is told to administrators.
     *
     * @return where the browser goes; empty when it isn't known here
     */
    public Optional<String> answered(Call call, String idp, Carried carried) {
        String state = SamlLogout.state(carried);
        if (find(call, state).isEmpty()) {
            return Optional.empty();
        }
        try {
            saml.answered(party(call, idp), carried, state);
        } catch (SamlRefused | LogoutRefused refused) {
            LOG.info(
                    "provider {} does not say that it has signed somebody out: {}",
                    idp,
                    LogEntry.printable(String.valueOf(refused.getMessage()), 400));
        }
        return back(call, state);
    }

    private Party party(Call call, String idp) throws LogoutRefused {
        Stored<IdentityProvider> provider =
                provider(call, idp).orElseThrow(() -> new LogoutRefused("there is no such provider"));
        if (!(provider.state().config() instanceof Saml config)) {
            throw new LogoutRefused("the provider is none of SAML");
        }
        try {
            return Party.of(provider, config, call.origin());
        } catch (SamlMetadataException unreadable) {
            throw new LogoutRefused("the provider's metadata can't be read", unreadable);
        }
    }

    private Optional<Stored<IdentityProvider>> provider(Call call, String idp) {
        return store.read(sql -> providers.find(sql, call.instanceId(), idp));
    }
}
