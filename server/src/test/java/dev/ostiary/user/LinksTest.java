package dev.ostiary.user;

import static dev.ostiary.Tenant.ACTOR;
import static dev.ostiary.Tenant.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User.IdpLink;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Accounts at identity providers. */
class LinksTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final Users users = new Users(TESTS.ids, List.of());

    @Test
    void aLinkedAccountFindsItsUser() {
        Stored<User> ada = add(People.linked("ada", link("1", "ext-1"), link("2", "ext-2")));

        assertThat(linkedTo("1", "ext-1")).contains(ada);
        assertThat(linkedTo("2", "ext-2")).contains(ada);
        assertThat(linkedTo("1", "ext-2")).isEmpty();
    }

    @Test
    void anAccountBelongsToOneUser() {
        add(People.linked("ada", link("1", "ext")));
        Stored<User> grace = add(People.linked("grace"));

        Refusal.of(() -> add(People.linked("joan", link("1", "ext"))))
                .is(Kind.ALREADY_EXISTS, "V3-DKcYh")
                .says("Errors.User.ExternalIDP.AlreadyExists");
        Refusal.of(() -> link(grace, link("1", "ext"))).is(Kind.ALREADY_EXISTS, "V3-DKcYh");
    }

    @Test
    void aUserLinksAnAccountOnce() {
        Stored<User> ada = add(People.linked("ada", link("1", "ext")));

        Refusal.of(() -> link(ada, link("1", "ext"))).is(Kind.ALREADY_EXISTS, "V3-DKcYh");
    }

    @Test
    void accountsThatDifferInCaseAreDifferent() {
        Stored<User> lower = add(People.linked("lower", link("1", "ext")));
        Stored<User> upper = add(People.linked("upper", link("1", "EXT")));

        assertThat(linkedTo("1", "ext")).contains(lower);
        assertThat(linkedTo("1", "EXT")).contains(upper);
    }

    @Test
    void theSameIdAtAnotherProviderIsAnotherAccount() {
        Stored<User> one = add(People.linked("one", link("1", "ext")));
        Stored<User> two = add(People.linked("two", link("2", "ext")));

        assertThat(linkedTo("1", "ext")).contains(one);
        assertThat(linkedTo("2", "ext")).contains(two);
    }

    @Test
    void linksOfAnotherInstanceFindNobody() {
        add(People.linked("ada", link("1", "ext")));
        Tenant other = TESTS.tenant();

        Optional<Stored<User>> found = TESTS.store.read(sql -> users.linkedTo(sql, other.id, "1", "ext"));

        assertThat(found).isEmpty();
    }

    @Test
    void aLinkThatIsAddedLaterFindsItsUserToo() {
        Stored<User> ada = add(People.linked("ada"));

        Stored<User> linked = link(ada, link("1", "ext"));

        assertThat(linkedTo("1", "ext")).contains(linked);
        assertThat(linked.state().human().orElseThrow().links()).containsExactly(link("1", "ext"));
    }

    @Test
    void aRemovedProviderTakesItsLinksAndNoOthersWithIt() {
        add(People.linked("ada", link("1", "ext-a"), link("2", "ext-a")));
        add(People.linked("grace", link("1", "ext-g"), link("1", "ext-h")));
        Stored<User> joan = add(People.linked("joan", link("2", "ext-j")));

        unlinkAll("1");

        assertThat(linkedTo("1", "ext-a")).isEmpty();
        assertThat(linkedTo("1", "ext-g")).isEmpty();
        assertThat(linkedTo("1", "ext-h")).isEmpty();
        assertThat(linkedTo("2", "ext-a")
                        .orElseThrow()
                        .state()
                        .human()
                        .orElseThrow()
                        .links())
                .containsExactly(link("2", "ext-a"));
        assertThat(linkedTo("2", "ext-j")).contains(joan);
        assertThat(tenant.eventTypes().stream().filter("user.human.externalidp.cascade.removed"::equals))
                .hasSize(3);
    }

    @Test
    void anAccountOfARemovedProviderCanBeLinkedAgain() {
        add(People.linked("ada", link("1", "ext")));
        unlinkAll("1");

        Stored<User> grace = add(People.linked("grace", link("1", "ext")));

        assertThat(linkedTo("1", "ext")).contains(grace);
    }

    @Test
    void aProviderWithoutLinksTakesNothingWithIt() {
        add(People.linked("ada", link("1", "ext")));
        int before = tenant.events().size();

        unlinkAll("2");

        assertThat(tenant.events()).hasSize(before);
    }

    private static IdpLink link(String idp, String externalId) {
        return new IdpLink(idp, externalId, "name there", "https://op.example.com");
    }

    private Stored<User> add(NewHuman human) {
        return tenant.write(tx -> users.addHuman(tx, tenant.id, ORGANIZATION, ACTOR, human));
    }

    private Stored<User> link(Stored<User> user, IdpLink link) {
        return tenant.write(tx -> users.addLink(tx, user, ACTOR, link));
    }

    private void unlinkAll(String idp) {
        tenant.write(tx -> {
            users.unlinkAll(tx, tenant.id, idp, ACTOR);
            return List.of();
        });
    }

    private Optional<Stored<User>> linkedTo(String idp, String externalId) {
        return TESTS.store.read(sql -> users.linkedTo(sql, tenant.id, idp, externalId));
    }
}
