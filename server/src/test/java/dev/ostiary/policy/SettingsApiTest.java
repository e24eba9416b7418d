package dev.ostiary.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.access.Access;
import dev.ostiary.access.Roles;
import dev.ostiary.api.object.v2.RequestContext;
import dev.ostiary.api.settings.v2.EmbeddedIframeSettings;
import dev.ostiary.api.settings.v2.GetGeneralSettingsRequest;
import dev.ostiary.api.settings.v2.GetGeneralSettingsResponse;
import dev.ostiary.api.settings.v2.GetLoginSettingsRequest;
import dev.ostiary.api.settings.v2.GetLoginSettingsResponse;
import dev.ostiary.api.settings.v2.GetSecuritySettingsRequest;
import dev.ostiary.api.settings.v2.GetSecuritySettingsResponse;
import dev.ostiary.api.settings.v2.MultiFactorType;
import dev.ostiary.api.settings.v2.PasskeysType;
import dev.ostiary.api.settings.v2.ResourceOwnerType;
import dev.ostiary.api.settings.v2.SecondFactorType;
import dev.ostiary.api.settings.v2.SetSecuritySettingsRequest;
import dev.ostiary.api.settings.v2.SetSecuritySettingsResponse;
import dev.ostiary.instance.Instances;
import dev.ostiary.rpc.Problem.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsApiTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final String SERVICE = "zitadel.settings.v2.SettingsService/";

    private final Tenant tenant = TESTS.tenant();
    private final LoginPolicies policies = new LoginPolicies(TESTS.store);

    SettingsApiTest() {
        Instances instances = new Instances(TESTS.store);
        tenant.write(tx -> instances.add(
                tx, tenant.id, "", "Test", "en", "110", "130", List.of("s" + tenant.id + ".example.com")));
        tenant.write(tx -> policies.add(tx, tenant.id, tenant.id, "", LoginPolicy.DEFAULT));
        new SettingsApi(TESTS.store, instances, policies, new Access(Roles.builtIn())).register(tenant.calls);
    }

    private GetLoginSettingsResponse login(RequestContext.Builder context) {
        return tenant.answer(
                SERVICE + "GetLoginSettings",
                GetLoginSettingsRequest.newBuilder().setCtx(context).build(),
                GetLoginSettingsResponse.class);
    }

    private GetSecuritySettingsResponse security() {
        return tenant.answer(
                SERVICE + "GetSecuritySettings",
                GetSecuritySettingsRequest.getDefaultInstance(),
                GetSecuritySettingsResponse.class);
    }

    private SetSecuritySettingsResponse set(SetSecuritySettingsRequest.Builder request) {
        return tenant.answer(SERVICE + "SetSecuritySettings", request.build(), SetSecuritySettingsResponse.class);
    }

    @Test
    void theInstanceAndItsLanguagesAreTold() {
        GetGeneralSettingsResponse answer = tenant.answer(
                SERVICE + "GetGeneralSettings",
                GetGeneralSettingsRequest.getDefaultInstance(),
                GetGeneralSettingsResponse.class);

        assertThat(answer.getDefaultOrgId()).isEqualTo(Tenant.ORGANIZATION);
        assertThat(answer.getDefaultLanguage()).isEqualTo("en");
        assertThat(answer.getSupportedLanguagesList()).containsExactly("de", "en");
    }

    @Test
    void thePolicyOfTheInstanceIsToldWhereAnOrganizationHasNone() {
        GetLoginSettingsResponse answer = login(RequestContext.newBuilder());

        assertThat(answer.getDetails().getResourceOwner()).isEqualTo(tenant.id);
        assertThat(answer.getDetails().getSequence()).isEqualTo(1);
        var settings = answer.getSettings();
        assertThat(settings.getResourceOwnerType()).isEqualTo(ResourceOwnerType.RESOURCE_OWNER_TYPE_INSTANCE);
        assertThat(settings.getAllowUsernamePassword()).isTrue();
        assertThat(settings.getPasskeysType()).isEqualTo(PasskeysType.PASSKEYS_TYPE_ALLOWED);
        assertThat(settings.getPasswordCheckLifetime().getSeconds()).isEqualTo(864_000);
        assertThat(settings.getMultiFactorCheckLifetime().getSeconds()).isEqualTo(43_200);
        assertThat(settings.getSecondFactorsList())
                .containsExactly(SecondFactorType.SECOND_FACTOR_TYPE_OTP, SecondFactorType.SECOND_FACTOR_TYPE_U2F);
        assertThat(settings.getMultiFactorsList())
                .containsExactly(MultiFactorType.MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION);
    }

    @Test
    void theOwnPolicyOfAnOrganizationIsToldUnlessTheInstanceIsAskedFor() {
        tenant.write(tx -> policies.add(tx, tenant.id, Tenant.ORGANIZATION, "", LoginPolicy.DEFAULT));

        assertThat(login(RequestContext.newBuilder()).getSettings().getResourceOwnerType())
                .isEqualTo(ResourceOwnerType.RESOURCE_OWNER_TYPE_ORG);
        assertThat(login(RequestContext.newBuilder().setInstance(true))
                        .getSettings()
                        .getResourceOwnerType())
                .isEqualTo(ResourceOwnerType.RESOURCE_OWNER_TYPE_INSTANCE);
    }

    @Test
    void anotherOrganizationsPolicyIsForWhoMayReadIt() {
        Refusal.of(() -> login(RequestContext.newBuilder().setOrgId(Tenant.OTHER_ORGANIZATION)))
                .is(Kind.PERMISSION_DENIED, "AUTHZ-cdgFk");
    }

    @Test
    void impersonationCanBeAllowed() {
        assertThat(security().getSettings().getEnableImpersonation()).isFalse();
        SetSecuritySettingsResponse answer =
                set(SetSecuritySettingsRequest.newBuilder().setEnableImpersonation(true));

        assertThat(security().getSettings().getEnableImpersonation()).isTrue();
        assertThat(security().getSettings().getEmbeddedIframe().getEnabled()).isFalse();
        assertThat(answer.getDetails().getSequence())
                .isEqualTo(security().getDetails().getSequence());
        assertThat(set(SetSecuritySettingsRequest.newBuilder().setEnableImpersonation(true))
                        .getDetails()
                        .getSequence())
                .isEqualTo(answer.getDetails().getSequence());
    }

    @Test
    void embeddingThePagesIsRefusedAndChangesNothing() {
        for (EmbeddedIframeSettings embedded : List.of(
                EmbeddedIframeSettings.newBuilder().setEnabled(true).build(),
                EmbeddedIframeSettings.newBuilder()
                        .addAllowedOrigins("https://app.example.com")
                        .build())) {
            Refusal.of(() -> set(SetSecuritySettingsRequest.newBuilder()
                            .setEnableImpersonation(true)
                            .setEmbeddedIframe(embedded)))
                    .says("the sign-in pages can't be embedded in other pages");
        }
        assertThat(security().getSettings().getEnableImpersonation()).isFalse();
    }
}
