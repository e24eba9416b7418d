package dev.ostiary.rpc.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.ListProvidersRequest;
import dev.ostiary.api.admin.v1.ProviderQuery;
import dev.ostiary.api.admin.v1.UpdateLoginPolicyRequest;
import dev.ostiary.api.idp.v1.IDPNameQuery;
import dev.ostiary.api.management.v1.AddOIDCAppRequest;
import dev.ostiary.api.management.v1.AddPersonalAccessTokenRequest;
import dev.ostiary.api.user.v2.AddHumanUserRequest;
import dev.ostiary.rpc.contract.Contract;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {

    private static final Limits LIMITS = new Limits();

    private static AddGenericOIDCProviderRequest.Builder add() {
        return AddGenericOIDCProviderRequest.newBuilder()
                .setName("n")
                .setIssuer("i")
                .setClientId("c")
                .setClientSecret("s");
    }

    @Test
    void everyRuleOfTheContractIsKnown() {
        List<Descriptor> requests = Contract.FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream())
                .map(MethodDescriptor::getInputType)
                .toList();

        assertThatCode(() -> Limits.of(requests)).doesNotThrowAnyException();
    }

    @Test
    void whatIsWithinTheLimitsPasses() {
        assertThat(LIMITS.violation(add().build())).isEmpty();
        assertThat(LIMITS.violation(add().setName("😀".repeat(200)).build())).isEmpty();
    }

    @Test
    void lengthIsCountedInCodePoints() {
        assertThat(LIMITS.violation(add().setName("😀".repeat(201)).build()))
                .contains("invalid AddGenericOIDCProviderRequest.Name:"
                        + " value length must be between 1 and 200 runes, inclusive");
    }

    @Test
    void theFirstFieldThatFailsIsNamed() {
        assertThat(LIMITS.violation(AddGenericOIDCProviderRequest.getDefaultInstance())
                        .orElseThrow())
                .startsWith("invalid AddGenericOIDCProviderRequest.Name: ");
        assertThat(LIMITS.violation(add().setClientId("").build()).orElseThrow())
                .startsWith("invalid AddGenericOIDCProviderRequest.ClientId: ");
    }

    @Test
    void listsAndTheirItemsAreChecked() {
        AddGenericOIDCProviderRequest.Builder many = add();
        for (int i = 0; i < 21; i++) {
            many.addScopes("s");
        }
        assertThat(LIMITS.violation(many.build()))
                .contains("invalid AddGenericOIDCProviderRequest.Scopes: value must contain no more than 20 item(s)");
        assertThat(LIMITS.violation(add().addScopes("openid").addScopes("").build()))
                .contains("invalid AddGenericOIDCProviderRequest.Scopes[1]:"
                        + " value length must be between 1 and 100 runes, inclusive");
    }

    @Test
    void faultsInsideAreChained() {
        ListProvidersRequest list = ListProvidersRequest.newBuilder()
                .addQueries(ProviderQuery.newBuilder()
                        .setIdpNameQuery(IDPNameQuery.newBuilder().setMethodValue(99)))
                .build();
        assertThat(LIMITS.violation(list))
                .contains("invalid ListProvidersRequest.Queries[0]: embedded message failed validation"
                        + " | caused by: invalid ProviderQuery.IdpNameQuery: embedded message failed validation"
                        + " | caused by: invalid IDPNameQuery.Method: value must be one of the defined enum values");
    }

    @Test
    void requiredMessagesAreMissed() {
        assertThat(LIMITS.violation(AddHumanUserRequest.getDefaultInstance()))
                .contains("invalid AddHumanUserRequest.Profile: value is required");
    }

    @Test
    void durationsHaveARange() {
        AddOIDCAppRequest app = AddOIDCAppRequest.newBuilder()
                .setProjectId("1")
                .setName("n")
                .setClockSkew(Durations.fromSeconds(6))
                .build();
        assertThat(LIMITS.violation(app))
                .contains("invalid AddOIDCAppRequest.ClockSkew: value must be inside range [0s, 5s]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b"})
    void aTextWithNulIsRefused(String name) {
        assertThat(LIMITS.violation(add().setName(name).build()))
                .contains("invalid AddGenericOIDCProviderRequest.Name: value must not contain U+0000");
        assertThat(LIMITS.violation(add().addScopes(name).build()))
                .contains("invalid AddGenericOIDCProviderRequest.Scopes[0]: value must not contain U+0000");
    }

    @Test
    void aTimeThatDoesNotExistIsRefused() {
        AddPersonalAccessTokenRequest request = AddPersonalAccessTokenRequest.newBuilder()
                .setUserId("1")
                .setExpirationDate(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                .build();
        assertThat(Limits.of(Set.of(request.getDescriptorForType())).violation(request))
                .contains("invalid AddPersonalAccessTokenRequest.ExpirationDate: value is out of range");
    }

    @Test
    void aSpanOfTimeThatDoesNotExistIsRefused() {
        UpdateLoginPolicyRequest request = UpdateLoginPolicyRequest.newBuilder()
                .setPasswordCheckLifetime(Duration.newBuilder().setSeconds(Long.MIN_VALUE))
                .build();
        assertThat(Limits.of(Set.of(request.getDescriptorForType())).violation(request))
                .contains("invalid UpdateLoginPolicyRequest.PasswordCheckLifetime: value is out of range");
    }
}
