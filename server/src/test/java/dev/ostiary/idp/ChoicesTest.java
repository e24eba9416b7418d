package dev.ostiary.idp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.TestStore;
import dev.ostiary.idp.Choices.Choice;
import dev.ostiary.idp.Choices.Wanted;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.DirectSql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoicesTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final Wanted MANY = Wanted.all(
            Conditions.of(
                    "exists (select 1 from login_policy_idps o where o.instance = ? and o.owner = ? and o.idp = idps.id)",
                    "instance",
                    "owner"),
            true);

    private static final Wanted FEW = Wanted.all(
            Conditions.of(
                    "idps.id in (select idp from login_policy_idps where instance = ? and owner = ?)",
                    "instance",
                    "owner"),
            false);

    /** PostgreSQL decides anew each time, by how many there are. */
    @Test
    @DisabledIfEnvironmentVariable(named = "OSTIARY_TEST_STORE", matches = "postgres")
    void theOrderOfManyIsTakenFromAnIndex() {
        assertThat(plan(MANY.conditions("instance")))
                .anyMatch(step -> step.contains("idps_by_name"))
                .noneMatch(step -> step.contains("ORDER BY"));
    }

    @Test
    @DisabledIfEnvironmentVariable(named = "OSTIARY_TEST_STORE", matches = "postgres")
    void theBeginningOfANameIsFoundInTheIndex() {
        assertThat(plan(MANY.conditions("instance").and(MANY.beginning("acme"))))
                .anyMatch(step -> step.contains("idps_by_name (instance=? AND active=? AND <expr>>? AND <expr><?)"))
                .noneMatch(step -> step.contains("ORDER BY"));
    }

    @Test
    @DisabledIfEnvironmentVariable(named = "OSTIARY_TEST_STORE", matches = "postgres")
    void fewAreLookedUpOneByOne() {
        Conditions all = FEW.conditions("instance");

        for (Conditions conditions : List.of(all, all.and(FEW.beginning("acme")))) {
            assertThat(plan(conditions)).anyMatch(step -> step.contains("idps_1 (instance=? AND id=?)"));
        }
    }

    private static List<String> plan(Conditions conditions) {
        List<Object> arguments = new ArrayList<>(conditions.arguments());
        arguments.addAll(List.of(11, 0));
        return TESTS.store.read(sql -> DirectSql.list(
                sql,
                "explain query plan " + Choices.ordered(conditions),
                row -> row.getString("detail"),
                arguments.toArray()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ACME | 9 | Acme,acme 2,Big Acme,Zacme",
                "acme | 4 | Acme,acme 2,Big Acme",
                "acme | 3 | Acme,acme 2",
                "z    | 0 | Zacme,zebra",
                "éMI  | 0 | Émile",
                "%    | 9 | 50% off",
                "_    | 9 |",
                "me   | 9 | Acme,acme 2,Big Acme,Zacme",
                "me   | 4 | Acme,acme 2,Big Acme",
            })
    void namesThatBeginWithATextComeBeforeThoseThatHaveItElsewhere(String text, int lookedAt, @Nullable String found) {
        String instance =
                named("Big Acme", "Zacme", "acme 2", "Other", "Acme", "zebra", "Émile", "50% off", "off: acme");
        Wanted wanted = Wanted.all(Conditions.of("name not like 'off%'"), true);
        List<String> all = found == null ? List.of() : List.of(found.split(","));

        for (int offset = 0; offset < 5; offset++) {
            for (int limit = 1; limit < 6; limit++) {
                assertThat(search(new Choices(lookedAt), instance, wanted, text, offset, limit))
                        .as("%s after %s", limit, offset)
                        .isEqualTo(all.stream().skip(offset).limit(limit).toList());
            }
        }
    }

    @Test
    void ofFewEachNameIsLookedAt() {
        String instance = named("Acme", "Big Acme");
        Wanted few = Wanted.all(Conditions.of("1 = 1"), false);

        assertThat(search(new Choices(0), instance, few, "acme", 0, 9)).containsExactly("Acme", "Big Acme");
    }

    private static List<String> search(
            Choices choices, String instance, Wanted wanted, String text, int offset, int limit) {
        return TESTS.store.read(sql -> choices.named(sql, instance, wanted, text, offset, limit)).stream()
                .map(Choice::name)
                .toList();
    }

    /** Makes an instance with providers of these names. */
    private static String named(String... names) {
        String instance = TESTS.ids.next();
        return TESTS.store.write(tx -> {
            for (String name : names) {
                tx.sql().execute("""
                                insert into idps (instance, id, owner, version, created_at, changed_at, name, options, kind, config)
                                values (?, ?, ?, 1, 0, 0, ?, '{}', 'oidc', '{}')""", instance, TESTS.ids.next(), instance, name);
            }
            return instance;
        });
    }
}
