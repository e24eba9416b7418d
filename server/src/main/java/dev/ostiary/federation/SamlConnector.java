package dev.ostiary.federation;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.saml.Assertion;
import dev.ostiary.federation.saml.AuthnRequest;
import dev.ostiary.federation.saml.Binding;
import dev.ostiary.federation.saml.Expectation;
import dev.ostiary.federation.saml.NameId;
import dev.ostiary.federation.saml.RequestSigning;
import dev.ostiary.federation.saml.SamlRefused;
import dev.ostiary.federation.saml.SamlResponse;
import dev.ostiary.federation.saml.ServiceProvider;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.KnownSamlMetadata;
import dev.ostiary.idp.Saml;
import dev.ostiary.idp.credential.SamlKeys;
import dev.ostiary.idp.credential.SamlMetadata;
import dev.ostiary.idp.credential.SamlMetadataException;
import dev.ostiary.store.Json;
import dev.ostiary.store.Stored;
import java.net.URI;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Signs people in through a SAML 2.0 identity provider, as its service provider (saml-profiles-2.0-os section 4.1). */
final class SamlConnector implements Connector {

    /** What must be known when the browser comes back: who was asked, and the id of the request. */
    private record Memory(String provider, String request) {}

    private final SamlAnswers answers;
    private final SamlArtifacts artifacts;
    private final Function<Stored<IdentityProvider>, String> keys;
    private final InstantSource clock;
    private final KnownSamlMetadata known = new KnownSamlMetadata();

