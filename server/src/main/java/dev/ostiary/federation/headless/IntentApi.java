package dev.ostiary.federation.headless;

import dev.ostiary.api.user.v2.RedirectURLs;
import dev.ostiary.api.user.v2.RetrieveIdentityProviderIntentRequest;
import dev.ostiary.api.user.v2.RetrieveIdentityProviderIntentResponse;
import dev.ostiary.api.user.v2.StartIdentityProviderIntentRequest;
import dev.ostiary.api.user.v2.StartIdentityProviderIntentResponse;
import dev.ostiary.app.Apps;
import dev.ostiary.federation.Credentials;
import dev.ostiary.federation.Intents;
import dev.ostiary.federation.Landing;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.Kind;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The calls with which a sign-in page of somebody else's sends people to a provider, and asks who they are when they are back. */
public final class IntentApi {
    private final Store store;
    private final Intents intents;
    private final IdentityProviders providers;
    private final Apps apps;

    public IntentApi(Store store, Intents intents, IdentityProviders providers, Apps apps) {
        this.store = store;
        this.intents = intents;
        this.providers = providers;
        this.apps = apps;
    }

    public void register(Calls calls) {
        String service = "zitadel.user.v2.UserService/";
        calls.on(
                service + "StartIdentityProviderIntent",
                StartIdentityProviderIntentRequest.getDefaultInstance(),
                this::start);
        calls.on(
                service + "RetrieveIdentityProviderIntent",
                RetrieveIdentityProviderIntentRequest.getDefaultInstance(),
                this::retrieve);
    }

    private StartIdentityProviderIntentResponse start(Call call, StartIdentityProviderIntentRequest request) {
        return switch (request.getContentCase()) {
            case URLS -> {
                Stored<IdentityProvider> idp = provider(call, request);
                requireKind(idp.state().config().kind() != Kind.LDAP);
                Landing landing = landing(call, idp, request.getUrls());
                yield IntentMessage.begun(intents.start(call, idp, landing));
            }
            case LDAP -> {
                Stored<IdentityProvider> idp = provider(call, request);
                requireKind(idp.state().config().kind() == Kind.LDAP);
                Credentials credentials = new Credentials(
                        request.getLdap().getUsername(), request.getLdap().getPassword());
                yield IntentMessage.proved(intents.prove(call, idp, credentials));
            }
            case CONTENT_NOT_SET ->
                throw Problem.of(
                        Problem.Kind.UNIMPLEMENTED,
                        "USERv2-S2g21",
                        "type oneOf <nil> in method StartIdentityProviderIntent not implemented");
        };
    }

    private Stored<IdentityProvider> provider(Call call, StartIdentityProviderIntentRequest request) {
        return store.read(sql -> providers.find(sql, call.instanceId(), request.getIdpId()))
                .orElseThrow(() -> Problem.precondition("COMMAND-as02jin", "Errors.IDPConfig.NotExisting"));
    }

    /** A directory takes name and password, and nothing else does. */
    private static void requireKind(boolean fits) {
        if (!fits) {
            throw Problem.invalid("IDP-9a02j2n2bh", "Errors.ExternalIDP.IDPTypeNotImplemented");
        }
    }

    /**
     * The browser brings the token of the intent there, so both are pages of this server or of applications here; with an organization's
     * provider, of its own applications or those of the organization that runs the instance.
     */
    private Landing landing(Call call, Stored<IdentityProvider> idp, RedirectURLs urls) {
        requireAddress(urls.getSuccessUrl(), "COMMAND-x8j3bk", "Errors.Intent.SuccessURLMissing");
        requireAddress(urls.getFailureUrl(), "COMMAND-x8j4bk", "Errors.Intent.FailureURLMissing");
        Set<String> organizations = idp.stream().ownedByInstance()
                ? Set.of()
                : Stream.of(idp.owner(), call.instance().defaultOrganization()).collect(Collectors.toSet());
        requireOurs(call, organizations, urls.getSuccessUrl(), "COMMAND-Su4rl");
        requireOurs(call, organizations, urls.getFailureUrl(), "COMMAND-Fu4rl");
        return new Landing(urls.getSuccessUrl(), urls.getFailureUrl());
    }

    private static void requireAddress(String url, String problemId, String key) {
        try {
            if (!new URI(url).isAbsolute()) {
                throw Problem.invalid(problemId, key);
            }
        } catch (URISyntaxException malformed) {
            throw Problem.invalid(problemId, key);
        }
    }

    private void requireOurs(Call call, Set<String> organizations, String url, String problemId) {
        boolean here = url.startsWith(call.origin() + "/");
        if (!here && !store.read(sql -> apps.havePage(sql, call.instanceId(), organizations, url))) {
            throw Problem.invalid(problemId, "Errors.Intent.URLNotAllowed");
        }
    }

    private RetrieveIdentityProviderIntentResponse retrieve(Call call, RetrieveIdentityProviderIntentRequest request) {
        return IntentMessage.known(intents.retrieve(call, request.getIdpIntentId(), request.getIdpIntentToken()));
    }
}
