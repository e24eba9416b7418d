package dev.ostiary.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.admin.v1.GetSecurityPolicyRequest;
import dev.ostiary.api.admin.v1.GetSecurityPolicyResponse;
import dev.ostiary.api.admin.v1.SetSecurityPolicyRequest;
import dev.ostiary.api.admin.v1.SetSecurityPolicyResponse;
import dev.ostiary.api.settings.v1.SecurityPolicy;
import dev.ostiary.instance.Instances;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SecurityPolicyTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final String SERVICE = "zitadel.admin.v1.AdminService/";

    private final Tenant tenant = TESTS.tenant();
    private final Instances instances = new Instances(TESTS.store);
    private final String host = "h" + tenant.id + ".example.com";

    SecurityPolicyTest() {
        tenant.write(tx -> instances.add(tx, tenant.id, "", "Test", "en", "110", "130", List.of(host)));
        new SecurityPolicyApi(TESTS.store, instances).register(tenant.calls);
    }

    private SecurityPolicy policy() {
        return tenant.answer(
                        SERVICE + "GetSecurityPolicy",
                        GetSecurityPolicyRequest.getDefaultInstance(),
                        GetSecurityPolicyResponse.class)
                .getPolicy();
    }

    private SetSecurityPolicyResponse set(SetSecurityPolicyRequest.Builder request) {
        return tenant.answer(SERVICE + "SetSecurityPolicy", request.build(), SetSecurityPolicyResponse.class);
    }

    private static SetSecurityPolicyRequest.Builder impersonation(boolean allowed) {
        return SetSecurityPolicyRequest.newBuilder().setEnableImpersonation(allowed);
    }

    @Test
    void impersonationIsOffUntilSomebodyAllowsIt() {
        assertThat(policy().getEnableImpersonation()).isFalse();
        assertThat(instances.byHost(host).orElseThrow().impersonation()).isFalse();

        set(impersonation(true));

        assertThat(policy().getEnableImpersonation()).isTrue();
        assertThat(instances.byHost(host).orElseThrow().impersonation()).isTrue();
        set(impersonation(false));
        assertThat(instances.byHost(host).orElseThrow().impersonation()).isFalse();
    }

    @Test
    void whatIsSoAlreadyIsNoChange() {
        long first = set(impersonation(true)).getDetails().getSequence();

        assertThat(set(impersonation(true)).getDetails().getSequence()).isEqualTo(first);
        assertThat(policy().getDetails().getSequence()).isEqualTo(first);
        assertThat(policy().getDetails().getResourceOwner()).isEqualTo(tenant.id);
    }

    @Test
    void embeddingThePagesIsRefusedAndChangesNothing() {
        for (SetSecurityPolicyRequest.Builder request : List.of(
                impersonation(true).setEnableIframeEmbedding(true),
                impersonation(true).addAllowedOrigins("https://app.example.com"))) {
            Refusal.of(() -> set(request)).says("the sign-in pages can't be embedded in other pages");
        }
        assertThat(policy().getEnableImpersonation()).isFalse();
    }
}
