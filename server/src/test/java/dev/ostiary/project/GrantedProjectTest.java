package dev.ostiary.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.ostiary.GrantingCalls;
import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.access.Roles;
import dev.ostiary.api.management.v1.GetGrantedProjectByIDRequest;
import dev.ostiary.api.management.v1.GetGrantedProjectByIDResponse;
import dev.ostiary.api.management.v1.ListAllProjectGrantsRequest;
import dev.ostiary.api.management.v1.ListAllProjectGrantsResponse;
import dev.ostiary.api.management.v1.ListGrantedProjectRolesRequest;
import dev.ostiary.api.management.v1.ListGrantedProjectRolesResponse;
import dev.ostiary.api.management.v1.ListGrantedProjectsRequest;
import dev.ostiary.api.management.v1.ListGrantedProjectsResponse;
import dev.ostiary.api.management.v1.ListProjectGrantsRequest;
import dev.ostiary.api.management.v1.ListProjectGrantsResponse;
import dev.ostiary.api.project.v1.AllProjectGrantQuery;
import dev.ostiary.api.project.v1.GrantProjectNameQuery;
import dev.ostiary.api.project.v1.GrantRoleKeyQuery;
import dev.ostiary.api.project.v1.GrantedOrgIDQuery;
import dev.ostiary.api.project.v1.GrantedProject;
import dev.ostiary.api.project.v1.ProjectGrantQuery;
import dev.ostiary.api.project.v1.ProjectIDQuery;
import dev.ostiary.api.project.v1.ProjectNameQuery;
import dev.ostiary.api.project.v1.ProjectQuery;
import dev.ostiary.api.project.v1.ProjectResourceOwnerQuery;
import dev.ostiary.api.project.v1.Role;
import dev.ostiary.api.project.v1.RoleKeyQuery;
import dev.ostiary.api.project.v1.RoleQuery;
import dev.ostiary.api.v1.TextQueryMethod;
import dev.ostiary.org.Orgs;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.user.Users;
import dev.ostiary.usergrant.Granting;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Acme has a shop and a depot; it gives the shop to Beta and to Gamma, and the depot to Beta. */
class GrantedProjectTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final Granting granting = Granting.on(TESTS.ids, new ProjectMembers(Roles.builtIn()));
    private final Projects projects = new Projects(TESTS.ids, List.of(granting::projectRemoved));
    private final Orgs orgs = new Orgs(TESTS.ids, List.of());
    private final GrantingCalls calls = new GrantingCalls(tenant.calls, tenant::callAbout);
    private String acme;
    private String beta;
    private String gamma;
    private String shop;
    private String shopToBeta;
    private String depotToBeta;
    private String shopToGamma;

    @BeforeEach
    void give() {
        Users users = new Users(TESTS.ids, List.of());
        GrantingCalls.register(tenant.calls, TESTS.store, TESTS.clock, projects, granting, users, orgs);
        acme = org("Acme");
        beta = org("Beta");
        gamma = org("Gamma");
        shop = calls.addProject(acme, "Shop");
        String depot = calls.addProject(acme, "Depot");
        calls.role(acme, shop, "reader");
        calls.role(acme, shop, "writer");
        calls.role(acme, depot, "driver");
        shopToBeta = calls.grantProject(acme, shop, beta, "reader");
        depotToBeta = calls.grantProject(acme, depot, beta, "driver");
        shopToGamma = calls.grantProject(acme, shop, gamma, "reader", "writer");
    }

    private String org(String name) {
        return tenant.write(tx -> orgs.add(tx, tenant.id, "id.example.com", "", name))
                .id();
    }

    @Test
    void anOrganizationSeesWhatItWasGivenAndByWhom() {
        GrantedProject seen = calls.send(
                        beta, "GetGrantedProjectByID", byId(shopToBeta), GetGrantedProjectByIDResponse.class)
                .getGrantedProject();

        assertThat(seen.getGrantId()).isEqualTo(shopToBeta);
        assertThat(seen.getProjectId()).isEqualTo(shop);
        assertThat(seen.getProjectName()).isEqualTo("Shop");
        assertThat(seen.getProjectOwnerId()).isEqualTo(acme);
        assertThat(seen.getProjectOwnerName()).isEqualTo("Acme");
        assertThat(seen.getGrantedOrgId()).isEqualTo(beta);
        assertThat(seen.getGrantedRoleKeysList()).containsExactly("reader");
    }

    @Test
    void whatOthersWereGivenIsNotFoundAndNeitherIsOnesOwnProject() {
        refused(beta, "GetGrantedProjectByID", byId(shopToGamma));
        refused(acme, "GetGrantedProjectByID", byId(shopToBeta));
        refused(beta, "GetGrantedProjectByID", byId(depotToBeta));
        refused(beta, "ListGrantedProjectRoles", rolesOf(shopToGamma));
    }

    private void refused(String organization, String call, Message.Builder request) {
        Refusal.of(() -> calls.send(organization, call, request))
                .is(Kind.NOT_FOUND, "PROJECT-Gg2nf")
                .says("Errors.Project.Grant.NotFound");
    }

    private GetGrantedProjectByIDRequest.Builder byId(String grant) {
        return GetGrantedProjectByIDRequest.newBuilder().setProjectId(shop).setGrantId(grant);
    }

    @Test
    void itListsThemByNameAndOwner() {
        assertThat(listed(beta)).containsExactlyInAnyOrder(shopToBeta, depotToBeta);
        assertThat(listed(gamma)).containsExactly(shopToGamma);
        assertThat(listed(acme)).isEmpty();
        assertThat(listed(beta, named("dep"))).containsExactly(depotToBeta);
        assertThat(listed(beta, owner(acme))).containsExactlyInAnyOrder(shopToBeta, depotToBeta);
        assertThat(listed(beta, owner(gamma))).isEmpty();
    }

    private static ProjectQuery named(String name) {
        return ProjectQuery.newBuilder()
                .setNameQuery(ProjectNameQuery.newBuilder()
                        .setName(name)
                        .setMethod(TextQueryMethod.TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE))
                .build();
    }

    private static ProjectQuery owner(String organization) {
        return ProjectQuery.newBuilder()
                .setProjectResourceOwnerQuery(
                        ProjectResourceOwnerQuery.newBuilder().setResourceOwner(organization))
                .build();
    }

    private List<String> listed(String organization, ProjectQuery... queries) {
        Message.Builder request = ListGrantedProjectsRequest.newBuilder().addAllQueries(List.of(queries));
        return ids(calls.send(organization, "ListGrantedProjects", request, ListGrantedProjectsResponse.class)
                .getResultList());
    }

    private static List<String> ids(List<GrantedProject> all) {
        return all.stream().map(GrantedProject::getGrantId).toList();
    }

    @Test
    void itListsTheRolesItCanGiveAndNoOthers() {
        assertThat(roles(beta, shopToBeta)).containsExactly("reader");
        assertThat(roles(gamma, shopToGamma)).containsExactlyInAnyOrder("reader", "writer");
        RoleQuery writer = RoleQuery.newBuilder()
                .setKeyQuery(RoleKeyQuery.newBuilder().setKey("writer"))
                .build();
        assertThat(roles(gamma, shopToGamma, writer)).containsExactly("writer");
        assertThat(roles(beta, shopToBeta, writer)).isEmpty();
    }

    private List<String> roles(String organization, String grant, RoleQuery... queries) {
        Message.Builder request = rolesOf(grant).addAllQueries(List.of(queries));
        return calls
                .send(organization, "ListGrantedProjectRoles", request, ListGrantedProjectRolesResponse.class)
                .getResultList()
                .stream()
                .map(Role::getKey)
                .toList();
    }

    private ListGrantedProjectRolesRequest.Builder rolesOf(String grant) {
        return ListGrantedProjectRolesRequest.newBuilder().setProjectId(shop).setGrantId(grant);
    }

    @Test
    void theOwnerListsTheGrantsOfAllItsProjects() {
        assertThat(given(acme)).containsExactlyInAnyOrder(shopToBeta, depotToBeta, shopToGamma);
        assertThat(given(beta)).isEmpty();
        AllProjectGrantQuery.Builder query = AllProjectGrantQuery.newBuilder();
        assertThat(given(
                        acme,
                        query.setProjectIdQuery(ProjectIDQuery.newBuilder().setProjectId(shop))))
                .containsExactlyInAnyOrder(shopToBeta, shopToGamma);
        assertThat(given(
                        acme,
                        query.setGrantedOrgIdQuery(
                                GrantedOrgIDQuery.newBuilder().setGrantedOrgId(gamma))))
                .containsExactly(shopToGamma);
        assertThat(given(
                        acme,
                        query.setRoleKeyQuery(GrantRoleKeyQuery.newBuilder().setRoleKey("writer"))))
                .containsExactly(shopToGamma);
        assertThat(given(
                        acme,
                        query.setProjectNameQuery(
                                GrantProjectNameQuery.newBuilder().setName("Depot"))))
                .containsExactly(depotToBeta);
    }

    @Test
    void theOwnerListsTheGrantsOfOneProjectByItsName() {
        ListProjectGrantsRequest.Builder request =
                ListProjectGrantsRequest.newBuilder().setProjectId(shop);
        assertThat(ofShop(request)).containsExactlyInAnyOrder(shopToBeta, shopToGamma);
        assertThat(ofShop(request.addQueries(projectNamed("Shop")))).containsExactlyInAnyOrder(shopToBeta, shopToGamma);
        assertThat(ofShop(request.addQueries(projectNamed("Depot")))).isEmpty();
    }

    private static ProjectGrantQuery.Builder projectNamed(String name) {
        return ProjectGrantQuery.newBuilder()
                .setProjectNameQuery(GrantProjectNameQuery.newBuilder().setName(name));
    }

    private List<String> ofShop(ListProjectGrantsRequest.Builder request) {
        return ids(calls.send(acme, "ListProjectGrants", request, ListProjectGrantsResponse.class)
                .getResultList());
    }

    private List<String> given(String organization, AllProjectGrantQuery.Builder... queries) {
        ListAllProjectGrantsRequest.Builder request = ListAllProjectGrantsRequest.newBuilder();
        for (AllProjectGrantQuery.Builder query : queries) {
            request.addQueries(query);
        }
        return ids(calls.send(organization, "ListAllProjectGrants", request, ListAllProjectGrantsResponse.class)
                .getResultList());
    }
}
