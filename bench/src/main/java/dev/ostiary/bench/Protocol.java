package dev.ostiary.bench;

import java.util.Locale;

/** How a provider says who somebody is. */
enum Protocol {
    OIDC("OpenID Connect"),
    SAML("SAML 2.0"),
    LDAP("LDAP");

    private final String text;

    Protocol(String text) {
        this.text = text;
    }

    /** A person of this protocol's provider, by a name that nobody else has. */
    Browser.Person person(int stage, int n) {
        String name = name().toLowerCase(Locale.ROOT) + "-" + stage + "-" + n;
        return this == LDAP ? new Browser.Person("", name, LdapUpstream.PASSWORD) : new Browser.Person(name, "", "");
    }

    @Override
    public String toString() {
        return text;
    }
}
