package dev.ostiary.idp;

import com.google.gson.JsonObject;
import dev.ostiary.store.Json;

/** The kinds of provider: their names where they are stored, and the contract's ids for one that isn't there. */
public enum Kind {
    OIDC("oidc", Oidc.class, "", ErrorIds.both("SAfd3"), ErrorIds.both("Dg331")),
    OAUTH("oauth", OAuth.class, "", ErrorIds.levels("SAffg", "asfsa"), ErrorIds.levels("D3r1s", "JNsd3")),
    JWT("jwt", Jwt.class, "", ErrorIds.both("HUe3q"), ErrorIds.both("Bhju5")),
    AZURE_AD("azure", AzureAd.class, "", ErrorIds.both("SAgh2"), ErrorIds.both("BHz3q")),
    GITHUB("github", GitHub.class, "GitHub", ErrorIds.both("sdf4h"), ErrorIds.both("Dr1gs")),
    GITHUB_ENTERPRISE("github_enterprise", GitHubEnterprise.class, "", ErrorIds.both("sdfh3"), ErrorIds.both("GBr42")),
    GITLAB("gitlab", GitLab.class, "GitLab", ErrorIds.both("HJK91"), ErrorIds.both("HBReq")),
    GITLAB_SELF_HOSTED(
            "gitlab_self_hosted", GitLabSelfHosted.class, "", ErrorIds.both("SAFG4"), ErrorIds.both("D2tg1")),
    GOOGLE("google", Google.class, "Google", ErrorIds.both("S32t1"), ErrorIds.levels("D3r1s", "Dqrg1")),
    LDAP("ldap", Ldap.class, "", ErrorIds.both("Dgdbs"), ErrorIds.both("ASF3F")),
    APPLE("apple", Apple.class, "Apple", ErrorIds.both("FRHBH"), ErrorIds.both("SG3bh")),
    SAML("saml", Saml.class, "", ErrorIds.levels("7o3rq1owpm", "wwdwdlaya0"), ErrorIds.levels("D3r1s", "z82dddndql"));

    private final String text;
    private final Class<? extends Config> config;
    private final String displayName;
    private final ErrorIds blankId;
    private final ErrorIds missing;

    Kind(String text, Class<? extends Config> config, String displayName, ErrorIds blankId, ErrorIds missing) {
        this.text = text;
        this.config = config;
        this.displayName = displayName;
        this.blankId = blankId;
        this.missing = missing;
    }

    /** The name in tables. */
    String text() {
        return text;
    }

    /** The name in the types of events; the contract has two for directories. */
    String eventName(boolean ofInstance) {
        return this == LDAP && ofInstance ? "ldap.v2" : text;
    }

    static Kind of(String text) {
        for (Kind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new IllegalStateException("unknown kind of provider: " + text);
    }

    /** What a provider is called that was given no name; empty where it must have one. */
    String displayName() {
        return displayName;
    }

    /** Of an update without an id. */
    ErrorIds blankId() {
        return blankId;
    }

    /** Of an update of one that isn't there. */
    ErrorIds missing() {
        return missing;
    }

    Config read(String json) {
        return Json.read(json, config);
    }

    Config read(JsonObject json) {
        return read(json.toString());
    }
}
