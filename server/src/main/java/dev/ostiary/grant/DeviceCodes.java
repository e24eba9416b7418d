package dev.ostiary.grant;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.grant.DeviceCode.Poll;
import dev.ostiary.grant.DeviceCode.State;
import dev.ostiary.store.Json;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Codes of devices: the device's own has 256 random bits, and is good once.
 *
 * <p>They are too short-lived for a history: they have a table and no events.
 */
public final class DeviceCodes {
    public static final Duration LIFETIME = Duration.ofMinutes(5);
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    /** So long a device is still told that its time is over. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private static final String SELECT = """
            select hash, request, state, session, interval_seconds, polled_at, expires_at, granted
            from device_codes where instance = ? and\s""";

    /** The codes of a device; only the caller ever sees them. */
    public record Issued(String deviceCode, String userCode) {
        @Override
        public String toString() {
            return "Issued[]";
        }
    }

    public Issued issue(Transaction tx, String instance, DeviceRequest request) {
        Issued issued = new Issued(Secrets.token(), UserCodes.next());
        int added = tx.sql()
                .execute(
                        """
                        insert into device_codes
                          (instance, hash, user_code, state, session, interval_seconds, polled_at, expires_at, request, granted)
                        values (?, ?, ?, 'WAITING', '', ?, 0, ?, ?, '')
                        on conflict do nothing""",
                        instance,
                        Secrets.hash(issued.deviceCode),
                        userCodeHash(issued.userCode),
                        INTERVAL.toSeconds(),
                        Micros.of(tx.now().plus(LIFETIME)),
                        Json.write(request));
        return added > 0 ? issued : issue(tx, instance, request);
    }

    private static String userCodeHash(String userCode) {
        return Secrets.hash("user code/" + UserCodes.normalized(userCode));
    }

    /** Finds the device that shows this code and waits. */
    public Optional<DeviceCode> waiting(Handle sql, String instance, String userCode, Instant now) {
        return find(sql, instance, "user_code = ?", userCodeHash(userCode))
                .filter(device -> device.state() == State.WAITING && now.isBefore(device.expiresAt()));
    }

    public Optional<DeviceCode> byCode(Handle sql, String instance, String deviceCode) {
        return byId(sql, instance, Secrets.hash(deviceCode));
    }

    /** @param id see {@link DeviceCode#id} */
    public Optional<DeviceCode> byId(Handle sql, String instance, String id) {
        return find(sql, instance, "hash = ?", id);
    }

    private static Optional<DeviceCode> find(Handle sql, String instance, String condition, String value) {
        return sql.select(SELECT + condition, instance, value)
                .map((row, context) -> read(row))
                .findOne();
    }

    private static DeviceCode read(ResultSet row) throws SQLException {
        String granted = row.getString(8);
        return new DeviceCode(
                row.getString(1),
                Json.read(row.getString(2), DeviceRequest.class),
                State.valueOf(row.getString(3)),
                row.getString(4),
                Duration.ofSeconds(row.getLong(5)),
                Micros.toInstant(row.getLong(6)),
                Micros.toInstant(row.getLong(7)),
                granted.isEmpty() ? null : Json.read(granted, AuthorizationCode.class));
    }

    /**
     * Notes who has signed in to decide about a device.
     *
     * @return false when it no longer waits
     */
    public boolean signedIn(Transaction tx, String instance, String id, String session) {
        return change(tx, "session = ?", session, instance, id);
    }

    /**
     * Lets a device in.
     *
     * @return false when it no longer waits, or somebody else has signed in for it
     */
    public boolean allow(Transaction tx, String instance, String id, AuthorizationCode grant) {
        return tx.sql().execute("""
                        update device_codes set state = 'ALLOWED', granted = ?
                        where instance = ? and hash = ? and state = 'WAITING' and session = ? and expires_at > ?""", Json.write(grant), instance, id, grant.session(), Micros.of(tx.now())) > 0;
    }

    /** @return false when it no longer waits */
    public boolean deny(Transaction tx, String instance, String id) {
        return change(tx, "state = ?", State.DENIED.name(), instance, id);
    }

    private static boolean change(Transaction tx, String what, String value, String instance, String id) {
        return tx.sql()
                        .execute(
                                "update device_codes set " + what
                                        + " where instance = ? and hash = ? and state = 'WAITING' and expires_at > ?",
                                value,
                                instance,
                                id,
                                Micros.of(tx.now()))
                > 0;
    }

    /** Answers a device that asks; one that asks too often must wait longer (RFC 8628 section 3.5). */
    public Poll poll(Transaction tx, String instance, DeviceCode device) {
        Poll poll = device.poll(tx.now());
        if (poll == Poll.PENDING || poll == Poll.SLOW_DOWN) {
            tx.sql()
                    .execute(
                            """
                            update device_codes set polled_at = ?, interval_seconds = interval_seconds + ?
                            where instance = ? and hash = ?""",
                            Micros.of(tx.now()),
                            poll == Poll.SLOW_DOWN ? INTERVAL.toSeconds() : 0,
                            instance,
                            device.id());
        }
        return poll;
    }

    /**
     * Uses up the code of a device that was let in.
     *
     * @return false when that has happened already, or its session has ended
     */
    public boolean use(Transaction tx, String instance, String id) {
        return tx.sql()
                        .execute(
                                "delete from device_codes where instance = ? and hash = ? and state = 'ALLOWED'",
                                instance,
                                id)
                > 0;
    }

    static void removeOf(Handle sql, String instance, String session) {
        sql.execute("delete from device_codes where instance = ? and session = ?", instance, session);
    }

    /** Deletes some hundred whose time is over. */
    static int sweep(Transaction tx, int batch) {
        return tx.sql().execute("""
                        delete from device_codes where (instance, hash) in
                          (select instance, hash from device_codes where expires_at <= ? order by expires_at limit ?)""", Micros.of(tx.now().minus(KEPT)), batch);
    }
}
