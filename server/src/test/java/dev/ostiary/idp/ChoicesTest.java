package dev.ostiary.idp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.TestStore;
import dev.ostiary.idp.Choices.Wanted;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.DirectSql;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChoicesTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    /** PostgreSQL decides anew each time, by how many there are. */
    @Test
    @DisabledIfEnvironmentVariable(named = "OSTIARY_TEST_STORE", matches = "postgres")
    void theOrderOfManyIsTakenFromAnIndex() {
        Conditions many = Conditions.of(
                "exists (select 1 from login_policy_idps o where o.instance = ? and o.owner = ? and o.idp = idps.id)",
                "instance",
                "owner");
        Conditions conditions = Wanted.all(many).conditions("instance");
        List<Object> arguments = new ArrayList<>(conditions.arguments());
        arguments.addAll(List.of(11, 0));

        List<String> plan = TESTS.store.read(sql -> DirectSql.list(
                sql,
                "explain query plan " + Choices.ordered(conditions),
                row -> row.getString("detail"),
                arguments.toArray()));

        assertThat(plan).anyMatch(step -> step.contains("idps_by_name")).noneMatch(step -> step.contains("ORDER BY"));
    }
}
