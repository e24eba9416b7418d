package dev.ostiary.bench;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.net.InetAddress;

/** A directory in memory, the same for every subject. It compares passwords as they are, which costs next to nothing. */
final class LdapUpstream implements AutoCloseable {
    static final String BASE = "dc=bench,dc=test";
    static final String PEOPLE = "ou=people," + BASE;
    static final String READER = "cn=reader," + BASE;
    static final String READER_PASSWORD = "reader-secret";
    static final String PASSWORD = "Correct-Horse-7";

    private final InMemoryDirectoryServer server;

    private LdapUpstream(InMemoryDirectoryServer server) {
        this.server = server;
    }

    static LdapUpstream start() throws IOException {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
            config.setSchema(null);
            config.addAdditionalBindCredentials(READER, READER_PASSWORD);
            config.setListenerConfigs(
                    InMemoryListenerConfig.createLDAPConfig("plain", InetAddress.getLoopbackAddress(), 0, null));
            InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
            server.add("dn: " + BASE, "objectClass: domain", "dc: bench");
            server.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
            server.startListening();
            return new LdapUpstream(server);
        } catch (LDAPException | LDIFException e) {
            throw new IOException(e);
        }
    }

    /** Adds a person with {@link #PASSWORD}. */
    void add(String name) throws IOException {
        try {
            server.add(
                    "dn: uid=" + name + "," + PEOPLE,
                    "objectClass: top",
                    "objectClass: person",
                    "objectClass: inetOrgPerson",
                    "uid: " + name,
                    "givenName: Minnie",
                    "sn: Mouse",
                    "cn: Minnie Mouse",
                    "mail: " + name + "@example.com",
                    "userPassword: " + PASSWORD);
        } catch (LDAPException | LDIFException e) {
            throw new IOException(e);
        }
    }

    String url() {
        return "ldap://127.0.0.1:" + server.getListenPort("plain");
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
