package dev.ostiary.federation;

import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code federation_pending}: one row an attempt, deleted soon after its time is over. */
final class PendingTable {
    private static final String SELECT =
            "select attempt, browser, phase, sealed, expires_at from federation_pending where instance = ? and ";

    Optional<Pending> byState(Handle sql, String instance, String stateHash) {
        return DirectSql.find(sql, SELECT + "state = ?", PendingTable::read, instance, stateHash);
    }

    Optional<Pending> byAttempt(Handle sql, String instance, String attempt) {
        return DirectSql.find(sql, SELECT + "attempt = ?", PendingTable::read, instance, attempt);
    }

    /** Returns the attempt that a browser began last, of those that wait for a provider. */
    Optional<String> awaitedBy(Handle sql, String instance, String browserHash, Instant now) {
        return sql.select("""
                        select attempt from federation_pending
                        where instance = ? and browser = ? and phase = ? and expires_at > ?
                        order by expires_at desc limit 1""", instance, browserHash, Pending.Phase.CALLBACK.name(), Micros.of(now))
                .mapTo(String.class)
                .findOne();
    }

    /** Writes the row of an attempt, new or in place of the one before. */
    void save(Handle sql, String instance, String stateHash, Pending pending) {
        DirectSql.execute(
                sql,
                """
                insert into federation_pending (instance, attempt, state, browser, phase, sealed, expires_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (instance, attempt) do update set
                  state = excluded.state, phase = excluded.phase, sealed = excluded.sealed, expires_at = excluded.expires_at""",
                instance,
                pending.attempt(),
                stateHash,
                pending.browser(),
                pending.phase().name(),
                pending.sealed(),
                Micros.of(pending.expiresAt()));
    }

    /**
     * Moves on, if nobody has yet.
     *
     * @return false when what was awaited has come already
     */
    boolean advance(Handle sql, String instance, Pending from, Pending to) {
        return from.expiresAt().equals(to.expiresAt()) ? end(sql, instance, from, to) : goOn(sql, instance, from, to);
    }

    /** Indexes hold the time: they need not be touched. */
    private static boolean end(Handle sql, String instance, Pending from, Pending to) {
        return DirectSql.execute(
                        sql,
                        """
                        update federation_pending set phase = ?, sealed = ?
                        where instance = ? and attempt = ? and phase = ? and sealed = ?""",
                        to.phase().name(),
                        to.sealed(),
                        instance,
                        from.attempt(),
                        from.phase().name(),
                        from.sealed())
                == 1;
    }

    private static boolean goOn(Handle sql, String instance, Pending from, Pending to) {
        return DirectSql.execute(
                        sql,
                        """
                        update federation_pending set phase = ?, sealed = ?, expires_at = ?
                        where instance = ? and attempt = ? and phase = ? and sealed = ?""",
                        to.phase().name(),
                        to.sealed(),
                        Micros.of(to.expiresAt()),
                        instance,
                        from.attempt(),
                        from.phase().name(),
                        from.sealed())
                == 1;
    }

    /** Deletes a few of the rows whose time was over then. */
    void forget(Handle sql, String instance, Instant overBefore) {
        DirectSql.execute(sql, """
                delete from federation_pending where instance = ? and attempt in (
                  select attempt from federation_pending where instance = ? and expires_at < ? order by expires_at limit 20)""", instance, instance, Micros.of(overBefore));
    }

    private static Pending read(ResultSet row) throws SQLException {
        return new Pending(
                row.getString(1),
                row.getString(2),
                Pending.Phase.valueOf(row.getString(3)),
                row.getString(4),
                Micros.toInstant(row.getLong(5)));
    }
}
