package dev.ostiary.user;

import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Json;
import dev.ostiary.store.Rows;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.store.Table;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.User.Machine;
import dev.ostiary.user.User.State;
import dev.ostiary.user.Users.LinkedAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** {@code users} and, to find them by external account, {@code idp_links}. */
final class UserTable implements Table<User> {
    private static final Rows ROWS =
            new Rows("users", "user_name", "login_name", "verified_email", "state", "kind", "detail", "metadata");

    @Override
    public Optional<Stored<User>> find(Handle sql, String instance, String id) {
        return ROWS.find(sql, Users.TYPE, UserTable::read, instance, id);
    }

    Optional<Stored<User>> byLoginName(Handle sql, String instance, String loginName) {
        return ROWS
                .list(
                        sql,
                        Users.TYPE,
                        UserTable::read,
                        "where instance = ? and login_name = ?",
                        instance,
                        fold(loginName))
                .stream()
                .findFirst();
    }

    /** @return two at most: more than one is as good as many */
    List<Stored<User>> byVerifiedEmail(Handle sql, String instance, String email) {
        return ROWS.list(
                sql,
                Users.TYPE,
                UserTable::read,
                "where instance = ? and verified_email = ? order by id limit 2",
                instance,
                fold(email));
    }

    List<Stored<User>> byVerifiedEmail(Handle sql, String instance, String organization, String email) {
        return ROWS.list(
                sql,
                Users.TYPE,
                UserTable::read,
                "where instance = ? and verified_email = ? and owner = ? order by id limit 2",
                instance,
                fold(email),
                organization);
    }

    /** @return some hundred at most */
    List<Stored<User>> someOwnedBy(Handle sql, String instance, String owner) {
        return ROWS.list(
                sql, Users.TYPE, UserTable::read, "where instance = ? and owner = ? limit 500", instance, owner);
    }

    Optional<String> idLinkedTo(Handle sql, String instance, String idp, String externalUserId) {
        return DirectSql.find(
                sql,
                "select user_id from idp_links where instance = ? and idp = ? and external_id = ?",
                row -> row.getString(1),
                instance,
                idp,
                externalUserId);
    }

    List<String> idsLinkedTo(Handle sql, String instance, String idp) {
        return sql.select("select distinct user_id from idp_links where instance = ? and idp = ?", instance, idp)
                .mapTo(String.class)
                .list();
    }

    List<LinkedAccount> linked(Handle sql, String instance, String idp, String after, int limit) {
        return sql.select("""
                        select external_id, user_id from idp_links
                        where instance = ? and idp = ? and external_id > ? order by external_id limit ?""", instance, idp, after, limit)
                .map((row, context) -> new LinkedAccount(row.getString(1), row.getString(2)))
                .list();
    }

    @Override
    public void save(Handle sql, Stored<User> stored) {
        User user = stored.state();
        ROWS.save(
                sql,
                stored,
                user.userName(),
                fold(user.userName()),
                user.human()
                        .map(Human::email)
                        .filter(User.Email::verified)
                        .map(email -> fold(email.address()))
                        .orElse(""),
                user.state().name(),
                user.kind() instanceof Human ? "human" : "machine",
                Json.write(user.kind()),
                Json.write(user.metadata()));
        saveLinks(sql, stored);
    }

    private static void saveLinks(Handle sql, Stored<User> stored) {
        String instance = stored.stream().instance();
        DirectSql.execute(sql, "delete from idp_links where instance = ? and user_id = ?", instance, stored.id());
        for (IdpLink link : stored.state().human().map(Human::links).orElse(List.of())) {
            DirectSql.execute(
                    sql,
                    "insert into idp_links (instance, idp, external_id, user_id) values (?, ?, ?, ?)",
                    instance,
                    link.idp(),
                    link.externalUserId(),
                    stored.id());
        }
    }

    @Override
    public void remove(Handle sql, Stream stream) {
        ROWS.remove(sql, stream);
        DirectSql.execute(
                sql, "delete from idp_links where instance = ? and user_id = ?", stream.instance(), stream.id());
    }

    private static User read(ResultSet row) throws SQLException {
        String detail = row.getString("detail");
        return new User(
                row.getString("user_name"),
                State.valueOf(row.getString("state")),
                row.getString("kind").equals("human")
                        ? Json.read(detail, Human.class)
                        : Json.read(detail, Machine.class),
                metadata(row.getString("metadata")));
    }

    private static Map<String, String> metadata(String json) {
        return json.equals("{}") ? Map.of() : Json.readMap(json);
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
