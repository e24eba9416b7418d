package dev.ostiary.user;

import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.Gender;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.User.Profile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** People for tests. */
final class People {
    static final Profile ADA = new Profile("Ada", "Lovelace", "", "Ada Lovelace", "en", Gender.FEMALE);

    private People() {}

    static NewHuman named(String userName) {
        return with("", userName, new Email(userName + "@example.com", true), null, List.of());
    }

    static NewHuman withPassword(String userName, String hash) {
        return with("", userName, new Email("", false), hash, List.of());
    }

    static NewHuman linked(String userName, IdpLink... links) {
        return with("", userName, new Email("", false), null, List.of(links));
    }

    static NewHuman with(String id, String userName, Email email, @Nullable String hash, List<IdpLink> links) {
        return new NewHuman(id, userName, ADA, email, null, hash, false, links, Map.of());
    }

    static NewHuman withProfile(Profile profile) {
        return new NewHuman("", "ada", profile, new Email("", false), null, null, false, List.of(), Map.of());
    }
}
