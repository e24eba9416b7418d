package dev.ostiary.user;

import static dev.ostiary.Tenant.ACTOR;
import static dev.ostiary.Tenant.ORGANIZATION;
import static dev.ostiary.Tenant.OTHER_ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.Gender;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.Phone;
import dev.ostiary.user.User.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final Users users = new Users(TESTS.ids, List.of());

    @Test
    void aPersonIsFoundById() {
        Stored<User> ada = add(People.named("ada"));

        assertThat(find(ada.id())).contains(ada);
        assertThat(ada.owner()).isEqualTo(ORGANIZATION);
        assertThat(ada.state().state()).isEqualTo(User.State.ACTIVE);
        assertThat(human(ada).profile()).isEqualTo(People.ADA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "ADA", "Ada", " ada "})
    void aPersonIsFoundByLoginNameWithoutRegardToCase(String name) {
        Stored<User> ada = add(People.named("Ada"));

        assertThat(byLoginName(name)).contains(ada);
    }

    @Test
    void aUserNameIsKeptAsItWasWritten() {
        assertThat(add(People.named(" Ada ")).state().userName()).isEqualTo("Ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "ADA", " Ada "})
    void aUserNameIsTakenOnceInAnInstanceWithoutRegardToCase(String name) {
        add(People.named("ada"));

        Refusal.of(() -> addTo(OTHER_ORGANIZATION, People.named(name)))
                .is(Kind.ALREADY_EXISTS, "V3-DKcYh")
                .says("Errors.User.AlreadyExists");
        assertThat(tenant.eventTypes()).containsOnlyOnce("user.human.added");
    }

    @Test
    void anotherInstanceMayHaveTheSameUserName() {
        add(People.named("ada"));
        Tenant other = TESTS.tenant();

        Stored<User> same = other.write(tx -> users.addHuman(tx, other.id, ORGANIZATION, ACTOR, People.named("ada")));

        assertThat(byLoginName("ada")).isPresent().get().isNotEqualTo(same);
        assertThat(find(same.id())).isEmpty();
    }

    @Test
    void whoHasNoUserNameIsCalledByTheirEmailAddress() {
        Stored<User> ada = add(People.with("", "", new Email("Ada@Example.com", false), null, List.of()));

        assertThat(ada.state().userName()).isEqualTo("Ada@Example.com");
        assertThat(byLoginName("ada@example.com")).contains(ada);
    }

    @Test
    void whoHasNeitherUserNameNorEmailAddressIsRefused() {
        Refusal.of(() -> add(People.with("", " ", new Email("", false), null, List.of())))
                .is(Kind.INVALID_ARGUMENT, "COMMAND-00p2b");
    }

    @Test
    void anIdCanBeChosen() {
        assertThat(add(withId("my-id", "ada")).id()).isEqualTo("my-id");
    }

    @Test
    void anIdThatIsTakenIsRefused() {
        add(withId("my-id", "ada"));

        Refusal.of(() -> add(withId("my-id", "grace")))
                .is(Kind.FAILED_PRECONDITION, "COMMAND-7yiox1isql")
                .says("Errors.User.AlreadyExisting");
        assertThat(byLoginName("grace")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', Lovelace, USER-UCej2, Errors.User.Profile.FirstNameEmpty",
        "' ', '', USER-UCej2, Errors.User.Profile.FirstNameEmpty",
        "Ada, '', USER-4hB7d, Errors.User.Profile.LastNameEmpty",
        "Ada, '\t', USER-4hB7d, Errors.User.Profile.LastNameEmpty"
    })
    void namesAreMandatory(String given, String family, String id, String key) {
        Profile profile = new Profile(given, family, "", "", "", Gender.UNSPECIFIED);

        Refusal.of(() -> add(People.withProfile(profile)))
                .is(Kind.INVALID_ARGUMENT, id)
                .says(key);
    }

    @ParameterizedTest
    @CsvSource({"'', Ada Lovelace", "' ', Ada Lovelace", "' The Countess ', The Countess"})
    void whoSaysNothingElseIsShownByGivenAndFamilyName(String displayName, String shown) {
        Profile profile = new Profile(" Ada ", " Lovelace ", " Countess ", displayName, "en", Gender.FEMALE);

        assertThat(human(add(People.withProfile(profile))).profile())
                .isEqualTo(new Profile("Ada", "Lovelace", "Countess", shown, "en", Gender.FEMALE));
    }

    @Test
    void everythingThatIsToldOfAPersonIsKept() {
        NewHuman everything = new NewHuman(
                "",
                "ada",
                People.ADA,
                new Email("ada@example.com", true),
                new Phone("+41791234567", true),
                "hash",
                true,
                List.of(link("1", "ext")),
                Map.of("key", "dmFsdWU="));

        Stored<User> ada = add(everything);

        assertThat(find(ada.id())).contains(ada);
        assertThat(human(ada).email()).isEqualTo(new Email("ada@example.com", true));
        assertThat(human(ada).phone()).isEqualTo(new Phone("+41791234567", true));
        assertThat(human(ada).password()).isEqualTo(User.Password.fresh("hash", true, TESTS.clock.instant()));
        assertThat(human(ada).links()).containsExactly(link("1", "ext"));
        assertThat(ada.state().metadata()).isEqualTo(Map.of("key", "dmFsdWU="));
    }

    @Test
    void whoeverCreatesThemselvesIsTheActor() {
        Stored<User> ada = tenant.write(tx -> users.addHuman(tx, tenant.id, ORGANIZATION, "", People.named("ada")));

        assertThat(tenant.events()).extracting(Tenant.Recorded::actor).containsOnly(ada.id());
    }

    @Test
    void aPasswordHashIsInNoText() {
        NewHuman ada = People.withPassword("ada", "$argon2id$hash");

        assertThat(ada.toString()).doesNotContain("argon2id");
        assertThat(add(ada).toString()).doesNotContain("argon2id");
        assertThat(new UserEvent.PasswordChanged("$argon2id$hash", false, TestStore.START).toString())
                .doesNotContain("argon2id");
    }

    @Test
    void aVerifiedEmailAddressFindsAPersonWithoutRegardToCase() {
        Stored<User> ada = add(withEmail("ada", new Email("Ada@Example.com", true)));

        assertThat(byVerifiedEmail("aDA@example.COM")).containsExactly(ada);
    }

    @Test
    void anUnverifiedEmailAddressFindsNobody() {
        add(withEmail("ada", new Email("ada@example.com", false)));

        assertThat(byVerifiedEmail("ada@example.com")).isEmpty();
    }

    /** Who has no verified address must not be found by a provider that says nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void noEmailAddressFindsNobody(String address) {
        add(withEmail("ada", new Email("ada@example.com", false)));

        assertThat(byVerifiedEmail(address)).isEmpty();
        assertThat(byVerifiedEmailHere(address)).isEmpty();
    }

    @Test
    void twoPeopleWithOneEmailAddressAreBothFound() {
        add(withEmail("ada", new Email("shared@example.com", true)));
        add(withEmail("grace", new Email("shared@example.com", true)));
        add(withEmail("joan", new Email("shared@example.com", true)));

        assertThat(byVerifiedEmail("shared@example.com")).hasSize(2);
    }

    @Test
    void peopleCanBeFoundByEmailAddressWithinAnOrganization() {
        Stored<User> here = add(withEmail("ada", new Email("shared@example.com", true)));
        addTo(OTHER_ORGANIZATION, withEmail("grace", new Email("shared@example.com", true)));

        assertThat(byVerifiedEmailHere("shared@example.com")).containsExactly(here);
    }

    @Test
    void anEmailAddressThatIsNoLongerVerifiedFindsNobody() {
        Stored<User> ada = add(withEmail("ada", new Email("ada@example.com", true)));

        change(ada, People.ADA, new Email("ada@example.com", false), null);

        assertThat(byVerifiedEmail("ada@example.com")).isEmpty();
    }

    @Test
    void onlyWhatDiffersIsWritten() {
        Stored<User> ada = add(withEmail("ada", new Email("ada@example.com", true)));
        Profile other = new Profile("Augusta", "King", "", "", "en", Gender.FEMALE);

        Stored<User> renamed = change(ada, other, new Email("ada@example.com", true), null);
        Stored<User> called = change(renamed, other, new Email("ada@example.com", true), new Phone("+41", false));
        Stored<User> moved = change(called, other, new Email("new@example.com", false), null);

        assertThat(tenant.eventTypes())
                .containsExactly(
                        "user.human.added",
                        "user.human.profile.changed",
                        "user.human.phone.changed",
                        "user.human.email.changed");
        assertThat(find(ada.id())).contains(moved);
        assertThat(human(moved).profile().displayName()).isEqualTo("Augusta King");
        assertThat(human(moved).phone()).isEqualTo(new Phone("+41", false));
    }

    @Test
    void whatDoesNotDifferIsNotWritten() {
        Stored<User> ada = add(withEmail("ada", new Email("ada@example.com", true)));
        TESTS.clock.advance(Duration.ofSeconds(5));

        assertThat(change(ada, People.ADA, new Email("ada@example.com", true), null))
                .isEqualTo(ada);
        assertThat(tenant.events()).hasSize(1);
    }

    @Test
    void aNewPasswordReplacesTheOldOneAndForgetsWrongAttempts() {
        Stored<User> ada = add(People.withPassword("ada", "old"));

        Stored<User> changed = tenant.write(tx -> users.setPassword(tx, ada, ACTOR, "new", true));

        assertThat(human(changed).password()).isEqualTo(User.Password.fresh("new", true, TESTS.clock.instant()));
    }

    private static NewHuman withId(String id, String userName) {
        return People.with(id, userName, new Email("", false), null, List.of());
    }

    private static NewHuman withEmail(String userName, Email email) {
        return People.with("", userName, email, null, List.of());
    }

    private static User.IdpLink link(String idp, String externalId) {
        return new User.IdpLink(idp, externalId, "Ada", "https://op.example.com");
    }

    private Stored<User> add(NewHuman human) {
        return addTo(ORGANIZATION, human);
    }

    private Stored<User> addTo(String organization, NewHuman human) {
        return tenant.write(tx -> users.addHuman(tx, tenant.id, organization, ACTOR, human));
    }

    private Stored<User> change(Stored<User> user, Profile profile, Email email, @Nullable Phone phone) {
        return tenant.write(tx -> users.changeHuman(tx, user, ACTOR, profile, email, phone));
    }

    private Optional<Stored<User>> find(String id) {
        return TESTS.store.read(sql -> users.find(sql, tenant.id, id));
    }

    private Optional<Stored<User>> byLoginName(String name) {
        return TESTS.store.read(sql -> users.byLoginName(sql, tenant.id, name));
    }

    private List<Stored<User>> byVerifiedEmail(String address) {
        return TESTS.store.read(sql -> users.byVerifiedEmail(sql, tenant.id, address));
    }

    private List<Stored<User>> byVerifiedEmailHere(String address) {
        return TESTS.store.read(sql -> users.byVerifiedEmail(sql, tenant.id, ORGANIZATION, address));
    }

    private static Human human(Stored<User> user) {
        return user.state().human().orElseThrow();
    }
}
