package dev.ostiary.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.management.v1.AddProjectRequest;
import dev.ostiary.api.management.v1.AddProjectResponse;
import dev.ostiary.api.management.v1.GetProjectByIDRequest;
import dev.ostiary.api.management.v1.GetProjectByIDResponse;
import dev.ostiary.api.project.v1.PrivateLabelingSetting;
import dev.ostiary.api.project.v1.Project;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectsTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();

    @BeforeEach
    void register() {
        new ProjectApi(TESTS.store, new Projects(TESTS.ids, List.of())).register(tenant.calls);
    }

    @ParameterizedTest
    @CsvSource({"true, false, false", "false, true, false", "false, false, true"})
    void everyFieldThatIsAddedComesBack(boolean roleAssertion, boolean roleCheck, boolean projectCheck) {
        String id = add(AddProjectRequest.newBuilder()
                .setName("Shop")
                .setProjectRoleAssertion(roleAssertion)
                .setProjectRoleCheck(roleCheck)
                .setHasProjectCheck(projectCheck));

        Project read = get(tenant.call(), id);

        assertThat(read.getName()).isEqualTo("Shop");
        assertThat(read.getProjectRoleAssertion()).isEqualTo(roleAssertion);
        assertThat(read.getProjectRoleCheck()).isEqualTo(roleCheck);
        assertThat(read.getHasProjectCheck()).isEqualTo(projectCheck);
        assertThat(read.getDetails().getSequence()).isEqualTo(1);
        assertThat(read.getDetails().getResourceOwner()).isEqualTo(Tenant.ORGANIZATION);
    }

    @ParameterizedTest
    @EnumSource(value = PrivateLabelingSetting.class, mode = EnumSource.Mode.EXCLUDE, names = "UNRECOGNIZED")
    void everyLabelingComesBack(PrivateLabelingSetting labeling) {
        String id = add(AddProjectRequest.newBuilder().setName("Shop").setPrivateLabelingSetting(labeling));

        assertThat(get(tenant.call(), id).getPrivateLabelingSetting()).isEqualTo(labeling);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aNameIsMandatory(String name) {
        Refusal.of(() -> add(AddProjectRequest.newBuilder().setName(name))).is(Kind.INVALID_ARGUMENT, "PROJECT-IOVCC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shop", "SHOP", " shop "})
    void aNameIsTakenOnceInAnOrganizationWithoutRegardToCase(String name) {
        add(AddProjectRequest.newBuilder().setName("Shop"));

        Refusal.of(() -> add(AddProjectRequest.newBuilder().setName(name)))
                .is(Kind.ALREADY_EXISTS, "V3-DKcYh")
                .says("Errors.Project.AlreadyExists");
        assertThat(addTo(
                        tenant.callAbout(Tenant.OTHER_ORGANIZATION),
                        AddProjectRequest.newBuilder().setName(name)))
                .isNotEmpty();
    }

    @Test
    void aNameIsKeptWithoutTheBlanksAroundIt() {
        assertThat(get(tenant.call(), add(AddProjectRequest.newBuilder().setName(" Shop ")))
                        .getName())
                .isEqualTo("Shop");
    }

    @Test
    void aProjectOfAnotherOrganizationIsNotThere() {
        String id = add(AddProjectRequest.newBuilder().setName("Shop"));

        Refusal.of(() -> get(tenant.callAbout(Tenant.OTHER_ORGANIZATION), id)).is(Kind.NOT_FOUND, "QUERY-fk2fs");
        Refusal.of(() -> get(tenant.call(), "123")).is(Kind.NOT_FOUND, "QUERY-fk2fs");
    }

    private String add(AddProjectRequest.Builder request) {
        return addTo(tenant.call(), request);
    }

    private String addTo(Call call, AddProjectRequest.Builder request) {
        return tenant.answer(
                        call,
                        Tenant.method(Level.ORGANIZATION, "AddProject"),
                        request.build(),
                        AddProjectResponse.class)
                .getId();
    }

    private Project get(Call call, String id) {
        return tenant.answer(
                        call,
                        Tenant.method(Level.ORGANIZATION, "GetProjectByID"),
                        GetProjectByIDRequest.newBuilder().setId(id).build(),
                        GetProjectByIDResponse.class)
                .getProject();
    }
}
