package dev.ostiary.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.admin.v1.AddIAMMemberRequest;
import dev.ostiary.api.admin.v1.AddIAMMemberResponse;
import dev.ostiary.api.admin.v1.ListIAMMembersRequest;
import dev.ostiary.api.admin.v1.ListIAMMembersResponse;
import dev.ostiary.api.admin.v1.RemoveIAMMemberRequest;
import dev.ostiary.api.admin.v1.UpdateIAMMemberRequest;
import dev.ostiary.api.admin.v1.UpdateIAMMemberResponse;
import dev.ostiary.api.member.v1.EmailQuery;
import dev.ostiary.api.member.v1.FirstNameQuery;
import dev.ostiary.api.member.v1.LastNameQuery;
import dev.ostiary.api.member.v1.SearchQuery;
import dev.ostiary.api.member.v1.UserIDQuery;
import dev.ostiary.api.user.v1.Type;
import dev.ostiary.api.v1.ListQuery;
import dev.ostiary.api.v1.TextQueryMethod;
import dev.ostiary.rpc.Caller.Membership;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.user.Machines;
import dev.ostiary.user.NewHuman;
import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.Gender;
import dev.ostiary.user.User.Profile;
import dev.ostiary.user.User.TokenType;
import dev.ostiary.user.Users;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Memberships through the calls of both services. */
class MembersTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final Users users = new Users(TESTS.ids, List.of());
    private final Members members = new Members(Roles.builtIn());
    private final String ada = human("Ada", "Lovelace");

    @BeforeEach
    void register() {
        new MemberApi(TESTS.store, members, users, Roles.builtIn(), TESTS.clock).register(tenant.calls);
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, IAM_OWNER", "ORGANIZATION, ORG_OWNER"})
    void aMemberIsListedWithWhoItIs(Level level, String role) throws Exception {
        var added = AddIAMMemberResponse.parseFrom(add(level, ada, role).toByteString());

        ListIAMMembersResponse listed = list(level);

        assertThat(added.getDetails().getSequence()).isEqualTo(1);
        assertThat(added.getDetails().hasCreationDate()).isTrue();
        assertThat(listed.getDetails().getTotalResult()).isEqualTo(1);
        var member = listed.getResult(0);
        assertThat(member.getUserId()).isEqualTo(ada);
        assertThat(member.getRolesList()).containsExactly(role);
        assertThat(member.getFirstName()).isEqualTo("Ada");
        assertThat(member.getLastName()).isEqualTo("Lovelace");
        assertThat(member.getDisplayName()).isEqualTo("Ada Lovelace");
        assertThat(member.getEmail()).isEqualTo("ada@example.com");
        assertThat(member.getPreferredLoginName()).isEqualTo("ada");
        assertThat(member.getUserResourceOwner()).isEqualTo(Tenant.ORGANIZATION);
        assertThat(member.getUserType()).isEqualTo(Type.TYPE_HUMAN);
    }

    @Test
    void aMachineCanBeAMember() throws Exception {
        String robot = tenant.write(tx -> new Machines(users, TESTS.ids)
                        .add(tx, tenant.id, Tenant.ORGANIZATION, "", "", "robot", "Robot", "", TokenType.BEARER))
                .id();

        add(Level.ORGANIZATION, robot, "ORG_OWNER");

        assertThat(list(Level.ORGANIZATION).getResult(0).getUserType()).isEqualTo(Type.TYPE_MACHINE);
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANCE, ORG_OWNER, INSTANCE-4m0fS, Errors.Instance.MemberInvalid",
        "INSTANCE, IAM_EMPEROR, INSTANCE-4m0fS, Errors.Instance.MemberInvalid",
        "INSTANCE, '', INSTANCE-4m0fS, Errors.Instance.MemberInvalid",
        "ORGANIZATION, IAM_OWNER, Org-4N8es, Errors.Org.MemberInvalid",
        "ORGANIZATION, ORG_EMPEROR, Org-4N8es, Errors.Org.MemberInvalid",
        "ORGANIZATION, org_owner, Org-4N8es, Errors.Org.MemberInvalid",
        "ORGANIZATION, PROJECT_OWNER, Org-4N8es, Errors.Org.MemberInvalid"
    })
    void aRoleOfAnotherLevelOrUnknownIsRefused(Level level, String role, String id, String key) throws Exception {
        Refusal.of(() -> add(level, ada, role)).is(Kind.INVALID_ARGUMENT, id).says(key);

        add(level, ada, level == Level.INSTANCE ? "IAM_OWNER" : "ORG_OWNER");
        Refusal.of(() -> update(level, ada, role)).is(Kind.INVALID_ARGUMENT, id).says(key);
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, INSTANCE-4m0fS", "ORGANIZATION, Org-4N8es"})
    void aMemberWithoutRolesIsRefused(Level level, String id) {
        Refusal.of(() -> add(level, ada)).is(Kind.INVALID_ARGUMENT, id);
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANCE, IAM_OWNER, INSTA-pFDwe, Errors.Instance.Member.AlreadyExists",
        "ORGANIZATION, ORG_OWNER, ORG-poWwe, Errors.Org.Member.AlreadyExists"
    })
    void nobodyIsAMemberTwice(Level level, String role, String id, String key) throws Exception {
        add(level, ada, role);

        Refusal.of(() -> add(level, ada, role)).is(Kind.ALREADY_EXISTS, id).says(key);
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, IAM_OWNER", "ORGANIZATION, ORG_OWNER"})
    void whoDoesNotExistIsNoMember(Level level, String role) {
        Refusal.of(() -> add(level, "123", role))
                .is(Kind.FAILED_PRECONDITION, "COMMAND-9Hfgh")
                .says("Errors.User.NotFound");
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, IAM_OWNER, IAM_OWNER_VIEWER", "ORGANIZATION, ORG_OWNER, ORG_OWNER_VIEWER"})
    void changedRolesReplaceTheOnesBefore(Level level, String before, String after) throws Exception {
        add(level, ada, before);

        Message changed = update(level, ada, after);

        assertThat(UpdateIAMMemberResponse.parseFrom(changed.toByteString())
                        .getDetails()
                        .getSequence())
                .isEqualTo(2);
        assertThat(list(level).getResult(0).getRolesList()).containsExactly(after);
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, IAM_OWNER", "ORGANIZATION, ORG_OWNER"})
    void theSameRolesAgainWriteNothing(Level level, String role) throws Exception {
        add(level, ada, role);
        int before = tenant.events().size();
        TESTS.clock.advance(Duration.ofSeconds(1));

        update(level, ada, role);

        assertThat(tenant.events()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANCE, IAM_OWNER, INSTANCE-D8JxR, Errors.Instance.Member.NotFound",
        "ORGANIZATION, ORG_OWNER, Org-D8JxR, Errors.Org.Member.NotFound"
    })
    void whoIsNoMemberIsNeitherChangedNorRemoved(Level level, String role, String id, String key) {
        Refusal.of(() -> update(level, ada, role)).is(Kind.NOT_FOUND, id).says(key);
        Refusal.of(() -> remove(level, ada)).is(Kind.NOT_FOUND, id).says(key);
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, IAM_OWNER", "ORGANIZATION, ORG_OWNER"})
    void whoWasRemovedCanBeAddedAgain(Level level, String role) throws Exception {
        add(level, ada, role);

        remove(level, ada);
        assertThat(list(level).getResultList()).isEmpty();

        add(level, ada, role);
        assertThat(list(level).getResultCount()).isEqualTo(1);
    }

    @Test
    void membershipsAreFoundForTheResourcesAskedFor() throws Exception {
        add(Level.INSTANCE, ada, "IAM_OWNER");
        add(Level.ORGANIZATION, ada, "ORG_OWNER", "ORG_OWNER_VIEWER");

        List<Membership> memberships = TESTS.store.read(
                sql -> members.ofUser(sql, tenant.id, ada, Set.of(tenant.id, Tenant.ORGANIZATION, "17")));

        assertThat(memberships)
                .containsExactlyInAnyOrder(
                        new Membership(tenant.id, List.of("IAM_OWNER")),
                        new Membership(Tenant.ORGANIZATION, List.of("ORG_OWNER", "ORG_OWNER_VIEWER")));
        assertThat(TESTS.store.<List<Membership>>read(sql -> members.ofUser(sql, tenant.id, ada, Set.of("17"))))
                .isEmpty();
    }

    @Test
    void membershipsEndAtTheInstance() throws Exception {
        add(Level.INSTANCE, ada, "IAM_OWNER");
        Tenant other = TESTS.tenant();

        List<Membership> memberships =
                TESTS.store.read(sql -> members.ofUser(sql, other.id, ada, Set.of(tenant.id, other.id)));

        assertThat(memberships).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void aLevelListsItsOwnMembersOnly(Level level) throws Exception {
        add(Level.INSTANCE, ada, "IAM_OWNER");
        add(Level.ORGANIZATION, human("Grace", "Hopper"), "ORG_OWNER");

        assertThat(list(level).getResultList())
                .extracting(dev.ostiary.api.member.v1.Member::getFirstName)
                .containsExactly(level == Level.INSTANCE ? "Ada" : "Grace");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 'Ada Grace Joan', 3", "0, 2, 'Ada Grace', 3", "2, 2, 'Joan', 3", "3, 2, '', 0", "-1, 2, '', 0"})
    void aPartOfTheListKnowsHowLongTheWholeIs(long offset, int limit, String expected, long total) throws Exception {
        three();

        ListIAMMembersResponse page = list(
                Level.INSTANCE,
                ListIAMMembersRequest.newBuilder()
                        .setQuery(ListQuery.newBuilder().setOffset(offset).setLimit(limit)));

        assertThat(firstNames(page)).isEqualTo(expected);
        assertThat(page.getDetails().getTotalResult()).isEqualTo(total);
    }

    @Test
    void membersAreSearchedByEachField() throws Exception {
        three();

        assertThat(search(SearchQuery.newBuilder()
                        .setUserIdQuery(UserIDQuery.newBuilder().setUserId(ada))))
                .isEqualTo("Ada");
        assertThat(search(SearchQuery.newBuilder()
                        .setFirstNameQuery(FirstNameQuery.newBuilder().setFirstName("Grace"))))
                .isEqualTo("Grace");
        assertThat(search(SearchQuery.newBuilder()
                        .setLastNameQuery(LastNameQuery.newBuilder()
                                .setLastName("CLARKE")
                                .setMethod(TextQueryMethod.TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE))))
                .isEqualTo("Joan");
        assertThat(search(SearchQuery.newBuilder()
                        .setEmailQuery(EmailQuery.newBuilder()
                                .setEmail("a")
                                .setMethod(TextQueryMethod.TEXT_QUERY_METHOD_STARTS_WITH))))
                .isEqualTo("Ada");
    }

    private void three() throws Exception {
        add(Level.INSTANCE, ada, "IAM_OWNER");
        TESTS.clock.advance(Duration.ofMillis(1));
        add(Level.INSTANCE, human("Grace", "Hopper"), "IAM_OWNER");
        TESTS.clock.advance(Duration.ofMillis(1));
        add(Level.INSTANCE, human("Joan", "Clarke"), "IAM_OWNER");
    }

    private String search(SearchQuery.Builder query) throws Exception {
        return firstNames(
                list(Level.INSTANCE, ListIAMMembersRequest.newBuilder().addQueries(query)));
    }

    private static String firstNames(ListIAMMembersResponse page) {
        return String.join(
                " ",
                page.getResultList().stream()
                        .map(dev.ostiary.api.member.v1.Member::getFirstName)
                        .toList());
    }

    private String human(String givenName, String familyName) {
        String name = givenName.toLowerCase(Locale.ROOT);
        NewHuman human = new NewHuman(
                "",
                name,
                new Profile(givenName, familyName, "", "", "en", Gender.UNSPECIFIED),
                new Email(name + "@example.com", true),
                null,
                null,
                false,
                List.of(),
                Map.of());
        return tenant.write(tx -> users.addHuman(tx, tenant.id, Tenant.ORGANIZATION, Tenant.ACTOR, human))
                .id();
    }

    private static String call(Level level, String verb) {
        return verb + (level == Level.INSTANCE ? "IAMMember" : "OrgMember");
    }

    private Message add(Level level, String user, String... roles) throws Exception {
        return tenant.answerTo(
                level,
                call(level, "Add"),
                AddIAMMemberRequest.newBuilder()
                        .setUserId(user)
                        .addAllRoles(List.of(roles))
                        .build());
    }

    private Message update(Level level, String user, String... roles) throws Exception {
        return tenant.answerTo(
                level,
                call(level, "Update"),
                UpdateIAMMemberRequest.newBuilder()
                        .setUserId(user)
                        .addAllRoles(List.of(roles))
                        .build());
    }

    private void remove(Level level, String user) throws Exception {
        tenant.answerTo(
                level,
                call(level, "Remove"),
                RemoveIAMMemberRequest.newBuilder().setUserId(user).build());
    }

    private ListIAMMembersResponse list(Level level) throws Exception {
        return list(level, ListIAMMembersRequest.newBuilder());
    }

    private ListIAMMembersResponse list(Level level, ListIAMMembersRequest.Builder request) throws Exception {
        return ListIAMMembersResponse.parseFrom(
                tenant.answerTo(level, level == Level.INSTANCE ? "ListIAMMembers" : "ListOrgMembers", request.build())
                        .toByteString());
    }
}
