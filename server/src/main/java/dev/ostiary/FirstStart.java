package dev.ostiary;

import com.nimbusds.jose.jwk.JWK;
import dev.ostiary.crypto.RsaKeys;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.grant.PersonalAccessTokens;
import dev.ostiary.openid.Lifetimes;
import dev.ostiary.org.Org;
import dev.ostiary.policy.LoginPolicy;
import dev.ostiary.project.Project;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.Expiration;
import dev.ostiary.user.MachineApi;
import dev.ostiary.user.NewHuman;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.Gender;
import dev.ostiary.user.User.Profile;
import dev.ostiary.user.User.TokenType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Makes the first instance of an empty store, all of it in one transaction: half an instance never exists. */
final class FirstStart {
    private static final String NAME = "Ostiary";
    private static final String SYSTEM = "SYSTEM";

    /**
     * What is shown once, after it was made.
     *
     * @param keyFile JSON with the machine user's private key
     */
    record Credentials(String loginName, String password, String personalAccessToken, String keyFile) {
        @Override
        public String toString() {
            return "Credentials[loginName=" + loginName + "]";
        }
    }

    private final Foundation base;
    private final Features features;

    FirstStart(Foundation base, Features features) {
        this.base = base;
        this.features = features;
    }

    /**
     * @param domains host names of the instance, the one that names organizations first
     * @param keep keeps the credentials; called before the commit, so that an instance that nobody has the credentials of never exists;
     *     called with nothing when what it got before is worth nothing
     * @return nothing when another server was faster
     */
    Optional<Credentials> create(List<String> domains, Consumer<Optional<Credentials>> keep) {
        String password = password();
        String hash = base.passwords().hash(password);
        RsaKeys.Pair machineKey = RsaKeys.generate();
        List<JWK> signingKeys = base.signingKeys().generate();
        AtomicBoolean kept = new AtomicBoolean();
        return base.store().write(tx -> {
            if (!features.instances().all(tx).isEmpty()) {
                if (kept.get()) {
                    keep.accept(Optional.empty());
                }
                return Optional.empty();
            }
            String instance = base.ids().next();
            base.vault().create(tx, instance);
            base.signingKeys().create(tx, instance, SYSTEM, signingKeys);
            Stored<Org> org = features.orgs().add(tx, instance, domains.getFirst(), SYSTEM, NAME);
            Stored<dev.ostiary.project.Project> project =
                    features.projects().add(tx, instance, org.id(), SYSTEM, Project.named(NAME));
            features.instances().add(tx, instance, SYSTEM, NAME, "en", org.id(), project.id(), domains);
            features.policies().add(tx, instance, instance, SYSTEM, LoginPolicy.DEFAULT);
            features.oidcSettings().add(tx, instance, SYSTEM, Lifetimes.DEFAULT);
            Stored<User> admin = admin(tx, instance, org, hash);
            Stored<User> machine = machine(tx, instance, org.id(), machineKey);
            Credentials credentials = new Credentials(
                    admin.state().userName(),
                    password,
                    features.personalAccessTokens()
                            .add(tx, machine, SYSTEM, PersonalAccessTokens.API_SCOPES, Expiration.NEVER)
                            .token(),
                    MachineApi.keyFile(
                            machine.id(),
                            machine.state().machine().orElseThrow().keys().getFirst(),
                            machineKey.privateKeyPem()));
            kept.set(true);
            keep.accept(Optional.of(credentials));
            return Optional.of(credentials);
        });
    }

    private Stored<User> admin(Transaction tx, String instance, Stored<Org> org, String passwordHash) {
        String name = "admin@" + org.state().primaryDomain();
        NewHuman human = new NewHuman(
                "",
                name,
                new Profile("Ostiary", "Administrator", "", "", "en", Gender.UNSPECIFIED),
                new Email(name, true),
                null,
                passwordHash,
                false,
                List.of(),
                Map.of());
        Stored<User> admin = features.users().addHuman(tx, instance, org.id(), SYSTEM, human);
        features.members().add(tx, instance, instance, SYSTEM, admin.id(), List.of("IAM_OWNER"));
        features.members().add(tx, instance, org.id(), SYSTEM, admin.id(), List.of("ORG_OWNER"));
        return admin;
    }

    private Stored<User> machine(Transaction tx, String instance, String organization, RsaKeys.Pair key) {
        Stored<User> machine = features.machines()
                .add(
                        tx,
                        instance,
                        organization,
                        SYSTEM,
                        "",
                        "admin-machine",
                        "First machine user",
                        "",
                        TokenType.BEARER);
        features.members().add(tx, instance, instance, SYSTEM, machine.id(), List.of("IAM_OWNER"));
        return features.machines().addKey(tx, machine, SYSTEM, key.publicKey(), Expiration.NEVER);
    }

    /** 24 random letters and digits; the ending keeps the password rules whatever they are. */
    private static String password() {
        return Secrets.clientSecret().substring(0, 24) + "-aA1";
    }
}
