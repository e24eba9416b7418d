package dev.ostiary.federation;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.ldap.DirectoryEntry;
import dev.ostiary.federation.ldap.DirectoryFailure;
import dev.ostiary.federation.ldap.DirectoryLogin;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.Ldap;
import dev.ostiary.outbound.Bulkhead;
import dev.ostiary.outbound.OutboundFailure;
import dev.ostiary.outbound.OutboundSockets;
import dev.ostiary.store.Json;
import dev.ostiary.store.Stored;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Signs people in with their name and password at a directory. What talks to it is loaded when somebody does that. */
final class LdapConnector implements Connector {
    /** Wrong answers in one sign-in; the last one ends it. */
    static final int MOST_WRONG = 5;

    /** What is kept between two answers. */
    private record Memory(int wrong) {}

    private final OutboundSockets sockets;
    private final Predicate<InetAddress> mayBeUnencrypted;
    private final Function<Stored<IdentityProvider>, String> bindPasswords;
    private final Bulkhead directories = new Bulkhead();
    private final WrongPasswords wrongPasswords;

    /**
     * @param mayBeUnencrypted whether passwords may go to this address as they are
     * @param bindPasswords opens the bind password of a provider
     */
    LdapConnector(
            OutboundSockets sockets,
            Predicate<InetAddress> mayBeUnencrypted,
            Function<Stored<IdentityProvider>, String> bindPasswords,
            InstantSource clock) {
        this.sockets = sockets;
        this.mayBeUnencrypted = mayBeUnencrypted;
        this.bindPasswords = bindPasswords;
        this.wrongPasswords = new WrongPasswords(clock);
    }

    @Override
    public Departure begin(Start start, StepLog log) {
        return new Departure(new Way.Credentials(start.state()), Json.write(new Memory(0)));
    }

    /** Nobody comes back from a directory. */
    @Override
    public ExternalIdentity complete(Return answer, StepLog log) throws LoginFailure {
        throw new LoginFailure(
                Reason.CALLBACK_INCOMPLETE, Stage.CALLBACK, "a directory sends nobody back: something else did");
    }

    /** What is kept after one more wrong answer; null when it was the last one. */
    static @Nullable String afterWrongAnswer(String memory) {
        int wrong = Json.read(memory, Memory.class).wrong() + 1;
        return wrong < MOST_WRONG ? Json.write(new Memory(wrong)) : null;
    }

    /**
     * Finds out whose name and password these are. Blocks while the directory is asked.
     *
     * @throws LoginFailure {@link Reason#CREDENTIALS_WRONG} when they are nobody's, whichever of both is wrong
     */
    ExternalIdentity identify(Stored<IdentityProvider> idp, Credentials credentials, StepLog log) throws LoginFailure {
        if (!(idp.state().config() instanceof Ldap config)) {
            throw new LoginFailure(Reason.CALLBACK_INCOMPLETE, Stage.CALLBACK, "the provider takes no passwords here");
        }
        if (config.attributes().id().isEmpty()) {
            throw new LoginFailure(
                    Reason.PROVIDER_UNUSABLE, Stage.POLICY, "no attribute is configured that tells people apart");
        }
        if (!credentials.arePossible()) {
            throw new LoginFailure(
                    Reason.CREDENTIALS_WRONG, Stage.PASSWORD, "not sent: a name or a password that nobody can have");
        }
        ExternalIdentity identity = LdapAccounts.identity(config, prove(config, idp, credentials, log));
        log.ok(Stage.USERINFO, "account " + identity.subject());
        return identity;
    }

    private DirectoryEntry prove(Ldap config, Stored<IdentityProvider> idp, Credentials credentials, StepLog log)
            throws LoginFailure {
        String provider = idp.stream().instance() + "/" + idp.id();
        DirectoryLogin.Person person =
                new DirectoryLogin.Person(credentials.name().strip(), credentials.password());
        DirectoryLogin login = new DirectoryLogin(sockets, mayBeUnencrypted);
        try {
            return directories.pass(
                    provider, () -> login.prove(config, bindPasswords.apply(idp), person, new Steps(provider, log)));
        } catch (DirectoryFailure failure) {
            throw new LoginFailure(failure.reason(), failure.stage(), failure.detail(), failure);
        } catch (OutboundFailure busy) {
            throw LoginFailure.unanswered(Stage.CONNECT, busy);
        }
    }

    private final class Steps implements DirectoryLogin.Witness {
        private final String provider;
        private final StepLog log;

        Steps(String provider, StepLog log) {
            this.provider = provider;
            this.log = log;
        }

        @Override
        public void ok(Stage stage, String detail) {
            log.ok(stage, detail);
        }

        @Override
        public void failed(DirectoryFailure failure) {
            log.failed(failure.stage(), failure.reason(), failure.detail());
        }

        @Override
        public boolean mayTry(String dn) {
            return wrongPasswords.mayTry(provider, dn);
        }

        @Override
        public void wrong(String dn) {
            wrongPasswords.wrong(provider, dn);
        }
    }
}