    /** @param keys opens the private key of a provider's configuration */
    SamlConnector(
            SamlAnswers answers,
            SamlArtifacts artifacts,
            Function<Stored<IdentityProvider>, String> keys,
            InstantSource clock) {
        this.answers = answers;
        this.artifacts = artifacts;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public Departure begin(Start start, StepLog log) throws LoginFailure {
        Saml config = config(start);
        SamlMetadata provider = metadata(config, clock.instant(), log);
        if (provider.signingCertificates().isEmpty()) {
            throw unusable("the provider's metadata has no certificate to verify its answers with");
        }
        Binding binding = binding(config.binding(), provider);
        List<String> prompts = start.beginning().prompts();
        AuthnRequest request = new AuthnRequest(
                "_" + Secrets.token(),
                clock.instant(),
                here(start),
                location(provider, binding).orElseThrow(),
                SamlSettings.nameIdFormat(config),
                prompts.contains("login") || start.beginning().maxAge() != null,
                prompts.contains("none"),
                config.binding() == Saml.Binding.ARTIFACT
                        && !provider.artifactResolution().isEmpty());
        @Nullable RequestSigning signing = SamlSettings.signs(config, provider) ? signing(start, config) : null;
        log.ok(
                Stage.AUTHORIZE,
                "to " + request.destination() + " by " + binding + (signing == null ? ", unsigned" : ", " + signing)
                        + (request.forceAuthn() ? ", ForceAuthn" : ""));
        Way way = switch (binding) {
            case REDIRECT -> new Way.Redirect(request.redirect(start.state(), signing));
            case POST -> new Way.Form(request.destination(), request.form(start.state(), signing));
        };
        return new Departure(way, Json.write(new Memory(provider.entityId(), request.id())));
    }

    @Override
    public ExternalIdentity complete(Return answer, StepLog log) throws LoginFailure {
        Start start = answer.start();
        Saml config = config(start);
        Memory memory = Json.read(answer.memory(), Memory.class);
        String artifact = answer.parameters().first("SAMLart").orElse("");
        byte[] posted = artifact.isEmpty() ? message(start) : new byte[0];
        log.ok(
                Stage.CALLBACK,
                artifact.isEmpty() ? "with a response of " + posted.length + " bytes" : "with an artifact");
        SamlMetadata provider = metadata(config, clock.instant(), log);
        if (!memory.provider().equals(provider.entityId())) {
            throw new LoginFailure(
                    Reason.PROVIDER_CHANGED,
                    Stage.CALLBACK,
                    "the provider's metadata became that of another since the sign-in began");
        }
        byte[] message = artifact.isEmpty()
                ? posted
                : artifacts.message(artifact, here(start), provider, signing(start, config), log);
        Expectation expected = new Expectation(
                here(start),
                provider.entityId(),
                memory.request(),
                provider.signingCertificates(),
                () -> key(start),
                start.beginning().maxAge(),
                clock.instant());
        Assertion assertion = read(message, expected);
        log.ok(
                Stage.ASSERTION,
                "all checks passed, a name of " + assertion.nameId().format() + ", attributes "
                        + assertion.attributes().keySet());
        return SamlAccounts.identity(config.transientMappingAttribute(), assertion)
                .with(Obtained.NOTHING.with(session(assertion)));
    }

    private static UpstreamSession session(Assertion assertion) {
        NameId name = assertion.nameId();
        return new UpstreamSession(assertion.issuer(), name.value(), assertion.sessionIndex(), name);
    }

    /** What was posted waits for the browser that began: it is here, and not in the query. */
    private byte[] message(Start start) throws LoginFailure {
        String posted = answers.take(start.provider().stream().instance(), start.state())
                .orElseThrow(() -> new LoginFailure(
                        Reason.CALLBACK_INCOMPLETE, Stage.CALLBACK, "no SAMLResponse was posted, or too long ago"));
        try {
            return Base64.getDecoder().decode(posted.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new LoginFailure(Reason.PROVIDER_UNUSABLE, Stage.CALLBACK, "the SAMLResponse is not base64", e);
        }
    }

    private static Assertion read(byte[] message, Expectation expected) throws LoginFailure {
        try {
            return SamlResponse.read(message, expected);
        } catch (SamlRefused e) {
            throw failure(e);
        }
    }

    static LoginFailure failure(SamlRefused refused) {
        Reason reason = switch (refused.check()) {
            case MESSAGE -> Reason.PROVIDER_UNUSABLE;
            case STATUS -> Reason.PROVIDER_ERROR;
            case DENIED -> Reason.CANCELLED;
            case ISSUER -> Reason.ISSUER_MISMATCH;
            case DESTINATION, REQUEST, SIGNATURE, ENCRYPTION, TIME, AUDIENCE, CONFIRMATION, AUTHENTICATION ->
                Reason.ASSERTION_INVALID;
        };
        return new LoginFailure(reason, Stage.ASSERTION, refused.check() + " " + refused.getMessage(), refused);
    }

    private SamlMetadata metadata(Saml config, Instant now, StepLog log) throws LoginFailure {
        try {
            SamlMetadata metadata = known.of(config);
            Instant until = metadata.validUntil();
            log.ok(
                    Stage.DISCOVERY,
                    metadata.entityId()
                            + (until != null && until.isBefore(now) ? ", which was to be renewed by " + until : ""));
            return metadata;
        } catch (SamlMetadataException e) {
            throw new LoginFailure(Reason.PROVIDER_UNUSABLE, Stage.DISCOVERY, String.valueOf(e.getMessage()), e);
        }
    }

    /** The configured one; else a redirect where the provider takes it, because it needs no page on the way. */
    private static Binding binding(Saml.Binding configured, SamlMetadata provider) throws LoginFailure {
        List<Binding> wanted = switch (configured) {
            case POST -> List.of(Binding.POST);
            case REDIRECT -> List.of(Binding.REDIRECT);
            case UNSPECIFIED, ARTIFACT -> List.of(Binding.REDIRECT, Binding.POST);
        };
        return wanted.stream()
                .filter(binding -> location(provider, binding).isPresent())
                .findFirst()
                .orElseThrow(() -> unusable("the provider's metadata has no SingleSignOnService by " + wanted));
    }

    private static Optional<URI> location(SamlMetadata provider, Binding binding) {
        return provider.singleSignOn().stream()
                .filter(endpoint -> endpoint.binding().equals(binding.uri()))
                .map(SamlMetadata.Endpoint::location)
                .findFirst();
    }

    private RequestSigning signing(Start start, Saml config) {
        return new RequestSigning(key(start), SamlSettings.certificate(config), SamlSettings.algorithm(config));
    }

    private PrivateKey key(Start start) {
        return SamlKeys.privateKey(keys.apply(start.provider()));
    }

    private static ServiceProvider here(Start start) {
        return ServiceProvider.at(start.redirectUri(), start.provider().id());
    }

    private static LoginFailure unusable(String detail) {
        return new LoginFailure(Reason.PROVIDER_UNUSABLE, Stage.AUTHORIZE, detail);
    }

    private static Saml config(Start start) {
        return (Saml) start.provider().state().config();
    }
}
