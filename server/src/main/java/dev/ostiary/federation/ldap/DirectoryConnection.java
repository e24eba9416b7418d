package dev.ostiary.federation.ldap;

import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.Reason;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.credential.LdapServer;
import dev.ostiary.outbound.OutboundFailure;
import dev.ostiary.outbound.OutboundSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;

/** A connection to one server of a directory, for one person. It ends by itself when its time is over. Used by one thread. */
final class DirectoryConnection implements AutoCloseable {
    private static final int LARGEST_MESSAGE = 1 << 20;

    /** What a directory says when it doesn't let this person in; anything else is about the directory. */
    private static final Set<ResultCode> REFUSALS = Set.of(
            ResultCode.INVALID_CREDENTIALS,
            ResultCode.INAPPROPRIATE_AUTHENTICATION,
            ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
            ResultCode.UNWILLING_TO_PERFORM,
            ResultCode.CONSTRAINT_VIOLATION,
            ResultCode.NO_SUCH_OBJECT);

    private final Socket socket;
    private final LdapServer server;
    private final Deadline deadline;
    private final Troubles troubles;
    private final LDAPConnection connection;
    private final Thread end;

    private DirectoryConnection(Socket socket, LdapServer server, Deadline deadline) {
        this.socket = socket;
        this.server = server;
        this.deadline = deadline;
        this.troubles = new Troubles(server, deadline);
        this.connection = new LDAPConnection(options(deadline));
        this.end = Thread.ofVirtual().name("ldap-deadline").start(this::closeWhenOver);
    }

