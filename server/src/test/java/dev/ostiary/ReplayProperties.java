package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.ostiary.access.Members;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.app.Apps;
import dev.ostiary.crypto.Passwords;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.instance.Instances;
import dev.ostiary.org.Orgs;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.project.ProjectGrants;
import dev.ostiary.project.ProjectRoles;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Json;
import dev.ostiary.user.Users;
import dev.ostiary.usergrant.UserGrants;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever is done in whatever order: history and tables agree (DESIGN section 5). */
class ReplayProperties {
    /** The kinds of streams whose rows are made of all their events; a new one is added here. */
    private static final Replay REPLAY = new Replay(List.of(
            IdentityProviders.KIND,
            Users.KIND,
            Orgs.KIND,
            Members.KIND,
            ProjectMembers.KIND,
            Projects.KIND,
            ProjectRoles.KIND,
            ProjectGrants.KIND,
            UserGrants.KIND,
            Apps.KIND,
            LoginPolicies.KIND,
            Instances.KIND));

    private static final TestStore TESTS = new TestStore();
    private static final Passwords PASSWORDS = new Passwords(2);

    private static final List<Deed> BEGINNING = List.of(
            new Deed(Deeds.Kind.ADD_IDP, 0, 0),
            new Deed(Deeds.Kind.ADD_IDP, 1, 1),
            new Deed(Deeds.Kind.ADD_HUMAN, 0, 0),
            new Deed(Deeds.Kind.ADD_HUMAN, 1, 1),
            new Deed(Deeds.Kind.ADD_MACHINE, 2, 0),
            new Deed(Deeds.Kind.ADD_ORG, 0, 0),
            new Deed(Deeds.Kind.ADD_PROJECT, 0, 0),
            new Deed(Deeds.Kind.ADD_ROLE, 0, 0),
            new Deed(Deeds.Kind.ADD_ROLE, 0, 1),
            new Deed(Deeds.Kind.GRANT_PROJECT, 0, 1),
            new Deed(Deeds.Kind.GIVE_ROLE, 0, 1),
            new Deed(Deeds.Kind.ADD_APP, 0, 0));

    record Deed(Deeds.Kind kind, int a, int b) {}

    @AfterContainer
    static void close() {
        TESTS.close();
        PASSWORDS.close();
    }

    @Property(tries = 10, shrinking = ShrinkingMode.BOUNDED)
    void theTablesTellWhatTheEventsTell(@ForAll("stories") List<Deed> story) {
        Deeds deeds = new Deeds(TESTS, PASSWORDS);

        for (Deed deed : story) {
            TESTS.clock.advance(Duration.ofSeconds(1));
            try {
                deeds.perform(deed.kind(), deed.a(), deed.b());
            } catch (Problem refused) {
                assertThat(refused.id()).as("%s", deed).isPresent();
            }
        }

        REPLAY.assertTablesTellTheSame(TESTS.store, deeds.instance());
        assertLookUpsAgree(deeds.instance());
    }

    /** The tables by which something is found must say what the rows say. */
    private static void assertLookUpsAgree(String instance) {
        assertThat(select(
                        "select idp || ' ' || external_id || ' ' || user_id from idp_links where instance = ?",
                        instance))
                .isEqualTo(
                        unfolded("select id, detail from users where instance = ?", instance, ReplayProperties::links));
        assertThat(select("select idp || ' ' || owner from login_policy_idps where instance = ?", instance))
                .isEqualTo(unfolded(
                        "select owner, idps from login_policies where instance = ?",
                        instance,
                        (owner, idps) -> Json.readStrings(idps).stream().map(idp -> idp + " " + owner)));
        assertThat(select("select domain || ' ' || org from org_domains where instance = ?", instance))
                .isEqualTo(unfolded(
                        "select id, domains from orgs where instance = ?",
                        instance,
                        (org, domains) -> Json.readStrings(domains).stream().map(domain -> domain + " " + org)));
        assertThat(select("select value from claims where instance = ? and kind = 'external_idps'", instance))
                .isEqualTo(select("select idp || '/' || external_id from idp_links where instance = ?", instance));
        for (String grant : List.of("project_grant", "user_grant")) {
            assertThat(select(
                            "select " + grant + " || ' ' || role from " + grant + "_roles where instance = ?",
                            instance))
                    .isEqualTo(unfolded(
                            "select id, roles from " + grant + "s where instance = ?",
                            instance,
                            (id, roles) -> Json.readStrings(roles).stream().map(role -> id + " " + role)));
        }
        assertThat(select("select value from claims where instance = ? and kind = 'usernames'", instance))
                .isEqualTo(select("select login_name from users where instance = ?", instance));
    }

    private static Stream<String> links(String user, String detail) {
        JsonElement links = JsonParser.parseString(detail).getAsJsonObject().get("links");
        return links == null
                ? Stream.empty()
                : links.getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .map(link -> link.get("idp").getAsString() + " "
                                + link.get("externalUserId").getAsString() + " " + user);
    }

    /** @param query returns two texts, of which the second holds many */
    private static Set<String> unfolded(
            String query, String instance, BiFunction<String, String, Stream<String>> unfold) {
        List<String> found =
                TESTS.store.read(sql -> sql
                        .select(query, instance)
                        .map((row, context) -> unfold.apply(row.getString(1), row.getString(2)))
                        .list()
                        .stream()
                        .flatMap(texts -> texts)
                        .toList());
        return new TreeSet<>(found);
    }

    private static Set<String> select(String query, String instance) {
        List<String> found = TESTS.store.read(
                sql -> sql.select(query, instance).mapTo(String.class).list());
        return new TreeSet<>(found);
    }

    /** Each story begins with somebody and something to act upon. */
    @Provide
    Arbitrary<List<Deed>> stories() {
        Arbitrary<Integer> choices = Arbitraries.integers()
                .between(0, 59)
                .withDistribution(RandomDistribution.uniform())
                .withoutEdgeCases();
        return Combinators.combine(Arbitraries.of(Deeds.Kind.class), choices, choices)
                .as(Deed::new)
                .list()
                .ofMinSize(120)
                .ofMaxSize(160)
                .map(deeds -> Stream.concat(BEGINNING.stream(), deeds.stream()).toList());
    }
}
