package dev.ostiary.acceptance.login;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.NodeParty;
import java.util.Locale;

/**
 * An account at an external provider.
 *
 * @param party the provider
 * @param name what its owner enters there; also the subject
 * @param claims what the provider tells of it
 */
record Account(NodeParty party, String name, JsonObject claims) {

    /** A new account with an e-mail address, verified, and a user name that nobody else has. */
    static Account of(NodeParty party, String given, String family) {
        String unique = Tenant.unique();
        JsonObject claims = Json.object(
                "name",
                given + " " + family,
                "given_name",
                given,
                "family_name",
                family,
                "preferred_username",
                given.toLowerCase(Locale.ROOT) + "-" + unique,
                "email",
                unique + "@example.com",
                "email_verified",
                true);
        return new Account(party, "acc-" + unique, Json.object()).with(claims);
    }

    /** The same account, about which the provider tells {@code changes} from now on. */
    Account with(JsonObject changes) {
        JsonObject merged = Json.merge(claims, changes);
        party.control().put("/control/accounts/" + name, merged).ok();
        return new Account(party, name, merged);
    }

    String claim(String claim) {
        return Json.string(claims, claim);
    }
}
