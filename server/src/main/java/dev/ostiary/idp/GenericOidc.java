package dev.ostiary.idp;

import dev.ostiary.idp.IdentityProvider.Config;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.idp.IdentityProviderEvent.OidcAdded;
import dev.ostiary.idp.IdentityProviderEvent.OidcChanged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says about a Generic OIDC provider, to add one or to replace all it said before.
 *
 * @param clientSecret in the clear; empty in an update that keeps the secret
 */
public record GenericOidc(
        String name,
        String issuer,
        String clientId,
        String clientSecret,
        List<String> scopes,
        Options options,
        boolean idTokenMapping,
        boolean usePkce) {

    /** Texts are kept without the blanks around them. */
    GenericOidc stripped() {
        return new GenericOidc(
                name.strip(),
                issuer.strip(),
                clientId.strip(),
                clientSecret.strip(),
                scopes,
                options,
                idTokenMapping,
                usePkce);
    }

    OidcAdded added(String sealedSecret) {
        return new OidcAdded(
                name, options, new Config.Oidc(issuer, clientId, sealedSecret, scopes, idTokenMapping, usePkce));
    }

    /**
     * What would change.
     *
     * @param newSecret sealed; null when the secret stays
     * @return no event when nothing would
     */
    List<OidcChanged> changes(IdentityProvider current, Config.Oidc config, @Nullable String newSecret) {
        OidcChanged changed = new OidcChanged(
                changed(current.name(), name),
                changed(current.options(), options),
                changed(config.issuer(), issuer),
                changed(config.clientId(), clientId),
                newSecret,
                changed(config.scopes(), scopes),
                changed(config.idTokenMapping(), idTokenMapping),
                changed(config.usePkce(), usePkce));
        return changed.equals(NOTHING) ? List.of() : List.of(changed);
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "GenericOidc[name=" + name + ", issuer=" + issuer + ", clientId=" + clientId + "]";
    }

    private static final OidcChanged NOTHING = new OidcChanged(null, null, null, null, null, null, null, null);

    private static <T> @Nullable T changed(T before, T after) {
        return before.equals(after) ? null : after;
    }
}
