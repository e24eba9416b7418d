package dev.ostiary.org;

import dev.ostiary.store.DirectSql;
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

/** {@code orgs} and, to find them by domain, {@code org_domains}. */
final class OrgTable implements Table<Org> {
    private static final Rows ROWS = new Rows("orgs", "name", "domains", "primary_domain", "unproven_domains");

    @Override
    public Optional<Stored<Org>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, Orgs.TYPE, OrgTable::read, instance, id);
    }

    Optional<String> idByDomain(Handle sql, String instance, String domain) {
        return DirectSql.find(
                sql,
                "select org from org_domains where instance = ? and domain = ?",
                row -> row.getString(1),
                instance,
                domain);
    }

    @Override
    public void save(Handle sql, Stored<Org> stored) {
        Org org = stored.state();
        ROWS.save(sql, stored, org.name(), Json.write(org.domains()), org.primaryDomain(), Json.write(org.unproven()));
        removeDomains(sql, stored.stream());
        for (String domain : org.domains()) {
            sql.execute(
                    "insert into org_domains (instance, domain, org) values (?, ?, ?) on conflict do nothing",
                    stored.stream().instance(),
                    domain,
                    stored.id());
        }
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
        removeDomains(sql, stream);
    }

    private static void removeDomains(Handle sql, Stream stream) {
        sql.execute("delete from org_domains where instance = ? and org = ?", stream.instance(), stream.id());
    }

    private static Org read(ResultSet row) throws SQLException {
        return new Org(
                row.getString("name"),
                Json.readStrings(row.getString("domains")),
                row.getString("primary_domain"),
                List.of(Json.read(row.getString("unproven_domains"), UnprovenDomain[].class)));
    }
}
