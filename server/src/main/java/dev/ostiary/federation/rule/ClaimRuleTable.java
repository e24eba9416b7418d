package dev.ostiary.federation.rule;

import dev.ostiary.store.Json;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code claim_rules}: one row a provider that has, or had, rules. */
final class ClaimRuleTable implements Table<ClaimRuleSet> {
    private static final Rows ROWS = new Rows("claim_rules", "issuer", "rules");

    @Override
    public Optional<Stored<ClaimRuleSet>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, ClaimRules.TYPE, ClaimRuleTable::read, instance, id);
    }

    @Override
    public void save(Handle sql, Stored<ClaimRuleSet> stored) {
        ROWS.save(
                sql, stored, stored.state().issuer(), Json.write(stored.state().rules()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
    }

    private static ClaimRuleSet read(ResultSet row) throws SQLException {
        return new ClaimRuleSet(row.getString("issuer"), List.of(Json.read(row.getString("rules"), ClaimRule[].class)));
    }
}
