package dev.ostiary.federation.oidc;

import static dev.ostiary.federation.StandardClaims.EMAIL;
import static dev.ostiary.federation.StandardClaims.PHONE;
import static dev.ostiary.federation.StandardClaims.language;
import static dev.ostiary.federation.StandardClaims.matching;
import static dev.ostiary.federation.StandardClaims.text;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.ostiary.federation.ExternalIdentity;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.federation.Reason;
import dev.ostiary.federation.StandardClaims;
import dev.ostiary.idp.AzureAd;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a person from what a provider's user endpoint says, each provider in words of its own. */
final class OAuthAccounts {
    /** Directories that anybody can have, and say in it of their people what they like. */
    private static final Set<String> ANY_DIRECTORY = Set.of(AzureAd.COMMON, AzureAd.ORGANIZATIONS);

    private static final int LONGEST_ID = 200;

    private OAuthAccounts() {}

    /**
     * An e-mail address as GitHub lists it.
     *
     * @see <a href="https://docs.github.com/en/rest/users/emails">GitHub's e-mail addresses</a>
     */
    record GitHubEmail(String address, boolean primary, boolean verified) {}

    /**
     * Reads standard claims where there are any. Addresses don't count as verified: nothing says what that word means there. How somebody
     * has signed in there is nothing that a resource knows.
     *
     * @param idAttribute the name of the value that identifies the person
     */
    static ExternalIdentity any(String issuer, String idAttribute, Map<String, Object> user) throws LoginFailure {
        Map<String, Object> said = new LinkedHashMap<>(user);
        said.keySet().removeAll(Set.of("acr", "amr"));
        return StandardClaims.identity(issuer, id(user, idAttribute), said).withNothingVerified();
    }

    /**
     * Reads <a href="https://docs.github.com/en/rest/users/users#get-the-authenticated-user">GitHub's user</a>.
     *
     * @param emails what GitHub lists; empty when it may not be asked for, then the address of the public profile is taken, which nobody
     *     vouches for
     */
    static ExternalIdentity gitHub(String issuer, Map<String, Object> user, List<GitHubEmail> emails)
            throws LoginFailure {
        GitHubEmail email = emails.stream()
                .filter(GitHubEmail::verified)
                .filter(GitHubEmail::primary)
                .findFirst()
                .or(() -> emails.stream().filter(GitHubEmail::verified).findFirst())
                .orElse(new GitHubEmail(text(user, "email"), true, false));
        String address = matching(EMAIL, email.address());
        String name = text(user, "name");
        int lastWord = name.lastIndexOf(' ');
        return ExternalIdentity.of(issuer, id(user, "id"))
                .userName(text(user, "login"))
                .names(
                        lastWord < 0 ? "" : name.substring(0, lastWord).strip(),
                        lastWord < 0 ? "" : name.substring(lastWord + 1),
                        name,
                        text(user, "login"))
                .email(address, !address.isEmpty() && email.verified())
                .pages(text(user, "avatar_url"), text(user, "html_url"))
                .claims(JSONObjectUtils.toJSONString(user))
                .identity();
    }

    /**
     * Reads <a href="https://learn.microsoft.com/en-us/graph/api/resources/user">Graph's user</a>. Whether the address is verified is
     * the administrator's word, which can be given only for a directory that is known: of all others, anybody can be the owner.
     */
    static ExternalIdentity graph(String issuer, AzureAd directory, Map<String, Object> user) throws LoginFailure {
        String mail = text(user, "mail");
        String email = matching(EMAIL, mail.isEmpty() ? text(user, "userPrincipalName") : mail);
        boolean trusted = directory.emailVerified() && !ANY_DIRECTORY.contains(directory.tenant());
        return ExternalIdentity.of(issuer, id(user, "id"))
                .userName(text(user, "userPrincipalName"))
                .names(text(user, "givenName"), text(user, "surname"), text(user, "displayName"), "")
                .email(email, !email.isEmpty() && trusted)
                .phone(matching(PHONE, text(user, "mobilePhone").replaceAll("[\\s().-]", "")), false)
                .language(language(text(user, "preferredLanguage")))
                .claims(JSONObjectUtils.toJSONString(user))
                .identity();
    }

    /** A text, or a number without an exponent. */
    private static String id(Map<String, Object> user, String name) throws LoginFailure {
        Object value = user.get(name);
        String id = value instanceof Number number
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : value instanceof String given ? given : "";
        if (id.isEmpty() || id.length() > LONGEST_ID) {
            throw new LoginFailure(
                    Reason.USERINFO_UNUSABLE, Stage.USERINFO, "nothing in " + name + " that identifies the person");
        }
        return id;
    }
}
