package dev.ostiary.federation.ldap;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.Reason;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.credential.CredentialException;
import dev.ostiary.idp.credential.LdapServer;
import dev.ostiary.outbound.OutboundSockets;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Finds a person's entry and tries their password on it, as RFC 4513 section 5.1.3 has it: this server binds with its own name, searches,
 * and binds with the name that was found and the password that was entered.
 *
 * <p>Servers are asked in their order. What is wrong with one leads to the next; what the directory says about the person doesn't.
 */
public final class DirectoryLogin {
    /** For all of it, where nothing is configured. */
    static final Duration USUAL_TIME = Duration.ofSeconds(10);

    /** For all of it, whatever is configured: a person waits, and so does a place that others could use. */
    static final Duration LONGEST_TIME = Duration.ofSeconds(60);

    private final OutboundSockets sockets;
    private final Predicate<InetAddress> mayBeUnencrypted;

    /** @param mayBeUnencrypted whether passwords may go to this address as they are */
    public DirectoryLogin(OutboundSockets sockets, Predicate<InetAddress> mayBeUnencrypted) {
        this.sockets = sockets;
        this.mayBeUnencrypted = mayBeUnencrypted;
    }

    /**
     * Who wants to sign in.
     *
     * @param password not empty: a bind without a password succeeds and proves nothing (RFC 4513 section 5.1.2)
     */
    public record Person(String name, String password) {
        public Person {
            if (password.isEmpty()) {
                throw new IllegalArgumentException("a password is never empty");
            }
        }

        @Override
        public String toString() {
            return "Person[]";
        }
    }

    /** Looks on, and says whose password may be tried. */
    public interface Witness {
        void ok(Stage stage, String detail);

        /** It goes on with the next server. */
        void failed(DirectoryFailure failure);

        /** @param dn of an entry that was found */
        boolean mayTry(String dn);

        void wrong(String dn);
    }

    /**
     * Returns the entry of the person, whose password was right. Blocks: call it on a virtual thread.
     *
     * @param bindPassword of this server
     */
    public DirectoryEntry prove(Ldap config, String bindPassword, Person person, Witness witness)
            throws DirectoryFailure {
        Deadline whole = Deadline.in(time(config.timeout()));
        for (int i = 0; ; i++) {
            int left = config.servers().size() - i;
            try {
                LdapServer server = server(config.servers().get(i));
                return at(server, config, bindPassword, person, whole.part(left), witness);
            } catch (DirectoryFailure failure) {
                if (left == 1 || !failure.mayGoBetterElsewhere()) {
                    throw failure;
                }
                witness.failed(failure);
            }
        }
    }

    static Duration time(Duration configured) {
        if (!configured.isPositive()) {
            return USUAL_TIME;
        }
        return configured.compareTo(LONGEST_TIME) < 0 ? configured : LONGEST_TIME;
    }

    private static LdapServer server(String url) throws DirectoryFailure {
        try {
            return LdapServer.parse(url);
        } catch (CredentialException e) {
            throw DirectoryFailure.here(Reason.PROVIDER_UNUSABLE, Stage.CONNECT, url + ": " + e.getMessage(), e);
        }
    }

    private DirectoryEntry at(
            LdapServer server, Ldap config, String bindPassword, Person person, Deadline deadline, Witness witness)
            throws DirectoryFailure {
        try (DirectoryConnection connection =
                DirectoryConnection.open(sockets, server, config, mayBeUnencrypted, deadline)) {
            witness.ok(Stage.CONNECT, connection.description());
            connection.authenticate(config.bindDn(), bindPassword);
            witness.ok(Stage.BIND, "as " + config.bindDn());
            DirectoryEntry entry = connection.find(config, person.name());
            witness.ok(Stage.SEARCH, "found " + entry.dn());
            prove(connection, entry.dn(), person.password(), witness);
            witness.ok(Stage.PASSWORD, "the directory accepts it");
            return entry;
        }
    }

    private static void prove(DirectoryConnection connection, String dn, String password, Witness witness)
            throws DirectoryFailure {
        if (!witness.mayTry(dn)) {
            throw DirectoryFailure.everywhere(
                    Reason.CREDENTIALS_WRONG,
                    Stage.PASSWORD,
                    "wrong too often of late: the directory is not asked about " + dn);
        }
        try {
            connection.prove(dn, password);
        } catch (DirectoryFailure failure) {
            if (failure.reason() == Reason.CREDENTIALS_WRONG) {
                witness.wrong(dn);
            }
            throw failure;
        }
    }
}
