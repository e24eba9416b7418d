package dev.ostiary.rpc.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import dev.ostiary.api.auth.v1.GetMyUserRequest;
import dev.ostiary.api.auth.v1.HealthzRequest;
import dev.ostiary.api.auth.v1.V1;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.contract.Routes.Match;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {

    private static final Contract CONTRACT = Contract.of(Contract.FILES, everything());
    private static final Map<String, String> MOUNTS = Map.of(
            "zitadel.admin.v1", "/admin/v1",
            "zitadel.management.v1", "/management/v1",
            "zitadel.auth.v1", "/auth/v1");

    static Stream<MethodDescriptor> methods() {
        return Contract.FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream());
    }

    private static Calls everything() {
        Calls calls = new Calls();
        methods()
                .forEach(method -> calls.on(
                        name(method),
                        DynamicMessage.getDefaultInstance(method.getInputType()),
                        (call, message) -> message));
        return calls;
    }

    private static String name(MethodDescriptor method) {
        return method.getService().getFullName() + "/" + method.getName();
    }

    /** gRPC's own health check has none. */
    static Stream<MethodDescriptor> methodsWithARule() {
        return methods().filter(method -> method.getOptions().hasExtension(AnnotationsProto.http));
    }

    @ParameterizedTest
    @MethodSource("methodsWithARule")
    void everyHttpRuleLeadsToItsOwnCall(MethodDescriptor descriptor) {
        HttpRule rule = descriptor.getOptions().getExtension(AnnotationsProto.http);
        String path = rule.getGet() + rule.getPost() + rule.getPut() + rule.getDelete() + rule.getPatch();
        String mount = MOUNTS.getOrDefault(descriptor.getFile().getPackage(), "");

        var found = CONTRACT.routes().find(rule.getPatternCase().name(), mount + path.replaceAll("\\{[^}]*}", "4711"));

        assertThat(found).isInstanceOfSatisfying(Match.class, match -> {
            assertThat(match.method().name()).isEqualTo(name(descriptor));
            assertThat(match.body()).isEqualTo(rule.getBody());
        });
    }

    @Test
    void permissionsComeFromTheContract() {
        assertThat(permission("zitadel.admin.v1.AdminService/AddGenericOIDCProvider"))
                .isEqualTo("iam.idp.write");
        assertThat(permission("zitadel.management.v1.ManagementService/UpdateGenericOIDCProvider"))
                .isEqualTo("org.idp.write");
        assertThat(permission("zitadel.user.v2.UserService/AddHumanUser")).isEqualTo("user.write");
        assertThat(permission("zitadel.auth.v1.AuthService/GetMyUser")).isEqualTo(Method.AUTHENTICATED);
        assertThat(permission("zitadel.admin.v1.AdminService/Healthz")).isEmpty();
    }

    @Test
    void theFieldThatNamesTheOrganizationComesFromTheContract() {
        Method addHuman =
                CONTRACT.method("zitadel.user.v2.UserService/AddHumanUser").orElseThrow();
        assertThat(addHuman.organizationField())
                .hasValueSatisfying(field -> assertThat(field.getName()).isEqualTo("organization"));
    }

    @Test
    void everythingThatDoesNotFitIsListedAtOnce() {
        Calls calls = new Calls();
        calls.on("zitadel.auth.v1.AuthService/Healthz", GetMyUserRequest.getDefaultInstance(), (call, q) -> q);
        calls.on("zitadel.auth.v1.AuthService/Nope", Empty.getDefaultInstance(), (call, q) -> q);

        assertThatThrownBy(() -> Contract.of(List.of(V1.getDescriptor()), calls))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("AuthService/GetMyUser is not implemented")
                .hasMessageContaining("AuthService/Nope is implemented and not in the contract")
                .hasMessageContaining("AuthService/Healthz is implemented for zitadel.auth.v1.GetMyUserRequest")
                .hasMessageContaining("takes " + HealthzRequest.getDescriptor().getFullName());
    }

    private static String permission(String method) {
        return CONTRACT.method(method).orElseThrow().permission();
    }
}
