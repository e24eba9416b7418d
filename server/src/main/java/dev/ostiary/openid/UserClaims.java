package dev.ostiary.openid;

import dev.ostiary.org.Org;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Gender;
import dev.ostiary.user.User.Human;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Claims about a user, by scope (OpenID Connect Core section 5.4, and the contract's own scopes). */
final class UserClaims {
    private static final String OWNER = "urn:zitadel:iam:user:resourceowner:";
    private static final String METADATA = "urn:zitadel:iam:user:metadata";

    private final Store store;
    private final Owners owners;

    UserClaims(Store store, Owners owners) {
        this.store = store;
        this.owners = owners;
    }

    Map<String, Object> of(String instance, Stored<User> user, List<String> scopes) {
        return store.read(sql -> of(sql, instance, user, scopes));
    }

    /** @param sql of a {@link Store#read} */
    Map<String, Object> of(Handle sql, String instance, Stored<User> user, List<String> scopes) {
        Optional<Stored<Org>> org = ownerAsked(scopes) ? owners.find(sql, instance, user.owner()) : Optional.empty();
        return of(user, org, scopes);
    }

    private static boolean ownerAsked(List<String> scopes) {
        return scopes.contains(Scopes.RESOURCE_OWNER)
                || Scopes.organization(scopes).isPresent()
                || Scopes.primaryDomain(scopes).isPresent();
    }

    static Map<String, Object> of(Stored<User> user, Optional<Stored<Org>> org, List<String> scopes) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", user.id());
        if (scopes.contains(Scopes.PROFILE)) {
            profile(claims, user);
        }
        user.state().human().ifPresent(human -> contact(claims, human, scopes));
        if (scopes.contains(METADATA) && !user.state().metadata().isEmpty()) {
            claims.put(METADATA, base64url(user.state().metadata()));
        }
        Scopes.organization(scopes).ifPresent(id -> claims.put("urn:zitadel:iam:org:id", id));
        Scopes.primaryDomain(scopes).ifPresent(domain -> claims.put("urn:zitadel:iam:org:domain:primary", domain));
        if (scopes.contains(Scopes.RESOURCE_OWNER)
                || Scopes.organization(scopes).isPresent()) {
            org.ifPresent(owner -> owner(claims, owner));
        }
        return claims;
    }

    private static void profile(Map<String, Object> claims, Stored<User> user) {
        claims.put("name", user.state().displayName());
        claims.put("preferred_username", user.state().userName());
        claims.put("updated_at", user.revision().changedAt().getEpochSecond());
        user.state().human().map(Human::profile).ifPresent(profile -> {
            putText(claims, "given_name", profile.givenName());
            putText(claims, "family_name", profile.familyName());
            putText(claims, "nickname", profile.nickName());
            putText(claims, "locale", profile.preferredLanguage());
            putText(claims, "gender", gender(profile.gender()));
        });
    }

    private static String gender(Gender gender) {
        return switch (gender) {
            case FEMALE -> "female";
            case MALE -> "male";
            case DIVERSE -> "diverse";
            case UNSPECIFIED -> "";
        };
    }

    private static void contact(Map<String, Object> claims, Human human, List<String> scopes) {
        if (scopes.contains(Scopes.EMAIL)) {
            putText(claims, "email", human.email().address());
            claims.put("email_verified", human.email().verified());
        }
        if (scopes.contains(Scopes.PHONE) && human.phone() != null) {
            claims.put("phone_number", human.phone().number());
            claims.put("phone_number_verified", human.phone().verified());
        }
    }

    private static void owner(Map<String, Object> claims, Stored<Org> org) {
        claims.put(OWNER + "id", org.id());
        claims.put(OWNER + "name", org.state().name());
        claims.put(OWNER + "primary_domain", org.state().primaryDomain());
    }

    /** Values are kept in the alphabet of base64; the claim has them in that of base64url, without padding. */
    private static Map<String, String> base64url(Map<String, String> metadata) {
        Map<String, String> values = new LinkedHashMap<>();
        metadata.forEach((key, value) ->
                values.put(key, value.replace('+', '-').replace('/', '_').replace("=", "")));
        return values;
    }

    private static void putText(Map<String, Object> claims, String name, String value) {
        if (!value.isEmpty()) {
            claims.put(name, value);
        }
    }
}
