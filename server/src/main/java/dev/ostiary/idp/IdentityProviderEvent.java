package dev.ostiary.idp;

import dev.ostiary.idp.IdentityProvider.Config;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.store.EventTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen to an identity provider. */
public sealed interface IdentityProviderEvent {
    EventTypes<IdentityProviderEvent> TYPES = EventTypes.<IdentityProviderEvent>namedByOwner()
            .with("idp.oidc.added", OidcAdded.class)
            .with("idp.oidc.changed", OidcChanged.class)
            .with("idp.removed", Removed.class);

    record OidcAdded(String name, Options options, Config.Oidc config) implements IdentityProviderEvent {}

    /** Holds what changed; the rest is null. */
    record OidcChanged(
            @Nullable String name,
            @Nullable Options options,
            @Nullable String issuer,
            @Nullable String clientId,
            @Nullable String sealedSecret,
            @Nullable List<String> scopes,
            @Nullable Boolean idTokenMapping,
            @Nullable Boolean usePkce)
            implements IdentityProviderEvent {}

    record Removed() implements IdentityProviderEvent {}
}
