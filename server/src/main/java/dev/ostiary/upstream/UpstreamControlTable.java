package dev.ostiary.upstream;

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
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** {@code upstream_controls}, and {@code upstream_forwarded} with the names of parameters that each takes over. */
final class UpstreamControlTable implements Table<UpstreamControl> {
    private static final Rows ROWS = new Rows("upstream_controls", "control");

    @Override
    public Optional<Stored<UpstreamControl>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, UpstreamControls.TYPE, UpstreamControlTable::read, instance, id);
    }

    @Override
    public void save(Handle sql, Stored<UpstreamControl> stored) {
        ROWS.save(sql, stored, Json.write(stored.state()));
        String instance = stored.stream().instance();
        forget(sql, instance, stored.id());
        stored.state()
                .settings()
                .forwarded()
                .forEach(name -> DirectSql.execute(
                        sql,
                        "insert into upstream_forwarded (instance, name, idp) values (?, ?, ?)",
                        instance,
                        name,
                        stored.id()));
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
        forget(sql, stream.instance(), stream.id());
    }

    private static void forget(Handle sql, String instance, String idp) {
        DirectSql.execute(sql, "delete from upstream_forwarded where instance = ? and idp = ?", instance, idp);
    }

    /** Returns the names that some provider of the instance takes over. */
    static Set<String> forwarded(Handle sql, String instance) {
        List<String> names = DirectSql.list(
                sql,
                "select distinct name from upstream_forwarded where instance = ?",
                row -> row.getString(1),
                instance);
        return Set.copyOf(names);
    }

    private static UpstreamControl read(ResultSet row) throws SQLException {
        return Json.read(row.getString("control"), UpstreamControl.class);
    }
}
