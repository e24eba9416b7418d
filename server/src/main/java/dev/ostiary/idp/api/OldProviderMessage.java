package dev.ostiary.idp.api;

import dev.ostiary.api.idp.v1.IDP;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.idp.v1.IDPState;
import dev.ostiary.api.idp.v1.IDPStylingType;
import dev.ostiary.api.idp.v1.OIDCConfig;
import dev.ostiary.api.idp.v1.OIDCMappingField;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.Jwt;
import dev.ostiary.idp.Oidc;
import dev.ostiary.idp.OldSettings;
import dev.ostiary.idp.OldSettings.Claim;
import dev.ostiary.rpc.Details;
import dev.ostiary.store.Stored;
import java.util.Objects;

/** A provider as the deprecated calls' message. */
final class OldProviderMessage {
    private OldProviderMessage() {}

    static IDP of(Stored<IdentityProvider> stored) {
        IdentityProvider provider = stored.state();
        OldSettings old = Objects.requireNonNull(provider.old());
        IDP.Builder message = IDP.newBuilder()
                .setId(stored.id())
                .setDetails(Details.read(stored))
                .setState(provider.active() ? IDPState.IDP_STATE_ACTIVE : IDPState.IDP_STATE_INACTIVE)
                .setName(provider.name())
                .setStylingType(
                        old.googleStyling()
                                ? IDPStylingType.STYLING_TYPE_GOOGLE
                                : IDPStylingType.STYLING_TYPE_UNSPECIFIED)
                .setOwner(
                        stored.stream().ownedByInstance()
                                ? IDPOwnerType.IDP_OWNER_TYPE_SYSTEM
                                : IDPOwnerType.IDP_OWNER_TYPE_ORG)
                .setAutoRegister(provider.options().autoCreation());
        if (provider.config() instanceof Oidc oidc) {
            message.setOidcConfig(OIDCConfig.newBuilder()
                    .setClientId(oidc.clientId())
                    .setIssuer(oidc.issuer())
                    .addAllScopes(oidc.scopes())
                    .setDisplayNameMapping(field(old.displayName()))
                    .setUsernameMapping(field(old.userName())));
        } else if (provider.config() instanceof Jwt jwt) {
            message.setJwtConfig(JwtCalls.message(jwt));
        }
        return message.build();
    }

    static OldSettings settings(IDPStylingType styling, OIDCMappingField displayName, OIDCMappingField userName) {
        return new OldSettings(isGoogle(styling), claim(displayName), claim(userName));
    }

    static boolean isGoogle(IDPStylingType styling) {
        return styling == IDPStylingType.STYLING_TYPE_GOOGLE;
    }

    private static Claim claim(OIDCMappingField field) {
        return switch (field) {
            case OIDC_MAPPING_FIELD_PREFERRED_USERNAME -> Claim.PREFERRED_USERNAME;
            case OIDC_MAPPING_FIELD_EMAIL -> Claim.EMAIL;
            case OIDC_MAPPING_FIELD_UNSPECIFIED, UNRECOGNIZED -> Claim.UNSPECIFIED;
        };
    }

    private static OIDCMappingField field(Claim claim) {
        return switch (claim) {
            case UNSPECIFIED -> OIDCMappingField.OIDC_MAPPING_FIELD_UNSPECIFIED;
            case PREFERRED_USERNAME -> OIDCMappingField.OIDC_MAPPING_FIELD_PREFERRED_USERNAME;
            case EMAIL -> OIDCMappingField.OIDC_MAPPING_FIELD_EMAIL;
        };
    }
}
