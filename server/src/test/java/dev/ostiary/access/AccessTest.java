package dev.ostiary.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.instance.Instance;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller;
import dev.ostiary.rpc.Caller.Membership;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AccessTest {

    private final Access access = new Access(Roles.builtIn());

    private static Call call(String organization, Membership... memberships) {
        Instance instance = new Instance("1", "test", List.of(), "10", "100", "en", false);
        return new Call(instance, "", organization, new Caller("u", "10", List.of(memberships)), Locale.ENGLISH);
    }

    @Test
    void anInstanceRoleCountsForEveryOrganization() {
        Call owner = call("20", new Membership("1", List.of("IAM_OWNER")));
        assertThatCode(() -> access.check(owner, "iam.idp.write")).doesNotThrowAnyException();
        assertThatCode(() -> access.check(owner, "org.idp.write")).doesNotThrowAnyException();
    }

    @Test
    void anOrganizationRoleCountsForThatOrganizationOnly() {
        Membership owner = new Membership("10", List.of("ORG_OWNER"));
        assertThatCode(() -> access.check(call("10", owner), "org.idp.write")).doesNotThrowAnyException();
        assertThatCode(() -> access.check(call("20", owner), "org.idp.write", "10"))
                .doesNotThrowAnyException();
        assertThat(refusal(call("20", owner), "org.idp.write")).isEqualTo("AUTHZ-cdgFk");
        assertThat(access.allows(call("20", owner), "org.idp.write", "20")).isFalse();
    }

    @Test
    void aRoleWithoutThePermissionIsNotEnough() {
        Membership viewer = new Membership("1", List.of("IAM_OWNER_VIEWER"));
        Membership owner = new Membership("10", List.of("ORG_OWNER"));
        Membership unknown = new Membership("10", List.of("NO_SUCH_ROLE"));
        assertThat(refusal(call("10", viewer), "iam.idp.write")).isEqualTo("AUTH-5mWD2");
        assertThat(refusal(call("10", owner), "iam.idp.read")).isEqualTo("AUTH-5mWD2");
        assertThat(refusal(call("10", unknown), "org.idp.read")).isEqualTo("AUTH-5mWD2");
    }

    @Test
    void aCallerWithoutAnyRoleIsRefused() {
        assertThat(refusal(call("10"), "org.read")).isEqualTo("AUTHZ-cdgFk");
    }

    @Test
    void anEmptyOrganizationMatchesNoMembership() {
        Membership owner = new Membership("10", List.of("ORG_OWNER"));
        assertThat(refusal(call("", owner), "org.read")).isEqualTo("AUTHZ-cdgFk");
    }

    private String refusal(Call call, String permission) {
        Problem problem = catchThrowableOfType(Problem.class, () -> access.check(call, permission));
        assertThat(problem).isNotNull();
        assertThat(problem.kind()).isEqualTo(Kind.PERMISSION_DENIED);
        return problem.id().orElseThrow();
    }
}
