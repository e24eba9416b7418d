package dev.ostiary.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.ostiary.ProviderCalls;
import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderResponse;
import dev.ostiary.api.admin.v1.DeleteProviderRequest;
import dev.ostiary.api.admin.v1.DeleteProviderResponse;
import dev.ostiary.api.admin.v1.GetProviderByIDRequest;
import dev.ostiary.api.admin.v1.GetProviderByIDResponse;
import dev.ostiary.api.admin.v1.UpdateGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.UpdateGenericOIDCProviderResponse;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.idp.v1.IDPState;
import dev.ostiary.api.idp.v1.Options;
import dev.ostiary.api.idp.v1.Provider;
import dev.ostiary.api.idp.v1.ProviderType;
import dev.ostiary.api.v1.ObjectDetails;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The messages of both services: what is told comes back. */
class IdentityProviderApiTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final Options OPTIONS = Options.newBuilder()
            .setIsLinkingAllowed(true)
            .setIsCreationAllowed(true)
            .setIsAutoCreation(true)
            .setIsAutoUpdate(true)
            .setAutoLinking(AutoLinkingOption.AUTO_LINKING_OPTION_USERNAME)
            .build();
    private static final AddGenericOIDCProviderRequest ACME = AddGenericOIDCProviderRequest.newBuilder()
            .setName("Acme")
            .setIssuer("https://op.acme.example")
            .setClientId("client-1")
            .setClientSecret("s3cret")
            .addAllScopes(List.of("openid", "email"))
            .setProviderOptions(OPTIONS)
            .setIsIdTokenMapping(true)
            .setUsePkce(true)
            .build();

    private final Tenant tenant = TESTS.tenant();

    @BeforeEach
    void register() {
        IdentityProviders providers =
                new IdentityProviders(TESTS.store, TESTS.vault, TESTS.ids, UrlRule.HTTPS_ONLY, List.of());
        ProviderCalls.register(providers, TESTS.store, TESTS.clock, tenant.calls);
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void everyFieldThatIsAddedComesBack(Level level) throws Exception {
        Provider read = get(level, add(level, ACME).getId());

        assertThat(read.getName()).isEqualTo("Acme");
        assertThat(read.getState()).isEqualTo(IDPState.IDP_STATE_ACTIVE);
        assertThat(read.getType()).isEqualTo(ProviderType.PROVIDER_TYPE_OIDC);
        assertThat(read.getOwner())
                .isEqualTo(
                        level == Level.INSTANCE ? IDPOwnerType.IDP_OWNER_TYPE_SYSTEM : IDPOwnerType.IDP_OWNER_TYPE_ORG);
        assertThat(read.getConfig().getOptions()).isEqualTo(OPTIONS);
        assertThat(read.getConfig().getOidc().getIssuer()).isEqualTo("https://op.acme.example");
        assertThat(read.getConfig().getOidc().getClientId()).isEqualTo("client-1");
        assertThat(read.getConfig().getOidc().getScopesList()).containsExactly("openid", "email");
        assertThat(read.getConfig().getOidc().getIsIdTokenMapping()).isTrue();
        assertThat(read.getConfig().getOidc().getUsePkce()).isTrue();
        assertThat(read.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void whatIsLeftOutIsFalseOrEmpty(Level level) throws Exception {
        Provider read = get(
                level,
                add(
                                level,
                                ACME.toBuilder()
                                        .clearScopes()
                                        .clearProviderOptions()
                                        .clearIsIdTokenMapping()
                                        .clearUsePkce()
                                        .build())
                        .getId());

        assertThat(read.getConfig().getOptions()).isEqualTo(Options.getDefaultInstance());
        assertThat(read.getConfig().getOidc().getScopesList()).isEmpty();
        assertThat(read.getConfig().getOidc().getIsIdTokenMapping()).isFalse();
        assertThat(read.getConfig().getOidc().getUsePkce()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"AUTO_LINKING_OPTION_UNSPECIFIED", "AUTO_LINKING_OPTION_USERNAME", "AUTO_LINKING_OPTION_EMAIL"})
    void everyWayOfLinkingComesBack(AutoLinkingOption option) throws Exception {
        Options options = OPTIONS.toBuilder().setAutoLinking(option).build();

        Provider read = get(
                Level.INSTANCE,
                add(Level.INSTANCE, ACME.toBuilder().setProviderOptions(options).build())
                        .getId());

        assertThat(read.getConfig().getOptions()).isEqualTo(options);
    }

    @ParameterizedTest
    @CsvSource({"true,false,false,false", "false,true,false,false", "false,false,true,false", "false,false,false,true"})
    void eachSwitchIsItself(boolean linking, boolean creation, boolean autoCreation, boolean autoUpdate)
            throws Exception {
        Options options = Options.newBuilder()
                .setIsLinkingAllowed(linking)
                .setIsCreationAllowed(creation)
                .setIsAutoCreation(autoCreation)
                .setIsAutoUpdate(autoUpdate)
                .build();

        Provider read = get(
                Level.INSTANCE,
                add(Level.INSTANCE, ACME.toBuilder().setProviderOptions(options).build())
                        .getId());

        assertThat(read.getConfig().getOptions()).isEqualTo(options);
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void anUpdateReplacesEveryField(Level level) throws Exception {
        String id = add(level, ACME).getId();

        update(level, full(id).build());

        Provider read = get(level, id);
        assertThat(read.getName()).isEqualTo("Renamed");
        assertThat(read.getConfig().getOptions()).isEqualTo(Options.getDefaultInstance());
        assertThat(read.getConfig().getOidc().getIssuer()).isEqualTo("https://other.example");
        assertThat(read.getConfig().getOidc().getClientId()).isEqualTo("client-2");
        assertThat(read.getConfig().getOidc().getScopesList()).isEmpty();
        assertThat(read.getConfig().getOidc().getIsIdTokenMapping()).isFalse();
        assertThat(read.getConfig().getOidc().getUsePkce()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void addingTellsTheDateOfCreationAndUpdatingTheDateOfTheChange(Level level) throws Exception {
        String owner = level == Level.INSTANCE ? tenant.id : Tenant.ORGANIZATION;
        var created = Details.timestamp(TESTS.clock.instant());
        AddGenericOIDCProviderResponse added = add(level, ACME);
        TESTS.clock.advance(Duration.ofSeconds(3));
        var changed = Details.timestamp(TESTS.clock.instant());

        ObjectDetails updated = update(level, full(added.getId()).build()).getDetails();

        assertThat(added.getDetails())
                .isEqualTo(ObjectDetails.newBuilder()
                        .setSequence(1)
                        .setCreationDate(created)
                        .setResourceOwner(owner)
                        .build());
        assertThat(updated)
                .isEqualTo(ObjectDetails.newBuilder()
                        .setSequence(2)
                        .setChangeDate(changed)
                        .setResourceOwner(owner)
                        .build());
        assertThat(get(level, added.getId()).getDetails())
                .isEqualTo(ObjectDetails.newBuilder()
                        .setSequence(2)
                        .setCreationDate(created)
                        .setChangeDate(changed)
                        .setResourceOwner(owner)
                        .build());
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void anUpdateWithoutChangeKeepsSequenceAndDate(Level level) throws Exception {
        String id = add(level, ACME).getId();
        ObjectDetails first = update(level, full(id).build()).getDetails();
        TESTS.clock.advance(Duration.ofSeconds(3));

        assertThat(update(level, full(id).build()).getDetails()).isEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void deletingTellsTheDateOfTheChange(Level level) throws Exception {
        String id = add(level, ACME).getId();

        ObjectDetails deleted = DeleteProviderResponse.parseFrom(answer(
                                level,
                                "DeleteProvider",
                                DeleteProviderRequest.newBuilder().setId(id).build())
                        .toByteString())
                .getDetails();

        assertThat(deleted.getSequence()).isEqualTo(2);
        assertThat(deleted.hasChangeDate()).isTrue();
        assertThat(deleted.hasCreationDate()).isFalse();
        Refusal.of(() -> get(level, id)).is(Kind.NOT_FOUND, "QUERY-SAFrt");
    }

    private static UpdateGenericOIDCProviderRequest.Builder full(String id) {
        return UpdateGenericOIDCProviderRequest.newBuilder()
                .setId(id)
                .setName("Renamed")
                .setIssuer("https://other.example")
                .setClientId("client-2");
    }

    private AddGenericOIDCProviderResponse add(Level level, AddGenericOIDCProviderRequest request) throws Exception {
        return AddGenericOIDCProviderResponse.parseFrom(
                answer(level, "AddGenericOIDCProvider", request).toByteString());
    }

    private UpdateGenericOIDCProviderResponse update(Level level, UpdateGenericOIDCProviderRequest request)
            throws Exception {
        return UpdateGenericOIDCProviderResponse.parseFrom(
                answer(level, "UpdateGenericOIDCProvider", request).toByteString());
    }

    private Provider get(Level level, String id) throws Exception {
        return GetProviderByIDResponse.parseFrom(answer(
                                level,
                                "GetProviderByID",
                                GetProviderByIDRequest.newBuilder().setId(id).build())
                        .toByteString())
                .getIdp();
    }

    /** Sends the request as the level's own message: the Management API's is equal on the wire. */
    private Message answer(Level level, String name, Message request) throws Exception {
        return tenant.answerTo(level, name, request);
    }
}
