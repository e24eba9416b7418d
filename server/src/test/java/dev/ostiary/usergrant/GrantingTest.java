package dev.ostiary.usergrant;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.ostiary.GrantingCalls;
import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.access.Roles;
import dev.ostiary.api.management.v1.AddProjectRoleRequest;
import dev.ostiary.api.management.v1.BulkAddProjectRolesRequest;
import dev.ostiary.api.management.v1.BulkRemoveUserGrantRequest;
import dev.ostiary.api.management.v1.DeactivateProjectGrantRequest;
import dev.ostiary.api.management.v1.DeactivateUserGrantRequest;
import dev.ostiary.api.management.v1.GetProjectGrantByIDRequest;
import dev.ostiary.api.management.v1.GetProjectGrantByIDResponse;
import dev.ostiary.api.management.v1.GetUserGrantByIDRequest;
import dev.ostiary.api.management.v1.GetUserGrantByIDResponse;
import dev.ostiary.api.management.v1.ListProjectGrantsRequest;
import dev.ostiary.api.management.v1.ListProjectGrantsResponse;
import dev.ostiary.api.management.v1.ListProjectRolesRequest;
import dev.ostiary.api.management.v1.ListProjectRolesResponse;
import dev.ostiary.api.management.v1.ListUserGrantRequest;
import dev.ostiary.api.management.v1.ListUserGrantResponse;
import dev.ostiary.api.management.v1.ReactivateProjectGrantRequest;
import dev.ostiary.api.management.v1.ReactivateUserGrantRequest;
import dev.ostiary.api.management.v1.RemoveProjectGrantRequest;
import dev.ostiary.api.management.v1.RemoveProjectRequest;
import dev.ostiary.api.management.v1.RemoveProjectRoleRequest;
import dev.ostiary.api.management.v1.UpdateProjectGrantRequest;
import dev.ostiary.api.management.v1.UpdateProjectRoleRequest;
import dev.ostiary.api.management.v1.UpdateUserGrantRequest;
import dev.ostiary.api.project.v1.GrantRoleKeyQuery;
import dev.ostiary.api.project.v1.GrantedProject;
import dev.ostiary.api.project.v1.ProjectGrantQuery;
import dev.ostiary.api.project.v1.ProjectGrantState;
import dev.ostiary.api.project.v1.Role;
import dev.ostiary.api.project.v1.RoleKeyQuery;
import dev.ostiary.api.project.v1.RoleQuery;
import dev.ostiary.api.user.v1.Type;
import dev.ostiary.api.user.v1.UserGrant;
import dev.ostiary.api.user.v1.UserGrantEmailQuery;
import dev.ostiary.api.user.v1.UserGrantProjectGrantIDQuery;
import dev.ostiary.api.user.v1.UserGrantProjectIDQuery;
import dev.ostiary.api.user.v1.UserGrantQuery;
import dev.ostiary.api.user.v1.UserGrantRoleKeyQuery;
import dev.ostiary.api.user.v1.UserGrantState;
import dev.ostiary.api.user.v1.UserGrantUserIDQuery;
import dev.ostiary.api.user.v1.UserGrantUserTypeQuery;
import dev.ostiary.api.user.v1.UserGrantWithGrantedQuery;
import dev.ostiary.api.v1.ListQuery;
import dev.ostiary.api.v1.TextQueryMethod;
import dev.ostiary.org.Orgs;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.user.NewHuman;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Roles, project grants and user grants, by the calls of the contract, and what goes along when one of them goes. */
class GrantingTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final Granting granting = Granting.on(TESTS.ids, new ProjectMembers(Roles.builtIn()));
    private final Projects projects = new Projects(TESTS.ids, List.of(granting::projectRemoved));
    private final Users users = new Users(TESTS.ids, List.of(granting::userRemoved));
    private final Orgs orgs = new Orgs(TESTS.ids, List.of());
    private final GrantingCalls calls = new GrantingCalls(tenant.calls, tenant::callAbout);
    private String acme;
    private String beta;
    private String ada;
    private String bob;
    private String shop;

    @BeforeEach
    void register() {
        GrantingCalls.register(tenant.calls, TESTS.store, TESTS.clock, projects, granting, users, orgs);
        acme = org("Acme");
        beta = org("Beta");
        ada = person(acme, "ada");
        bob = person(beta, "bob");
        shop = calls.addProject(acme, "Shop");
        calls.role(acme, shop, "reader");
        calls.role(acme, shop, "writer");
    }

    private String org(String name) {
        return tenant.write(tx -> orgs.add(tx, tenant.id, "id.example.com", "", name))
                .id();
    }

    private String person(String organization, String name) {
        User.Profile profile = new User.Profile(name, "Lovelace", "", "", "en", User.Gender.UNSPECIFIED);
        User.Email email = new User.Email(name + "@example.com", true);
        NewHuman human = new NewHuman("", name, profile, email, null, null, false, List.of(), Map.of());
        return tenant.write(tx -> users.addHuman(tx, tenant.id, organization, "", human))
                .id();
    }

    private UserGrant read(String organization, String user, String grant) {
        return calls.send(
                        organization,
                        "GetUserGrantByID",
                        GetUserGrantByIDRequest.newBuilder().setUserId(user).setGrantId(grant),
                        GetUserGrantByIDResponse.class)
                .getUserGrant();
    }

    private GrantedProject readProjectGrant(String grant) {
        return calls.send(
                        acme,
                        "GetProjectGrantByID",
                        GetProjectGrantByIDRequest.newBuilder()
                                .setProjectId(shop)
                                .setGrantId(grant),
                        GetProjectGrantByIDResponse.class)
                .getProjectGrant();
    }

    private List<Role> roles(RoleQuery... queries) {
        return calls.send(
                        acme,
                        "ListProjectRoles",
                        ListProjectRolesRequest.newBuilder().setProjectId(shop).addAllQueries(List.of(queries)),
                        ListProjectRolesResponse.class)
                .getResultList();
    }

    private List<String> grants(String organization, UserGrantQuery.Builder... queries) {
        return list(organization, ListQuery.getDefaultInstance(), queries).getResultList().stream()
                .map(UserGrant::getId)
                .toList();
    }

    private ListUserGrantResponse list(String organization, ListQuery window, UserGrantQuery.Builder... queries) {
        ListUserGrantRequest.Builder request = ListUserGrantRequest.newBuilder().setQuery(window);
        for (UserGrantQuery.Builder query : queries) {
            request.addQueries(query);
        }
        return calls.send(organization, "ListUserGrants", request, ListUserGrantResponse.class);
    }

    private Message removeRole(String key) {
        return calls.send(
                acme,
                "RemoveProjectRole",
                RemoveProjectRoleRequest.newBuilder().setProjectId(shop).setRoleKey(key));
    }

    // Roles

    @Test
    void aRoleComesBackAndCanBeChanged() {
        AddProjectRoleRequest.Builder request = AddProjectRoleRequest.newBuilder()
                .setProjectId(shop)
                .setRoleKey("a/b c")
                .setDisplayName("Strange")
                .setGroup("G");
        calls.send(acme, "AddProjectRole", request);
        UpdateProjectRoleRequest.Builder change = UpdateProjectRoleRequest.newBuilder()
                .setProjectId(shop)
                .setRoleKey("a/b c")
                .setDisplayName("Stranger");
        calls.send(acme, "UpdateProjectRole", change);
        calls.send(acme, "UpdateProjectRole", change);

        Role role = roles().stream()
                .filter(each -> each.getKey().equals("a/b c"))
                .findFirst()
                .orElseThrow();
        assertThat(role.getDisplayName()).isEqualTo("Stranger");
        assertThat(role.getGroup()).isEmpty();
        assertThat(role.getDetails().getSequence()).isEqualTo(2);
        assertThat(role.getDetails().getResourceOwner()).isEqualTo(acme);
    }

    @Test
    void aKeyIsTakenOnceInAProjectWithoutRegardToCase() {
        Refusal.of(() -> calls.role(acme, shop, "READER"))
                .is(Kind.ALREADY_EXISTS, "V3-DKcYh")
                .says("Errors.Project.Role.AlreadyExists");
        calls.role(acme, calls.addProject(acme, "Other"), "reader");
        removeRole("reader");
        calls.role(acme, shop, "Reader");
    }

    @Test
    void manyRolesAreAddedAllOrNone() {
        BulkAddProjectRolesRequest.Builder bulk = BulkAddProjectRolesRequest.newBuilder()
                .setProjectId(shop)
                .addRoles(
                        BulkAddProjectRolesRequest.Role.newBuilder().setKey("a").setDisplayName("A"))
                .addRoles(
                        BulkAddProjectRolesRequest.Role.newBuilder().setKey("b").setDisplayName("B"));
        calls.send(acme, "BulkAddProjectRoles", bulk);
        Refusal.of(() -> calls.send(
                        acme,
                        "BulkAddProjectRoles",
                        BulkAddProjectRolesRequest.newBuilder()
                                .setProjectId(shop)
                                .addRoles(BulkAddProjectRolesRequest.Role.newBuilder()
                                        .setKey("c")
                                        .setDisplayName("C"))
                                .addAllRoles(bulk.getRolesList())))
                .is(Kind.ALREADY_EXISTS, "V3-DKcYh");

        assertThat(roles()).extracting(Role::getKey).containsExactlyInAnyOrder("reader", "writer", "a", "b");
        assertThat(roles(RoleQuery.newBuilder()
                        .setKeyQuery(RoleKeyQuery.newBuilder()
                                .setKey("ER")
                                .setMethod(TextQueryMethod.TEXT_QUERY_METHOD_ENDS_WITH_IGNORE_CASE))
                        .build()))
                .extracting(Role::getKey)
                .containsExactly("reader", "writer");
    }

    @Test
    void rolesOfAnotherOrganizationsProjectAreOutOfReach() {
        Refusal.of(() -> calls.role(beta, shop, "boss")).is(Kind.NOT_FOUND, "PROJECT-Rp2nf");
        Refusal.of(() -> removeRole("king"))
                .is(Kind.NOT_FOUND, "PROJECT-Rn5ex")
                .says("Errors.Project.Role.NotExisting");
    }

    // Project grants

    @Test
    void aProjectGrantComesBackWithNames() {
        GrantedProject grant = readProjectGrant(calls.grantProject(acme, shop, beta, "reader", "reader"));

        assertThat(grant.getGrantedOrgId()).isEqualTo(beta);
        assertThat(grant.getGrantedOrgName()).isEqualTo("Beta");
        assertThat(grant.getGrantedRoleKeysList()).containsExactly("reader");
        assertThat(grant.getProjectId()).isEqualTo(shop);
        assertThat(grant.getProjectName()).isEqualTo("Shop");
        assertThat(grant.getProjectOwnerId()).isEqualTo(acme);
        assertThat(grant.getProjectOwnerName()).isEqualTo("Acme");
        assertThat(grant.getState()).isEqualTo(ProjectGrantState.PROJECT_GRANT_STATE_ACTIVE);
    }

    @Test
    void aProjectIsGrantedOnceToAnOrganizationThatExistsAndWithRolesThatExist() {
        calls.grantProject(acme, shop, beta);

        Refusal.of(() -> calls.grantProject(acme, shop, beta))
                .is(Kind.ALREADY_EXISTS, "V3-DKcYh")
                .says("Errors.Project.Grant.AlreadyExists");
        Refusal.of(() -> calls.grantProject(acme, shop, acme)).is(Kind.FAILED_PRECONDITION, "PROJECT-Go3wn");
        Refusal.of(() -> calls.grantProject(acme, shop, "17")).is(Kind.FAILED_PRECONDITION, "PROJECT-Go5nf");
        Refusal.of(() -> calls.grantProject(acme, shop, org("Gamma"), "king"))
                .is(Kind.FAILED_PRECONDITION, "PROJECT-Gr6ne");
        Refusal.of(() -> calls.grantProject(beta, shop, acme)).is(Kind.NOT_FOUND, "PROJECT-Gp8nf");
    }

    @Test
    void projectGrantsAreListedByRole() {
        String first = calls.grantProject(acme, shop, beta, "reader");
        String second = calls.grantProject(acme, shop, org("Gamma"), "reader", "writer");

        assertThat(projectGrants()).containsExactly(first, second);
        assertThat(projectGrants(ProjectGrantQuery.newBuilder()
                        .setRoleKeyQuery(GrantRoleKeyQuery.newBuilder().setRoleKey("writer"))
                        .build()))
                .containsExactly(second);
    }

    private List<String> projectGrants(ProjectGrantQuery... queries) {
        return calls
                .send(
                        acme,
                        "ListProjectGrants",
                        ListProjectGrantsRequest.newBuilder().setProjectId(shop).addAllQueries(List.of(queries)),
                        ListProjectGrantsResponse.class)
                .getResultList()
                .stream()
                .map(GrantedProject::getGrantId)
                .toList();
    }

    @Test
    void aProjectGrantIsSwitchedOffAndOn() {
        String grant = calls.grantProject(acme, shop, beta);
        DeactivateProjectGrantRequest.Builder off =
                DeactivateProjectGrantRequest.newBuilder().setProjectId(shop).setGrantId(grant);
        ReactivateProjectGrantRequest.Builder on =
                ReactivateProjectGrantRequest.newBuilder().setProjectId(shop).setGrantId(grant);

        Refusal.of(() -> calls.send(acme, "ReactivateProjectGrant", on)).is(Kind.FAILED_PRECONDITION, "PROJECT-Gn7in");
        calls.send(acme, "DeactivateProjectGrant", off);
        assertThat(readProjectGrant(grant).getState()).isEqualTo(ProjectGrantState.PROJECT_GRANT_STATE_INACTIVE);
        Refusal.of(() -> calls.send(acme, "DeactivateProjectGrant", off)).is(Kind.FAILED_PRECONDITION, "PROJECT-Gn4ac");
        Refusal.of(() -> calls.send(beta, "ReactivateProjectGrant", on)).is(Kind.NOT_FOUND, "PROJECT-Ge9nf");
        calls.send(acme, "ReactivateProjectGrant", on);
    }

    // User grants

    @Test
    void aUserGrantComesBackWithNames() {
        UserGrant grant = read(acme, bob, calls.give(acme, bob, shop, "", "writer", "reader"));

        assertThat(grant.getRoleKeysList()).containsExactly("writer", "reader");
        assertThat(grant.getState()).isEqualTo(UserGrantState.USER_GRANT_STATE_ACTIVE);
        assertThat(grant.getUserName()).isEqualTo("bob");
        assertThat(grant.getEmail()).isEqualTo("bob@example.com");
        assertThat(grant.getUserType()).isEqualTo(Type.TYPE_HUMAN);
        assertThat(grant.getProjectName()).isEqualTo("Shop");
        assertThat(grant.getOrgId()).isEqualTo(acme);
        assertThat(grant.getOrgDomain()).isEqualTo("acme.id.example.com");
        assertThat(grant.getGrantedOrgId()).isEmpty();
        assertThat(grant.getDetails().getResourceOwner()).isEqualTo(acme);
    }

    @Test
    void onlyWhatThereIsCanBeGivenAndOnlyOnce() {
        calls.give(acme, ada, shop, "", "reader");

        Refusal.of(() -> calls.give(acme, ada, shop, "", "writer"))
                .is(Kind.ALREADY_EXISTS, "V3-DKcYh")
                .says("Errors.UserGrant.AlreadyExists");
        Refusal.of(() -> calls.give(acme, "17", shop, "", "reader")).is(Kind.FAILED_PRECONDITION, "COMMAND-4f8sg");
        Refusal.of(() -> calls.give(acme, ada, "17", "", "reader")).is(Kind.FAILED_PRECONDITION, "COMMAND-3n77S");
        Refusal.of(() -> calls.give(beta, bob, shop, "", "reader")).is(Kind.FAILED_PRECONDITION, "COMMAND-3n77S");
        Refusal.of(() -> calls.give(acme, bob, shop, "", "king")).is(Kind.FAILED_PRECONDITION, "COMMAND-mm9F4");
    }

    @Test
    void anOrganizationGivesTheRolesItWasGrantedAndNoOthers() {
        String through = calls.grantProject(acme, shop, beta, "reader");

        Refusal.of(() -> calls.give(beta, bob, shop, through, "writer")).is(Kind.FAILED_PRECONDITION, "COMMAND-mm9F4");
        Refusal.of(() -> calls.give(acme, bob, shop, through, "reader"))
                .is(Kind.FAILED_PRECONDITION, "USERGRANT-Pg3nf");
        UserGrant grant = read(beta, bob, calls.give(beta, bob, shop, through, "reader"));

        assertThat(grant.getProjectGrantId()).isEqualTo(through);
        assertThat(grant.getGrantedOrgId()).isEqualTo(beta);
        assertThat(grant.getGrantedOrgName()).isEqualTo("Beta");
    }

    @Test
    void aUserGrantIsChangedAndSwitchedOffAndOn() {
        String grant = calls.give(acme, ada, shop, "", "reader");
        calls.send(acme, "UpdateUserGrant", update(grant, "writer"));
        calls.send(acme, "UpdateUserGrant", update(grant, "writer"));
        assertThat(read(acme, ada, grant).getRoleKeysList()).containsExactly("writer");
        Refusal.of(() -> calls.send(acme, "UpdateUserGrant", update(grant, "king")))
                .is(Kind.FAILED_PRECONDITION, "COMMAND-mm9F4");

        DeactivateUserGrantRequest.Builder off =
                DeactivateUserGrantRequest.newBuilder().setUserId(ada).setGrantId(grant);
        ReactivateUserGrantRequest.Builder on =
                ReactivateUserGrantRequest.newBuilder().setUserId(ada).setGrantId(grant);
        Refusal.of(() -> calls.send(acme, "ReactivateUserGrant", on)).is(Kind.FAILED_PRECONDITION, "USERGRANT-Ni7ac");
        calls.send(acme, "DeactivateUserGrant", off);
        assertThat(read(acme, ada, grant).getState()).isEqualTo(UserGrantState.USER_GRANT_STATE_INACTIVE);
        Refusal.of(() -> calls.send(acme, "DeactivateUserGrant", off)).is(Kind.FAILED_PRECONDITION, "USERGRANT-Na4ct");
        calls.send(acme, "ReactivateUserGrant", on);

        assertThat(tenant.eventTypes())
                .endsWith("user.grant.added", "user.grant.changed", "user.grant.deactivated", "user.grant.reactivated");
    }

    private UpdateUserGrantRequest.Builder update(String grant, String role) {
        return UpdateUserGrantRequest.newBuilder()
                .setUserId(ada)
                .setGrantId(grant)
                .addRoleKeys(role);
    }

    @Test
    void aUserGrantOfAnotherOrganizationOrUserIsNotThere() {
        String grant = calls.give(acme, ada, shop, "", "reader");

        Refusal.of(() -> read(beta, ada, grant)).is(Kind.NOT_FOUND, "USERGRANT-Ge9nf");
        Refusal.of(() -> read(acme, bob, grant)).is(Kind.NOT_FOUND, "USERGRANT-Ge9nf");
        Refusal.of(() -> calls.take(acme, bob, grant)).is(Kind.NOT_FOUND, "USERGRANT-Ge9nf");
        Refusal.of(() -> calls.take(beta, ada, grant)).is(Kind.NOT_FOUND, "USERGRANT-Ge9nf");
    }

    @Test
    void userGrantsAreListedByWhatTheySayAndByWhoTheyAreFor() {
        String through = calls.grantProject(acme, shop, beta, "reader");
        String first = calls.give(acme, ada, shop, "", "reader");
        String second = calls.give(acme, bob, shop, "", "writer");
        String third = calls.give(acme, ada, calls.addProject(acme, "Other"), "");
        String foreign = calls.give(beta, bob, shop, through, "reader");

        assertThat(grants(acme)).containsExactly(first, second, third);
        assertThat(grants(beta)).containsExactly(foreign);
        assertThat(grants(
                        acme,
                        UserGrantQuery.newBuilder()
                                .setWithGrantedQuery(
                                        UserGrantWithGrantedQuery.newBuilder().setWithGranted(true)),
                        UserGrantQuery.newBuilder()
                                .setProjectIdQuery(
                                        UserGrantProjectIDQuery.newBuilder().setProjectId(shop))))
                .containsExactly(first, second, foreign);
        assertThat(grants(
                        acme,
                        UserGrantQuery.newBuilder()
                                .setUserIdQuery(
                                        UserGrantUserIDQuery.newBuilder().setUserId(ada))))
                .containsExactly(first, third);
        assertThat(grants(
                        acme,
                        UserGrantQuery.newBuilder()
                                .setRoleKeyQuery(
                                        UserGrantRoleKeyQuery.newBuilder().setRoleKey("writer"))))
                .containsExactly(second);
        assertThat(grants(
                        beta,
                        UserGrantQuery.newBuilder()
                                .setProjectGrantIdQuery(UserGrantProjectGrantIDQuery.newBuilder()
                                        .setProjectGrantId(through))))
                .containsExactly(foreign);
        assertThat(grants(acme, ofAda())).containsExactly(first, third);
        assertThat(grants(
                        acme,
                        UserGrantQuery.newBuilder()
                                .setUserTypeQuery(
                                        UserGrantUserTypeQuery.newBuilder().setType(Type.TYPE_MACHINE))))
                .isEmpty();
        ListUserGrantResponse part =
                list(acme, ListQuery.newBuilder().setOffset(1).setLimit(1).build(), ofAda());
        assertThat(part.getDetails().getTotalResult()).isEqualTo(2);
        assertThat(part.getResultList()).extracting(UserGrant::getId).containsExactly(third);
    }

    private static UserGrantQuery.Builder ofAda() {
        return UserGrantQuery.newBuilder()
                .setEmailQuery(UserGrantEmailQuery.newBuilder()
                        .setEmail("ADA@")
                        .setMethod(TextQueryMethod.TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE));
    }

    @Test
    void manyUserGrantsAreRemovedAllOrNone() {
        String first = calls.give(acme, ada, shop, "", "reader");
        String second = calls.give(acme, bob, shop, "", "writer");

        Refusal.of(() -> calls.send(
                        acme,
                        "BulkRemoveUserGrant",
                        BulkRemoveUserGrantRequest.newBuilder()
                                .addGrantId(first)
                                .addGrantId("17")))
                .is(Kind.NOT_FOUND, "USERGRANT-Ge9nf");
        assertThat(grants(acme)).containsExactly(first, second);
        calls.send(
                acme,
                "BulkRemoveUserGrant",
                BulkRemoveUserGrantRequest.newBuilder()
                        .addGrantId(first)
                        .addGrantId(second)
                        .addGrantId(first));
        assertThat(grants(acme)).isEmpty();
        calls.give(acme, ada, shop, "", "reader");
    }

    // What goes along

    @Test
    void aRemovedRoleIsTakenFromEverybody() {
        String through = calls.grantProject(acme, shop, beta, "reader", "writer");
        String own = calls.give(acme, ada, shop, "", "reader", "writer");
        String granted = calls.give(beta, bob, shop, through, "reader");

        removeRole("reader");

        assertThat(readProjectGrant(through).getGrantedRoleKeysList()).containsExactly("writer");
        assertThat(read(acme, ada, own).getRoleKeysList()).containsExactly("writer");
        assertThat(read(beta, bob, granted).getRoleKeysList()).isEmpty();
        assertThat(tenant.eventTypes())
                .endsWith(
                        "project.grant.cascade.changed",
                        "user.grant.cascade.changed",
                        "user.grant.cascade.changed",
                        "project.role.removed");
    }

    @Test
    void aProjectGrantThatIsNarrowedTakesRolesAlong() {
        String through = calls.grantProject(acme, shop, beta, "reader", "writer");
        String granted = calls.give(beta, bob, shop, through, "reader", "writer");

        calls.send(
                acme,
                "UpdateProjectGrant",
                UpdateProjectGrantRequest.newBuilder()
                        .setProjectId(shop)
                        .setGrantId(through)
                        .addRoleKeys("writer"));

        assertThat(read(beta, bob, granted).getRoleKeysList()).containsExactly("writer");
    }

    @Test
    void aProjectGrantTakesWhatWasGivenThroughItAlong() {
        String through = calls.grantProject(acme, shop, beta, "reader");
        calls.give(beta, bob, shop, through, "reader");
        String own = calls.give(acme, bob, shop, "", "reader");

        calls.send(
                acme,
                "RemoveProjectGrant",
                RemoveProjectGrantRequest.newBuilder().setProjectId(shop).setGrantId(through));

        assertThat(grants(beta)).isEmpty();
        assertThat(grants(acme)).containsExactly(own);
        calls.grantProject(acme, shop, beta, "reader");
    }

    @Test
    void aProjectTakesRolesAndGrantsAlong() {
        String through = calls.grantProject(acme, shop, beta, "reader");
        calls.give(beta, bob, shop, through, "reader");
        calls.give(acme, ada, shop, "", "reader");

        calls.send(acme, "RemoveProject", RemoveProjectRequest.newBuilder().setId(shop));

        for (String table :
                List.of("project_roles", "project_grants", "project_grant_roles", "user_grants", "user_grant_roles")) {
            long rows = TESTS.store.read(
                    sql -> sql.select("select count(*) from " + table + " where instance = ?", tenant.id)
                            .mapTo(Long.class)
                            .one());
            assertThat(rows).as(table).isZero();
        }
        assertThat(TESTS.store.<List<String>>read(sql -> sql.select(
                                "select kind from claims where instance = ? and kind in"
                                        + " ('project_role', 'project_grant', 'user_grant', 'project_names')",
                                tenant.id)
                        .mapTo(String.class)
                        .list()))
                .isEmpty();
    }
}
