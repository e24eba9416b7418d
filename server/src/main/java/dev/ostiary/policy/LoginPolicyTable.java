package dev.ostiary.policy;

import dev.ostiary.policy.LoginPolicies.Counting;
import dev.ostiary.policy.LoginPolicy.MultiFactor;
import dev.ostiary.policy.LoginPolicy.SecondFactor;
import dev.ostiary.policy.LoginPolicy.Settings;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Json;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** {@code login_policies} and, to find the policies that offer a provider, {@code login_policy_idps}. */
final class LoginPolicyTable implements Table<LoginPolicy> {
    private static final Rows ROWS = new Rows("login_policies", "settings", "second_factors", "multi_factors", "idps");

    @Override
    public Optional<Stored<LoginPolicy>> find(Handle sql, String instance, String owner) {
        return ROWS.find(sql, LoginPolicies.TYPE, LoginPolicyTable::read, instance, owner);
    }

    /** Finds the policy of the first of two that has one. */
    Optional<Counting> counting(Handle sql, String instance, String first, String second) {
        return DirectSql.find(
                sql,
                """
                select id, settings, case when exists (
                  select 1 from login_policy_idps o where o.instance = p.instance and o.owner = p.id limit 1 offset 1000
                ) then 1 else 0 end
                from login_policies p where instance = ? and id in (?, ?) order by case when id = ? then 0 else 1 end limit 1""",
                row -> new Counting(row.getString(1), Json.read(row.getString(2), Settings.class), row.getInt(3) == 1),
                instance,
                first,
                second,
                first);
    }

    /** Few are a list that the query goes through; many are looked up one by one, for as long as the query goes on. */
    Conditions offered(String instance, Counting policy, String column) {
        String among = policy.many()
                ? "exists (select 1 from login_policy_idps o where o.instance = ? and o.owner = ? and o.idp = " + column
                        + ")"
                : column + " in (select idp from login_policy_idps where instance = ? and owner = ?)";
        return Conditions.of(among, instance, policy.owner());
    }

    boolean offers(Handle sql, String instance, String owner, String idp) {
        return DirectSql.find(
                        sql,
                        "select 1 from login_policy_idps where instance = ? and owner = ? and idp = ?",
                        row -> true,
                        instance,
                        owner,
                        idp)
                .isPresent();
    }

    List<String> ownersOffering(Handle sql, String instance, String idp) {
        return sql.select("select owner from login_policy_idps where instance = ? and idp = ?", instance, idp)
                .mapTo(String.class)
                .list();
    }

    @Override
    public void save(Handle sql, Stored<LoginPolicy> stored) {
        saveIdps(
                sql,
                stored.stream(),
                inRows(sql, stored.stream()),
                stored.state().idps());
        saveRow(sql, stored);
    }

    /** What is offered anew is known without reading what has been for long: that may be thousands. */
    @Override
    public void save(Handle sql, @Nullable Stored<LoginPolicy> before, Stored<LoginPolicy> after) {
        if (before == null) {
            save(sql, after);
            return;
        }
        List<String> idps = after.state().idps();
        if (!idps.equals(before.state().idps())) {
            saveIdps(sql, after.stream(), before.state().idps(), idps);
        }
        saveRow(sql, after);
    }

    private static void saveRow(Handle sql, Stored<LoginPolicy> stored) {
        LoginPolicy policy = stored.state();
        ROWS.save(
                sql,
                stored,
                Json.write(policy.settings()),
                Json.write(policy.secondFactors()),
                Json.write(policy.multiFactors()),
                Json.write(policy.idps()));
    }

    private static List<String> inRows(Handle sql, Stream stream) {
        return DirectSql.list(
                sql,
                "select idp from login_policy_idps where instance = ? and owner = ?",
                row -> row.getString(1),
                stream.instance(),
                stream.owner());
    }

    /** Writes the difference only: one more in a policy with thousands is one row. */
    private static void saveIdps(Handle sql, Stream stream, List<String> before, List<String> after) {
        Set<String> gone = new HashSet<>(before);
        List<String> added = after.stream().filter(idp -> !gone.remove(idp)).toList();
        gone.forEach(idp -> DirectSql.execute(
                sql,
                "delete from login_policy_idps where instance = ? and owner = ? and idp = ?",
                stream.instance(),
                stream.owner(),
                idp));
        added.forEach(idp -> DirectSql.execute(
                sql,
                "insert into login_policy_idps (instance, idp, owner) values (?, ?, ?)",
                stream.instance(),
                idp,
                stream.owner()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
        removeIdps(sql, stream);
    }

    private static void removeIdps(Handle sql, Stream stream) {
        sql.execute(
                "delete from login_policy_idps where instance = ? and owner = ?", stream.instance(), stream.owner());
    }

    private static LoginPolicy read(ResultSet row) throws SQLException {
        return new LoginPolicy(
                Json.read(row.getString("settings"), Settings.class),
                Json.readStrings(row.getString("second_factors")).stream()
                        .map(SecondFactor::valueOf)
                        .toList(),
                Json.readStrings(row.getString("multi_factors")).stream()
                        .map(MultiFactor::valueOf)
                        .toList(),
                Json.readStrings(row.getString("idps")));
    }
}
