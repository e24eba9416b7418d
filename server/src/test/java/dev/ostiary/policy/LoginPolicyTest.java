package dev.ostiary.policy;

import static dev.ostiary.Tenant.ORGANIZATION;
import static dev.ostiary.Tenant.OTHER_ORGANIZATION;
import static dev.ostiary.rpc.Level.INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.ostiary.Refusal;
import dev.ostiary.TestStore;
import dev.ostiary.api.admin.v1.GetLoginPolicyRequest;
import dev.ostiary.api.admin.v1.GetLoginPolicyResponse;
import dev.ostiary.api.admin.v1.UpdateLoginPolicyRequest;
import dev.ostiary.api.admin.v1.UpdateLoginPolicyResponse;
import dev.ostiary.api.idp.v1.IDPLoginPolicyLink;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.management.v1.AddCustomLoginPolicyRequest;
import dev.ostiary.api.management.v1.AddCustomLoginPolicyResponse;
import dev.ostiary.api.management.v1.GetDefaultLoginPolicyRequest;
import dev.ostiary.api.management.v1.GetDefaultLoginPolicyResponse;
import dev.ostiary.api.management.v1.ResetLoginPolicyToDefaultRequest;
import dev.ostiary.api.management.v1.ResetLoginPolicyToDefaultResponse;
import dev.ostiary.api.policy.v1.LoginPolicy;
import dev.ostiary.api.policy.v1.MultiFactorType;
import dev.ostiary.api.policy.v1.PasswordlessType;
import dev.ostiary.api.policy.v1.SecondFactorType;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Federation.md E.1 and E.2 without the providers, which {@link LoginPolicyIdpsTest} has. */
class LoginPolicyTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final PolicyFixture fixture = new PolicyFixture(TESTS);

    @Test
    void anInstanceBeginsWithTheContractsDefaults() {
        LoginPolicy policy = getDefault();

        assertThat(policy.toBuilder().clearDetails().build())
                .isEqualTo(LoginPolicy.newBuilder()
                        .setAllowUsernamePassword(true)
                        .setAllowRegister(true)
                        .setAllowExternalIdp(true)
                        .setPasswordlessType(PasswordlessType.PASSWORDLESS_TYPE_ALLOWED)
                        .setIsDefault(true)
                        .setAllowDomainDiscovery(true)
                        .setPasswordCheckLifetime(seconds(864_000))
                        .setExternalLoginCheckLifetime(seconds(864_000))
                        .setMfaInitSkipLifetime(seconds(2_592_000))
                        .setSecondFactorCheckLifetime(seconds(64_800))
                        .setMultiFactorCheckLifetime(seconds(43_200))
                        .addSecondFactors(SecondFactorType.SECOND_FACTOR_TYPE_OTP)
                        .addSecondFactors(SecondFactorType.SECOND_FACTOR_TYPE_U2F)
                        .addMultiFactors(MultiFactorType.MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION)
                        .build());
        assertThat(policy.getDetails().hasCreationDate()).isTrue();
        assertThat(policy.getDetails().hasChangeDate()).isTrue();
    }

    @Test
    void anOrganizationWithoutItsOwnHasTheInstancesPolicy() {
        assertThat(getEffective().getIsDefault()).isTrue();
        assertThat(getEffective().getPolicy()).isEqualTo(getDefault());
        assertThat(defaultSeenByTheOrganization()).isEqualTo(getDefault());
    }

    @Test
    void everyFieldOfAnOwnPolicyComesBack() {
        String ofInstance = fixture.provider(INSTANCE, "Instance's");
        String own = fixture.provider(Level.ORGANIZATION, "Own");

        AddCustomLoginPolicyResponse added = addCustom(everything()
                .addIdps(idp(own, IDPOwnerType.IDP_OWNER_TYPE_ORG))
                .addIdps(idp(ofInstance, IDPOwnerType.IDP_OWNER_TYPE_SYSTEM)));

        assertThat(added.getDetails().hasCreationDate()).isTrue();
        assertThat(added.getDetails().getResourceOwner()).isEqualTo(ORGANIZATION);
        assertThat(getEffective().getIsDefault()).isFalse();
        LoginPolicy policy = getEffective().getPolicy();
        assertThat(policy.getIdpsList())
                .extracting(IDPLoginPolicyLink::getIdpId)
                .containsExactly(own, ofInstance);
        assertThat(policy.toBuilder().clearDetails().clearIdps().build())
                .isEqualTo(LoginPolicy.newBuilder()
                        .setAllowUsernamePassword(true)
                        .setAllowRegister(true)
                        .setAllowExternalIdp(true)
                        .setForceMfa(true)
                        .setForceMfaLocalOnly(true)
                        .setPasswordlessType(PasswordlessType.PASSWORDLESS_TYPE_ALLOWED)
                        .setHidePasswordReset(true)
                        .setIgnoreUnknownUsernames(true)
                        .setAllowDomainDiscovery(true)
                        .setDisableLoginWithEmail(true)
                        .setDisableLoginWithPhone(true)
                        .setDefaultRedirectUri("https://example.com")
                        .setPasswordCheckLifetime(seconds(1))
                        .setExternalLoginCheckLifetime(seconds(2))
                        .setMfaInitSkipLifetime(seconds(3))
                        .setSecondFactorCheckLifetime(seconds(4))
                        .setMultiFactorCheckLifetime(
                                Duration.newBuilder().setSeconds(5).setNanos(6))
                        .addSecondFactors(SecondFactorType.SECOND_FACTOR_TYPE_OTP_EMAIL)
                        .addSecondFactors(SecondFactorType.SECOND_FACTOR_TYPE_OTP_SMS)
                        .addMultiFactors(MultiFactorType.MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION)
                        .build());
    }

    @Test
    void anOwnPolicyTakesNothingFromTheInstances() {
        addCustom(AddCustomLoginPolicyRequest.newBuilder());

        LoginPolicy policy = getEffective().getPolicy();

        assertThat(policy.toBuilder().clearDetails().build())
                .isEqualTo(LoginPolicy.newBuilder()
                        .setPasswordlessType(PasswordlessType.PASSWORDLESS_TYPE_NOT_ALLOWED)
                        .setPasswordCheckLifetime(seconds(0))
                        .setExternalLoginCheckLifetime(seconds(0))
                        .setMfaInitSkipLifetime(seconds(0))
                        .setSecondFactorCheckLifetime(seconds(0))
                        .setMultiFactorCheckLifetime(seconds(0))
                        .build());
    }

    @Test
    void anOwnPolicyCountsForItsOrganizationOnly() {
        addCustom(AddCustomLoginPolicyRequest.newBuilder());

        assertThat(fixture.effective(ORGANIZATION).settings().allowRegister()).isFalse();
        assertThat(fixture.effective(OTHER_ORGANIZATION)).isEqualTo(dev.ostiary.policy.LoginPolicy.DEFAULT);
        assertThat(fixture.effective("")).isEqualTo(dev.ostiary.policy.LoginPolicy.DEFAULT);
    }

    @Test
    void anOrganizationHasOnePolicyOfItsOwn() {
        addCustom(AddCustomLoginPolicyRequest.newBuilder());

        Refusal.of(() -> addCustom(AddCustomLoginPolicyRequest.newBuilder()))
                .is(Kind.ALREADY_EXISTS, "Org-Dgfb2")
                .says("Errors.Org.LoginPolicy.AlreadyExists");
    }

    @Test
    void anExistingPolicyIsNamedBeforeAMissingProvider() {
        addCustom(AddCustomLoginPolicyRequest.newBuilder());

        Refusal.of(() -> addCustom(
                        AddCustomLoginPolicyRequest.newBuilder().addIdps(idp("123", IDPOwnerType.IDP_OWNER_TYPE_ORG))))
                .is(Kind.ALREADY_EXISTS, "Org-Dgfb2");
    }

    @Test
    void aPolicyWithAProviderThatDoesNotExistIsRefusedWhole() {
        Refusal.of(() -> addCustom(
                        AddCustomLoginPolicyRequest.newBuilder().addIdps(idp("123", IDPOwnerType.IDP_OWNER_TYPE_ORG))))
                .is(Kind.FAILED_PRECONDITION, "Org-FEd32");

        assertThat(getEffective().getIsDefault()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, Org-SFeea", "false, Org-WSfrg"})
    void aFactorThatIsNoneIsRefused(boolean second, String id) {
        AddCustomLoginPolicyRequest.Builder request = AddCustomLoginPolicyRequest.newBuilder();
        if (second) {
            request.addSecondFactors(SecondFactorType.SECOND_FACTOR_TYPE_UNSPECIFIED);
        } else {
            request.addMultiFactors(MultiFactorType.MULTI_FACTOR_TYPE_UNSPECIFIED);
        }

        Refusal.of(() -> addCustom(request)).is(Kind.INVALID_ARGUMENT, id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "https://example.com/path?q#f", "http://localhost:8080", "myapp://start", "myapp:start"})
    void aDefaultRedirectUriIsEmptyOrAbsolute(String uri) {
        addCustom(AddCustomLoginPolicyRequest.newBuilder().setDefaultRedirectUri(uri));

        assertThat(getEffective().getPolicy().getDefaultRedirectUri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example.com", "/path", "https://", "https:example.com", "http:///path", "not a uri", "://x"})
    void whatIsNoRedirectUriIsRefused(String uri) {
        Refusal.of(() -> addCustom(AddCustomLoginPolicyRequest.newBuilder().setDefaultRedirectUri(uri)))
                .is(Kind.INVALID_ARGUMENT, "Org-WSfdq");
        Refusal.of(() -> update(INSTANCE, UpdateLoginPolicyRequest.newBuilder().setDefaultRedirectUri(uri)))
                .is(Kind.INVALID_ARGUMENT, "IAM-SFdqd");
        Refusal.of(() -> update(
                        Level.ORGANIZATION,
                        UpdateLoginPolicyRequest.newBuilder().setDefaultRedirectUri(uri)))
                .is(Kind.INVALID_ARGUMENT, "Org-Sfd21");
    }

    @Test
    void updatingTheInstancesPolicyReplacesItsSettingsAndKeepsTheRest() {
        UpdateLoginPolicyResponse updated = update(
                INSTANCE,
                UpdateLoginPolicyRequest.newBuilder()
                        .setAllowUsernamePassword(true)
                        .setPasswordCheckLifetime(seconds(60)));

        LoginPolicy policy = getDefault();
        assertThat(updated.getDetails().getSequence()).isEqualTo(2);
        assertThat(updated.getDetails().hasChangeDate()).isTrue();
        assertThat(policy.getAllowUsernamePassword()).isTrue();
        assertThat(policy.getAllowRegister()).isFalse();
        assertThat(policy.getPasswordCheckLifetime()).isEqualTo(seconds(60));
        assertThat(policy.getSecondFactorsCount()).isEqualTo(2);
        assertThat(policy.getMultiFactorsCount()).isEqualTo(1);
    }

    @Test
    void updatingAnOwnPolicyLeavesTheInstancesAlone() {
        addCustom(AddCustomLoginPolicyRequest.newBuilder());
        LoginPolicy before = getDefault();

        update(Level.ORGANIZATION, UpdateLoginPolicyRequest.newBuilder().setForceMfa(true));

        assertThat(getEffective().getPolicy().getForceMfa()).isTrue();
        assertThat(getDefault()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANCE, INSTANCE-5M9vdd, Errors.IAM.LoginPolicy.NotChanged",
        "ORGANIZATION, Org-5M9vdd, Errors.Org.LoginPolicy.NotChanged"
    })
    void anUpdateThatChangesNothingIsRefused(Level level, String id, String key) {
        addCustom(AddCustomLoginPolicyRequest.newBuilder());
        update(level, UpdateLoginPolicyRequest.newBuilder().setForceMfa(true));

        Refusal.of(() -> update(level, UpdateLoginPolicyRequest.newBuilder().setForceMfa(true)))
                .is(Kind.FAILED_PRECONDITION, id)
                .says(key);
    }

    @Test
    void thePolicyThatAnOrganizationDoesNotHaveIsNeitherUpdatedNorRemoved() {
        Refusal.of(() -> update(Level.ORGANIZATION, UpdateLoginPolicyRequest.newBuilder()))
                .is(Kind.NOT_FOUND, "Org-M0sif")
                .says("Errors.Org.LoginPolicy.NotFound");
        Refusal.of(this::reset).is(Kind.NOT_FOUND, "Org-GHB37").says("Errors.Org.LoginPolicy.NotFound");
    }

    @Test
    void whenItsOwnPolicyIsRemovedTheInstancesCountsAgain() {
        addCustom(everything());

        ResetLoginPolicyToDefaultResponse removed = reset();

        assertThat(removed.getDetails().hasChangeDate()).isTrue();
        assertThat(removed.getDetails().getResourceOwner()).isEqualTo(ORGANIZATION);
        assertThat(getEffective().getIsDefault()).isTrue();
        assertThat(fixture.effective(ORGANIZATION)).isEqualTo(dev.ostiary.policy.LoginPolicy.DEFAULT);
    }

    @Test
    void aPolicyCanBeMadeAgainAfterItWasRemoved() {
        addCustom(everything());
        reset();

        addCustom(AddCustomLoginPolicyRequest.newBuilder().setForceMfa(true));

        assertThat(getEffective().getPolicy().getForceMfa()).isTrue();
        assertThat(getEffective().getPolicy().getSecondFactorsCount()).isZero();
    }

    private static AddCustomLoginPolicyRequest.Builder everything() {
        return AddCustomLoginPolicyRequest.newBuilder()
                .setAllowUsernamePassword(true)
                .setAllowRegister(true)
                .setAllowExternalIdp(true)
                .setForceMfa(true)
                .setForceMfaLocalOnly(true)
                .setPasswordlessType(PasswordlessType.PASSWORDLESS_TYPE_ALLOWED)
                .setHidePasswordReset(true)
                .setIgnoreUnknownUsernames(true)
                .setAllowDomainDiscovery(true)
                .setDisableLoginWithEmail(true)
                .setDisableLoginWithPhone(true)
                .setDefaultRedirectUri("https://example.com")
                .setPasswordCheckLifetime(seconds(1))
                .setExternalLoginCheckLifetime(seconds(2))
                .setMfaInitSkipLifetime(seconds(3))
                .setSecondFactorCheckLifetime(seconds(4))
                .setMultiFactorCheckLifetime(Duration.newBuilder().setSeconds(5).setNanos(6))
                .addSecondFactors(SecondFactorType.SECOND_FACTOR_TYPE_OTP_EMAIL)
                .addSecondFactors(SecondFactorType.SECOND_FACTOR_TYPE_OTP_SMS)
                .addMultiFactors(MultiFactorType.MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION);
    }

    private static AddCustomLoginPolicyRequest.IDP idp(String id, IDPOwnerType owner) {
        return AddCustomLoginPolicyRequest.IDP
                .newBuilder()
                .setIdpId(id)
                .setOwnerType(owner)
                .build();
    }

    private static Duration seconds(long seconds) {
        return Duration.newBuilder().setSeconds(seconds).build();
    }

    private LoginPolicy getDefault() {
        return fixture.answer(
                        INSTANCE,
                        "GetLoginPolicy",
                        GetLoginPolicyRequest.getDefaultInstance(),
                        GetLoginPolicyResponse.class)
                .getPolicy();
    }

    private LoginPolicy defaultSeenByTheOrganization() {
        return fixture.answer(
                        Level.ORGANIZATION,
                        "GetDefaultLoginPolicy",
                        GetDefaultLoginPolicyRequest.getDefaultInstance(),
                        GetDefaultLoginPolicyResponse.class)
                .getPolicy();
    }

    private dev.ostiary.api.management.v1.GetLoginPolicyResponse getEffective() {
        return fixture.answer(
                Level.ORGANIZATION,
                "GetLoginPolicy",
                dev.ostiary.api.management.v1.GetLoginPolicyRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.GetLoginPolicyResponse.class);
    }

    private AddCustomLoginPolicyResponse addCustom(AddCustomLoginPolicyRequest.Builder request) {
        return fixture.answer(
                Level.ORGANIZATION, "AddCustomLoginPolicy", request.build(), AddCustomLoginPolicyResponse.class);
    }

    private UpdateLoginPolicyResponse update(Level level, UpdateLoginPolicyRequest.Builder request) {
        String name = level == INSTANCE ? "UpdateLoginPolicy" : "UpdateCustomLoginPolicy";
        return fixture.twin(level, name, request.build(), UpdateLoginPolicyResponse.parser());
    }

    private ResetLoginPolicyToDefaultResponse reset() {
        return fixture.answer(
                Level.ORGANIZATION,
                "ResetLoginPolicyToDefault",
                ResetLoginPolicyToDefaultRequest.getDefaultInstance(),
                ResetLoginPolicyToDefaultResponse.class);
    }
}
