package dev.ostiary.federation;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldif.LDIFException;
import dev.ostiary.api.admin.v1.AddLDAPProviderRequest;
import dev.ostiary.api.idp.v1.LDAPAttributes;
import dev.ostiary.api.idp.v1.Options;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A directory on loopback, with the people of Acme. It accepts binds without a password as nobody, as the standard has it. */
public final class TestDirectory implements AutoCloseable {
    public static final String BASE = "dc=acme,dc=test";
    public static final String PASSWORD = "Correct-Horse-7";
    static final String READER = "cn=reader," + BASE;
    static final String READER_PASSWORD = "reader-secret";

    private final InMemoryDirectoryServer server;

    /** What was asked: {@code bind <name>} and {@code search <filter>}. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** Is done at each search. */
    volatile Runnable atSearch = () -> {};

    public TestDirectory() {
        this(null);
    }

    /** @param identity of the server, which then understands StartTLS and has a second port for {@code ldaps} */
    TestDirectory(@Nullable TestCertificate identity) {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
            config.setSchema(null);
            config.addAdditionalBindCredentials(READER, READER_PASSWORD);
            config.setAuthenticationRequiredOperationTypes(OperationType.SEARCH);
            config.addInMemoryOperationInterceptor(new Listener());
            config.setListenerConfigs(identity == null ? List.of(plain()) : secure(identity.context()));
            server = new InMemoryDirectoryServer(config);
            server.add("dn: " + BASE, "objectClass: domain", "dc: acme");
            server.add("dn: ou=people," + BASE, "objectClass: organizationalUnit", "ou: people");
            server.startListening();
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InMemoryListenerConfig plain() throws LDAPException {
        return InMemoryListenerConfig.createLDAPConfig("plain", InetAddress.getLoopbackAddress(), 0, null);
    }

    private static List<InMemoryListenerConfig> secure(SSLContext context) throws LDAPException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return List.of(
                InMemoryListenerConfig.createLDAPConfig("plain", loopback, 0, context.getSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig(
                        "secure", loopback, 0, context.getServerSocketFactory(), context.getSocketFactory()));
    }

    private final class Listener extends InMemoryOperationInterceptor {
        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) {
            asked.add("bind " + request.getRequest().getBindDN());
        }

        @Override
        public void processSearchRequest(InMemoryInterceptedSearchRequest request) {
            asked.add("search " + request.getRequest().getFilter());
            atSearch.run();
        }
    }

    /** Adds a person with {@link #PASSWORD}; {@code more} lines of LDIF. */
    public void add(String uid, String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "dn: uid=" + uid + ",ou=people," + BASE,
                "objectClass: person",
                "objectClass: inetOrgPerson",
                "uid: " + uid,
                "sn: Lovelace",
                "givenName: Ada",
                "cn: Ada Lovelace",
                "userPassword: " + PASSWORD));
        Collections.addAll(lines, more);
        try {
            server.add(lines.toArray(String[]::new));
        } catch (LDAPException | LDIFException e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "ldap://localhost:" + server.getListenPort("plain");
    }

    String secureUrl() {
        return "ldaps://localhost:" + server.getListenPort("secure");
    }

    /** A provider of the instance that asks this directory, and creates whom it doesn't know. */
    public AddLDAPProviderRequest.Builder provider() {
        return AddLDAPProviderRequest.newBuilder()
                .setName("Acme directory")
                .addServers(url())
                .setBaseDn(BASE)
                .setBindDn(READER)
                .setBindPassword(READER_PASSWORD)
                .setUserBase("dn")
                .addUserObjectClasses("inetOrgPerson")
                .addUserFilters("uid")
                .addUserFilters("mail")
                .setTimeout(Duration.newBuilder().setSeconds(20))
                .setAttributes(LDAPAttributes.newBuilder()
                        .setIdAttribute("uid")
                        .setFirstNameAttribute("givenName")
                        .setLastNameAttribute("sn")
                        .setDisplayNameAttribute("cn")
                        .setPreferredUsernameAttribute("uid")
                        .setEmailAttribute("mail")
                        .setEmailVerifiedAttribute("mailVerified"))
                .setProviderOptions(Options.newBuilder().setIsAutoCreation(true));
    }

    static ByteString pem(TestCertificate certificate) {
        return ByteString.copyFromUtf8(certificate.pem());
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
