package dev.ostiary.user;

import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.User.Phone;
import dev.ostiary.user.User.Profile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A person to be added.
 *
 * @param id empty to have one made
 * @param userName empty to use the e-mail address
 * @param passwordHash PHC text, null for none
 * @param metadata values in base64 by key
 */
public record NewHuman(
        String id,
        String userName,
        Profile profile,
        Email email,
        @Nullable Phone phone,
        @Nullable String passwordHash,
        boolean passwordChangeRequired,
        List<IdpLink> links,
        Map<String, String> metadata) {

    /** A person whom an identity provider vouches for: no password, one link. */
    public static NewHuman linked(String userName, Profile profile, Email email, @Nullable Phone phone, IdpLink link) {
        return new NewHuman("", userName, profile, email, phone, null, false, List.of(link), Map.of());
    }

    /** The password's hash stays out of logs. */
    @Override
    public String toString() {
        return "NewHuman[id=" + id + ", userName=" + userName + "]";
    }
}
