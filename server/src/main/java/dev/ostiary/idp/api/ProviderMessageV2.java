package dev.ostiary.idp.api;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ostiary.api.idp.v2.IDP;
import dev.ostiary.api.idp.v2.IDPConfig;
import dev.ostiary.api.idp.v2.IDPState;
import dev.ostiary.api.idp.v2.IDPType;
import dev.ostiary.api.object.v2.Details;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.Kind;
import dev.ostiary.store.Stored;

/** A provider as the message of the contract's second version. */
final class ProviderMessageV2 {
    private ProviderMessageV2() {}

    static IDP of(Stored<IdentityProvider> stored) {
        return IDP.newBuilder()
                .setId(stored.id())
                .setDetails(Details.newBuilder()
                        .setSequence(stored.revision().version())
                        .setCreationDate(dev.ostiary.rpc.Details.timestamp(
                                stored.revision().createdAt()))
                        .setChangeDate(dev.ostiary.rpc.Details.timestamp(
                                stored.revision().changedAt()))
                        .setResourceOwner(stored.owner()))
                .setState(stored.state().active() ? IDPState.IDP_STATE_ACTIVE : IDPState.IDP_STATE_INACTIVE)
                .setName(stored.state().name())
                .setType(type(stored.state().config().kind()))
                .setConfig(config(stored.state()))
                .build();
    }

    /** Both versions number their fields alike; the second leaves some out. */
    private static IDPConfig config(IdentityProvider provider) {
        try {
            return DiscardUnknownFieldsParser.wrap(IDPConfig.parser())
                    .parseFrom(ProviderMessage.config(provider).toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the versions differ", e);
        }
    }

    private static IDPType type(Kind kind) {
        return switch (kind) {
            case OIDC -> IDPType.IDP_TYPE_OIDC;
            case OAUTH -> IDPType.IDP_TYPE_OAUTH;
            case JWT -> IDPType.IDP_TYPE_JWT;
            case AZURE_AD -> IDPType.IDP_TYPE_AZURE_AD;
            case GITHUB -> IDPType.IDP_TYPE_GITHUB;
            case GITHUB_ENTERPRISE -> IDPType.IDP_TYPE_GITHUB_ES;
            case GITLAB -> IDPType.IDP_TYPE_GITLAB;
            case GITLAB_SELF_HOSTED -> IDPType.IDP_TYPE_GITLAB_SELF_HOSTED;
            case GOOGLE -> IDPType.IDP_TYPE_GOOGLE;
            case LDAP -> IDPType.IDP_TYPE_LDAP;
            case APPLE -> IDPType.IDP_TYPE_APPLE;
            case SAML -> IDPType.IDP_TYPE_SAML;
        };
    }
}
