package dev.ostiary.rpc.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import dev.ostiary.api.admin.v1.ListProvidersRequest;
import dev.ostiary.api.admin.v1.UpdateGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.UpdateLoginPolicyRequest;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.api.object.v2.Organization;
import dev.ostiary.rpc.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterTest {

    private static final Parameter PARAMETER = new Parameter(new FieldNames());

    private final UpdateGenericOIDCProviderRequest.Builder update = UpdateGenericOIDCProviderRequest.newBuilder();

    @Test
    void fieldsAreFoundByBothNamesAndInside() {
        PARAMETER.put(update, "client_id", List.of("c"));
        PARAMETER.put(update, "isIdTokenMapping", List.of("1"));
        PARAMETER.put(update, "providerOptions.isAutoUpdate", List.of("true"));
        PARAMETER.put(update, "provider_options.auto_linking", List.of("AUTO_LINKING_OPTION_EMAIL"));
        PARAMETER.put(update, "scopes", List.of("a", "b"));

        assertThat(update.getClientId()).isEqualTo("c");
        assertThat(update.getIsIdTokenMapping()).isTrue();
        assertThat(update.getProviderOptions().getIsAutoUpdate()).isTrue();
        assertThat(update.getProviderOptions().getAutoLinking()).isEqualTo(AutoLinkingOption.AUTO_LINKING_OPTION_EMAIL);
        assertThat(update.getScopesList()).containsExactly("a", "b");
    }

    @Test
    void whatLeadsNowhereIsPassedOver() {
        PARAMETER.put(update, "foo", List.of("x"));
        PARAMETER.put(update, "providerOptions.foo", List.of("x"));
        PARAMETER.put(update, "foo.bar", List.of("x"));
        PARAMETER.put(update, "", List.of("x"));
        PARAMETER.put(update, ".", List.of("x"));
        assertThat(update.getName()).isEmpty();
    }

    @Test
    void durationsAreRead() {
        UpdateLoginPolicyRequest.Builder policy = UpdateLoginPolicyRequest.newBuilder();
        PARAMETER.put(policy, "passwordCheckLifetime", List.of("5s"));
        assertThat(policy.getPasswordCheckLifetime().getSeconds()).isEqualTo(5);
    }

    @Test
    void valuesThatDoNotFitAreRefused() {
        ListProvidersRequest.Builder list = ListProvidersRequest.newBuilder();
        assertThat(refusal(list, "query.limit", "x")).isEqualTo("parsing field \"limit\": invalid uint32 \"x\"");
        assertThat(refusal(list, "query.asc", "yes")).isEqualTo("parsing field \"asc\": invalid bool \"yes\"");
        assertThat(refusal(list, "query", "x")).isEqualTo("parsing field \"query\": invalid message \"x\"");
        assertThat(refusal(list, "queries.idpIdQuery", "x")).isEqualTo("invalid path: \"queries\" is not a message");
        assertThat(refusal(update, "name", "a", "b")).isEqualTo("too many values for field \"name\": a, b");
    }

    @Test
    void onlyOneFieldOfAOneofIsTaken() {
        Organization.Builder organization = Organization.newBuilder();
        PARAMETER.put(organization, "orgId", List.of("1"));
        assertThat(refusal(organization, "orgDomain", "x")).isEqualTo("field already set for oneof \"org\"");
    }

    private static String refusal(Message.Builder message, String path, String... values) {
        Problem problem = catchThrowableOfType(Problem.class, () -> PARAMETER.put(message, path, List.of(values)));
        assertThat(problem).isNotNull();
        return problem.key();
    }
}
