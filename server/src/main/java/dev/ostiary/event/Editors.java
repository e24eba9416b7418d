package dev.ostiary.event;

import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The users who did what is listed; each is looked up once a list. */
final class Editors {
    private final Users users;
    private final Handle sql;
    private final String instance;
    private final Map<String, Optional<User>> known = new HashMap<>();

    Editors(Users users, Handle sql, String instance) {
        this.users = users;
        this.sql = sql;
        this.instance = instance;
    }

    /** Empty for who is no user, or no longer. */
    String displayName(String id) {
        return user(id).map(User::displayName).orElse("");
    }

    /** Empty for who is no user, or no longer. */
    String loginName(String id) {
        return user(id).map(User::userName).orElse("");
    }

    private Optional<User> user(String id) {
        return known.computeIfAbsent(
                id, unknown -> users.find(sql, instance, unknown).map(Stored::state));
    }
}
