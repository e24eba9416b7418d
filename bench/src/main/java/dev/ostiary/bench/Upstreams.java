package dev.ostiary.bench;

import java.io.IOException;

/** Providers of every protocol, in this process. */
record Upstreams(Upstream oidc, SamlUpstream saml, LdapUpstream ldap) implements AutoCloseable {

    /** @param oidc runs already, and is left running */
    static Upstreams beside(Upstream oidc) throws IOException {
        return new Upstreams(oidc, SamlUpstream.start(), LdapUpstream.start());
    }

    @Override
    public void close() {
        saml.close();
        ldap.close();
    }
}