    private static LDAPConnectionOptions options(Deadline deadline) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setUseSynchronousMode(true); // no thread of its own
        options.setConnectTimeoutMillis(deadline.millis());
        options.setResponseTimeoutMillis(deadline.millis());
        options.setFollowReferrals(false); // they lead to places that nobody has configured
        options.setMaxMessageSize(LARGEST_MESSAGE);
        options.setUseLinger(false, 0);
        options.setBindWithDNRequiresPassword(true);
        return options;
    }

    /** The library bounds the wait for each piece of an answer; a server that sends one small piece after the other would be waited for for ever. */
    private void closeWhenOver() {
        try {
            Thread.sleep(deadline.left());
            socket.close();
        } catch (InterruptedException | IOException closed) {
            // It was over before.
        }
    }

    /** Connects, and makes the connection secure before anything is said. */
    static DirectoryConnection open(
            OutboundSockets sockets,
            LdapServer server,
            Ldap config,
            Predicate<InetAddress> mayBeUnencrypted,
            Deadline deadline)
            throws DirectoryFailure {
        Socket socket = connect(sockets, server, deadline);
        DirectoryConnection opened = new DirectoryConnection(socket, server, deadline);
        try {
            opened.begin(config, mayBeUnencrypted);
            return opened;
        } catch (DirectoryFailure failure) {
            opened.close();
            throw failure;
        }
    }

    private static Socket connect(OutboundSockets sockets, LdapServer server, Deadline deadline)
            throws DirectoryFailure {
        try {
            return sockets.connect(server.host(), server.port(), deadline.left());
        } catch (OutboundFailure e) {
            throw new Troubles(server, deadline).unreachable(e.reason().text() + ": " + e.getMessage(), e);
        }
    }

    private void begin(Ldap config, Predicate<InetAddress> mayBeUnencrypted) throws DirectoryFailure {
        try {
            if (server.tls()) {
                speakOver(Tls.to(server.host(), config.rootCa()).secure(socket));
            } else if (config.startTls()) {
                Tls tls = Tls.to(server.host(), config.rootCa());
                speakOver(socket);
                startTls(tls);
            } else if (mayBeUnencrypted.test(socket.getInetAddress())) {
                speakOver(socket);
            } else {
                throw troubles.here(
                        Reason.PROVIDER_UNUSABLE,
                        "passwords may not go there unencrypted: use ldaps or StartTLS",
                        null);
            }
        } catch (GeneralSecurityException e) {
            throw troubles.here(Reason.PROVIDER_UNUSABLE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw troubles.unreachable("tls: no secure connection: " + e.getMessage(), e);
        } catch (LDAPException e) {
            throw troubles.of(Stage.CONNECT, e, Reason.PROVIDER_UNUSABLE, "");
        }
    }

    private void startTls(Tls tls) throws LDAPException {
        ExtendedResult result = connection.processExtendedOperation(new StartTLSExtendedRequest(tls));
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
            throw new LDAPException(result);
        }
    }

    private void speakOver(Socket prepared) throws LDAPException {
        connection.setSocketFactory(new PreparedSocket(prepared));
        connection.connect(server.host(), socket.getInetAddress(), server.port(), deadline.millis());
    }

    /** Who answers, and how safe from others the conversation is. */
    String description() {
        SSLSession session = connection.getSSLSession();
        return troubles.server() + ", " + (session == null ? "unencrypted" : session.getProtocol());
    }

    /** Proves who this server is. */
    void authenticate(String bindDn, String password) throws DirectoryFailure {
        try {
            connection.bind(new SimpleBindRequest(bindDn, password));
        } catch (LDAPException e) {
            boolean answered = e instanceof LDAPBindException;
            throw troubles.of(Stage.BIND, e, answered ? Reason.CLIENT_REFUSED : Reason.PROVIDER_UNUSABLE, password);
        }
    }

    /** Finds the only entry that is the person's. */
    DirectoryEntry find(Ldap config, String name) throws DirectoryFailure {
        List<SearchResultEntry> found = search(config, name);
        return switch (found.size()) {
            case 0 ->
                throw DirectoryFailure.everywhere(
                        Reason.CREDENTIALS_WRONG, Stage.SEARCH, "no entry is what was looked for: " + asked(config));
            case 1 -> entry(found.getFirst());
            default -> throw ambiguous(config);
        };
    }

    private static DirectoryFailure ambiguous(Ldap config) {
        return DirectoryFailure.everywhere(
                Reason.ACCOUNT_AMBIGUOUS, Stage.SEARCH, "more than one entry is what was looked for: " + asked(config));
    }

    private List<SearchResultEntry> search(Ldap config, String name) throws DirectoryFailure {
        int seconds = (int) Math.max(1, deadline.left().toSeconds());
        try {
            SearchResult result = connection.search(DirectorySearch.request(config, name, seconds));
            return Objects.requireNonNullElse(result.getSearchEntries(), List.of());
        } catch (LDAPSearchException e) {
            if (e.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                throw ambiguous(config);
            }
            throw troubles.of(Stage.SEARCH, e, Reason.PROVIDER_UNUSABLE, "");
        }
    }

    /** Without the name: people now and then type a password where a name belongs. */
    private static String asked(Ldap config) {
        return DirectorySearch.filter(config, "?") + " below " + config.baseDn();
    }

    private DirectoryEntry entry(SearchResultEntry found) throws DirectoryFailure {
        if (found.getDN().isEmpty()) { // a bind without a name would prove nothing
            throw troubles.here(Reason.PROVIDER_UNUSABLE, "an entry without a name was found", null);
        }
        return new DirectoryEntry(
                found.getDN(),
                found.getAttributes().stream()
                        .filter(attribute -> attribute.size() > 0)
                        .collect(Collectors.toMap(
                                attribute -> attribute.getName().toLowerCase(Locale.ROOT),
                                attribute -> Arrays.asList(attribute.getValueByteArrays()),
                                (first, second) -> first)));
    }

    /** Tries a password. */
    void prove(String dn, String password) throws DirectoryFailure {
        try {
            connection.bind(new SimpleBindRequest(dn, password));
        } catch (LDAPException e) {
            if (REFUSALS.contains(e.getResultCode())) {
                throw DirectoryFailure.everywhere(Reason.CREDENTIALS_WRONG, Stage.PASSWORD, troubles.said(e, password));
            }
            throw troubles.of(Stage.PASSWORD, e, Reason.PROVIDER_UNUSABLE, password);
        }
    }

    @Override
    public void close() {
        connection.close();
        try {
            socket.close();
        } catch (IOException e) {
            // Nobody needs it any more.
        }
        end.interrupt();
    }
}
