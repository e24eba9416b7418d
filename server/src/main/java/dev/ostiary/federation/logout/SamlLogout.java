package dev.ostiary.federation.logout;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.federation.SamlSettings;
import dev.ostiary.federation.Way;
import dev.ostiary.federation.logout.UpstreamSessions.Kept;
import dev.ostiary.federation.saml.Binding;
import dev.ostiary.federation.saml.Carried;
import dev.ostiary.federation.saml.LogoutReader;
import dev.ostiary.federation.saml.LogoutRequest;
import dev.ostiary.federation.saml.LogoutResponse;
import dev.ostiary.federation.saml.NameId;
import dev.ostiary.federation.saml.Peer;
import dev.ostiary.federation.saml.RequestSigning;
import dev.ostiary.federation.saml.SamlRefused;
import dev.ostiary.federation.saml.ServiceProvider;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.Saml;
import dev.ostiary.idp.credential.SamlKeys;
import dev.ostiary.idp.credential.SamlMetadata;
import dev.ostiary.idp.credential.SamlMetadata.Endpoint;
import dev.ostiary.idp.credential.SamlMetadataException;
import dev.ostiary.store.Stored;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Single logout with SAML 2.0 identity providers, both ways (saml-profiles-2.0-os section 4.4). */
final class SamlLogout {
    /** The most bytes of a relay state (saml-bindings-2.0-os section 3.4.3). */
    private static final int LONGEST_RELAY_STATE = 80;

    private final Function<Stored<IdentityProvider>, String> keys;
    private final InstantSource clock;

    /** @param keys opens the private key of a provider's configuration */
    SamlLogout(Function<Stored<IdentityProvider>, String> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** A provider of which a browser brought a message, or to which one is sent. */
    record Party(Stored<IdentityProvider> provider, Saml config, SamlMetadata metadata, ServiceProvider here) {
        static Party of(Stored<IdentityProvider> provider, Saml config, String origin) throws SamlMetadataException {
            return new Party(
                    provider, config, SamlMetadata.parse(config.xml()), new ServiceProvider(origin, provider.id()));
        }

        /** Where it takes messages about logout; the configured binding first, else a redirect, which needs no page on the way. */
        private Optional<Endpoint> endpoint() {
            Stream<Binding> wanted = config.binding() == Saml.Binding.POST
                    ? Stream.of(Binding.POST, Binding.REDIRECT)
                    : Stream.of(Binding.REDIRECT, Binding.POST);
            return wanted.flatMap(binding -> endpoint(binding).stream()).findFirst();
        }

        private Optional<Endpoint> endpoint(Binding binding) {
            return metadata.singleLogout().stream()
                    .filter(endpoint -> endpoint.binding().equals(binding.uri()))
                    .findFirst();
        }
    }

    /**
     * Asks a provider to end a session there.
     *
     * @param state comes back; the request's id holds it, too, for providers that forget it
     * @return empty when the provider takes no such request, or gave the person no name
     */
    Optional<Way> ask(Party party, Kept kept, String state) {
        NameId name = kept.session().name();
        return name == null || name.value().isEmpty()
                ? Optional.empty()
                : party.endpoint()
                        .map(endpoint ->
                                ask(party, endpoint, name, kept.session().sid(), state));
    }

    private Way ask(Party party, Endpoint endpoint, NameId name, String sessionIndex, String state) {
        LogoutRequest request = new LogoutRequest(
                requestId(state), clock.instant(), party.here(), endpoint.location(), name, sessionIndex);
        return endpoint.binding().equals(Binding.REDIRECT.uri())
                ? new Way.Redirect(request.redirect(state, signing(party)))
                : new Way.Form(request.destination(), request.form(state, signing(party)));
    }

    /** Reads the request of a provider to end sessions here. */
    LogoutReader.Asked asked(Party party, Carried carried) throws SamlRefused {
        return LogoutReader.request(carried, peer(party));
    }

    static UpstreamEnd end(Party party, LogoutReader.Asked asked) {
        return new UpstreamEnd(
                party.metadata().entityId(), asked.name().value(), asked.sessions(), asked.id(), asked.until());
    }

    /**
     * Tells the provider that the sessions have ended, the way it asked where it takes answers that way.
     *
     * @return empty when the provider takes no answer
     */
    Optional<Way> answer(Party party, Carried carried, String request) {
        String relayState = carried.relayState().length() <= LONGEST_RELAY_STATE ? carried.relayState() : "";
        return party.endpoint(carried.binding()).or(party::endpoint).map(endpoint -> {
            LogoutResponse response = new LogoutResponse(
                    "_" + Secrets.token(), clock.instant(), party.here(), endpoint.responseLocation(), request);
            return endpoint.binding().equals(Binding.REDIRECT.uri())
                    ? new Way.Redirect(response.redirect(relayState, signing(party)))
                    : new Way.Form(response.destination(), response.form(relayState, signing(party)));
        });
    }

    /**
     * Checks the answer to a request of ours.
     *
     * @throws SamlRefused when the provider doesn't say that the session has ended
     */
    void answered(Party party, Carried carried, String state) throws SamlRefused {
        LogoutReader.response(carried, requestId(state), peer(party));
    }

    private Peer peer(Party party) {
        return new Peer(
                party.here(),
                party.metadata().entityId(),
                List.copyOf(party.metadata().signingCertificates()),
                clock.instant());
    }

    private RequestSigning signing(Party party) {
        return new RequestSigning(
                SamlKeys.privateKey(keys.apply(party.provider())),
                SamlSettings.certificate(party.config()),
                SamlSettings.algorithm(party.config()));
    }

    private static String requestId(String state) {
        return "_" + state;
    }

    /** Which logout an answer belongs to: what came back says it, or else the id of the request that it answers. */
    static String state(Carried carried) {
        return carried.relayState().isEmpty()
                ? LogoutReader.requestOf(carried).replaceFirst("^_", "")
                : carried.relayState();
    }
}
