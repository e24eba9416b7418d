package dev.ostiary.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.access.Access;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.access.Roles;
import dev.ostiary.api.management.v1.AddProjectRequest;
import dev.ostiary.api.management.v1.AddProjectResponse;
import dev.ostiary.api.management.v1.DeactivateProjectRequest;
import dev.ostiary.api.management.v1.GetProjectByIDRequest;
import dev.ostiary.api.management.v1.GetProjectByIDResponse;
import dev.ostiary.api.management.v1.ListProjectsRequest;
import dev.ostiary.api.management.v1.ListProjectsResponse;
import dev.ostiary.api.management.v1.ReactivateProjectRequest;
import dev.ostiary.api.management.v1.RemoveProjectRequest;
import dev.ostiary.api.management.v1.UpdateProjectRequest;
import dev.ostiary.api.project.v1.PrivateLabelingSetting;
import dev.ostiary.api.project.v1.Project;
import dev.ostiary.api.project.v1.ProjectNameQuery;
import dev.ostiary.api.project.v1.ProjectQuery;
import dev.ostiary.api.project.v1.ProjectResourceOwnerQuery;
import dev.ostiary.api.project.v1.ProjectState;
import dev.ostiary.api.v1.ListQuery;
import dev.ostiary.api.v1.TextQueryMethod;
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
        new ProjectApi(
                        TESTS.store,
                        new Projects(TESTS.ids, List.of()),
                        new Access(Roles.builtIn()),
                        new ProjectMembers(Roles.builtIn()),
                        TESTS.clock)
                .register(tenant.calls);
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

    @Test
    void aProjectThatIsOlderThanItsSwitchIsActive() {
        ProjectEvent added = ProjectEvent.TYPES.read("project.added", """
                {"project": {"name": "Shop", "roleAssertion": true, "roleCheck": false, "projectCheck": false,
                 "privateLabeling": "UNSPECIFIED"}}""");

        assertThat(Projects.evolve(null, added))
                .isEqualTo(new dev.ostiary.project.Project(
                        "Shop", true, false, false, dev.ostiary.project.Project.PrivateLabeling.UNSPECIFIED));
    }

    @Test
    void everythingAboutAProjectCanBeChanged() {
        String id = add(AddProjectRequest.newBuilder().setName("Shop"));

        UpdateProjectRequest wanted = UpdateProjectRequest.newBuilder()
                .setId(id)
                .setName(" Store ")
                .setProjectRoleAssertion(true)
                .setProjectRoleCheck(true)
                .setHasProjectCheck(true)
                .setPrivateLabelingSetting(
                        PrivateLabelingSetting.PRIVATE_LABELING_SETTING_ENFORCE_PROJECT_RESOURCE_OWNER_POLICY)
                .build();
        send("UpdateProject", wanted);
        send("UpdateProject", wanted);

        Project read = get(tenant.call(), id);
        assertThat(read.getName()).isEqualTo("Store");
        assertThat(List.of(read.getProjectRoleAssertion(), read.getProjectRoleCheck(), read.getHasProjectCheck()))
                .containsOnly(true);
        assertThat(read.getPrivateLabelingSetting()).isEqualTo(wanted.getPrivateLabelingSetting());
        assertThat(tenant.eventTypes()).containsExactly("project.added", "project.changed");
    }

    @Test
    void anOldNameIsFreeAndATakenOneIsRefused() {
        String id = add(AddProjectRequest.newBuilder().setName("Shop"));
        send(
                "UpdateProject",
                UpdateProjectRequest.newBuilder().setId(id).setName("Store").build());
        String other = add(AddProjectRequest.newBuilder().setName("shop"));

        Refusal.of(() -> send(
                        "UpdateProject",
                        UpdateProjectRequest.newBuilder()
                                .setId(other)
                                .setName("STORE")
                                .build()))
                .is(Kind.ALREADY_EXISTS, "V3-DKcYh");
        send(
                "UpdateProject",
                UpdateProjectRequest.newBuilder().setId(other).setName("SHOP").build());
        assertThat(get(tenant.call(), other).getName()).isEqualTo("SHOP");
    }

    @Test
    void aProjectIsSwitchedOffAndOn() {
        String id = add(AddProjectRequest.newBuilder().setName("Shop"));
        Message off = DeactivateProjectRequest.newBuilder().setId(id).build();
        Message on = ReactivateProjectRequest.newBuilder().setId(id).build();

        Refusal.of(() -> send("ReactivateProject", on))
                .is(Kind.FAILED_PRECONDITION, "PROJECT-Ni7ac")
                .says("Errors.Project.NotInactive");
        send("DeactivateProject", off);
        assertThat(get(tenant.call(), id).getState()).isEqualTo(ProjectState.PROJECT_STATE_INACTIVE);
        send(
                "UpdateProject",
                UpdateProjectRequest.newBuilder().setId(id).setName("Store").build());
        assertThat(get(tenant.call(), id).getState()).isEqualTo(ProjectState.PROJECT_STATE_INACTIVE);
        Refusal.of(() -> send("DeactivateProject", off))
                .is(Kind.FAILED_PRECONDITION, "PROJECT-Na4ct")
                .says("Errors.Project.NotActive");
        send("ReactivateProject", on);
        assertThat(get(tenant.call(), id).getState()).isEqualTo(ProjectState.PROJECT_STATE_ACTIVE);
    }

    @Test
    void aRemovedProjectIsGoneAndItsNameIsFree() {
        String id = add(AddProjectRequest.newBuilder().setName("Shop"));

        send("RemoveProject", RemoveProjectRequest.newBuilder().setId(id).build());

        Refusal.of(() -> get(tenant.call(), id)).is(Kind.NOT_FOUND, "QUERY-fk2fs");
        add(AddProjectRequest.newBuilder().setName("Shop"));
    }

    @Test
    void theProjectOfTheInstanceItselfStays() {
        String own = tenant.call().instance().project();
        tenant.write(tx -> tx.record(
                Projects.KIND,
                Projects.KIND.stream(tenant.id, own, Tenant.ORGANIZATION),
                null,
                "",
                List.of(new ProjectEvent.Added(dev.ostiary.project.Project.named("Own")))));

        Refusal.of(() -> send(
                        "RemoveProject",
                        RemoveProjectRequest.newBuilder().setId(own).build()))
                .is(Kind.FAILED_PRECONDITION, "PROJECT-Ow9np")
                .says("Errors.Project.OwnNotRemovable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UpdateProject", "DeactivateProject", "ReactivateProject", "RemoveProject"})
    void nothingHappensToAProjectOfAnotherOrganization(String name) {
        String id = addTo(
                tenant.callAbout(Tenant.OTHER_ORGANIZATION),
                AddProjectRequest.newBuilder().setName("Shop"));
        Message request = switch (name) {
            case "UpdateProject" ->
                UpdateProjectRequest.newBuilder().setId(id).setName("Mine").build();
            case "DeactivateProject" ->
                DeactivateProjectRequest.newBuilder().setId(id).build();
            case "ReactivateProject" ->
                ReactivateProjectRequest.newBuilder().setId(id).build();
            default -> RemoveProjectRequest.newBuilder().setId(id).build();
        };

        Refusal.of(() -> send(name, request)).is(Kind.NOT_FOUND, "PROJECT-Ge7rt");
        assertThat(tenant.eventTypes()).containsExactly("project.added");
    }

    @Test
    void aListHasTheProjectsOfTheOrganizationOldestFirst() {
        add(AddProjectRequest.newBuilder().setName("Shop"));
        add(AddProjectRequest.newBuilder().setName("Bank"));
        add(AddProjectRequest.newBuilder().setName("shopping"));
        addTo(
                tenant.callAbout(Tenant.OTHER_ORGANIZATION),
                AddProjectRequest.newBuilder().setName("Foreign"));

        assertThat(names(ListProjectsRequest.newBuilder())).containsExactly("Shop", "Bank", "shopping");
        assertThat(names(ListProjectsRequest.newBuilder()
                        .setQuery(ListQuery.newBuilder().setOffset(1).setLimit(1))))
                .containsExactly("Bank");
        assertThat(names(ListProjectsRequest.newBuilder()
                        .addQueries(ProjectQuery.newBuilder()
                                .setNameQuery(ProjectNameQuery.newBuilder()
                                        .setName("SHOP")
                                        .setMethod(TextQueryMethod.TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE)))))
                .containsExactly("Shop", "shopping");
        assertThat(names(ListProjectsRequest.newBuilder()
                        .addQueries(ProjectQuery.newBuilder()
                                .setProjectResourceOwnerQuery(ProjectResourceOwnerQuery.newBuilder()
                                        .setResourceOwner(Tenant.OTHER_ORGANIZATION)))))
                .isEmpty();
    }

    private List<String> names(ListProjectsRequest.Builder request) {
        return tenant
                .answer(Tenant.method(Level.ORGANIZATION, "ListProjects"), request.build(), ListProjectsResponse.class)
                .getResultList()
                .stream()
                .map(Project::getName)
                .toList();
    }

    private void send(String name, Message request) {
        tenant.answer(Tenant.method(Level.ORGANIZATION, name), request, Message.class);
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
