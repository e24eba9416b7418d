package dev.ostiary.user;

import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User.Machine;
import dev.ostiary.user.User.MachineKey;
import dev.ostiary.user.User.TokenType;
import dev.ostiary.user.UserEvent.KeyAdded;
import dev.ostiary.user.UserEvent.KeyRemoved;
import dev.ostiary.user.UserEvent.MachineAdded;
import dev.ostiary.user.UserEvent.MachineChanged;
import dev.ostiary.user.UserEvent.SecretRemoved;
import dev.ostiary.user.UserEvent.SecretSet;
import java.time.Instant;
import java.util.List;

/** The rules of machine users: their secret and their keys. */
public final class Machines {
    private final Users users;
    private final Ids ids;

    public Machines(Users users, Ids ids) {
        this.users = users;
        this.ids = ids;
    }

    /** @param id empty to have one made */
    public Stored<User> add(
            Transaction tx,
            String instance,
            String organization,
            String actor,
            String id,
            String userName,
            String name,
            String description,
            TokenType tokenType) {
        if (userName.isBlank()) {
            throw Problem.invalid("COMMAND-bs9Ds", "Errors.User.Invalid");
        }
        if (name.isBlank()) {
            throw Problem.invalid("COMMAND-bm9Ds", "Errors.User.Invalid");
        }
        String newId = users.newId(tx, instance, id, "COMMAND-k2una");
        Users.claimUserName(tx, instance, userName.strip());
        return tx.record(
                Users.KIND,
                Users.KIND.stream(instance, newId, organization),
                null,
                actor.isEmpty() ? newId : actor,
                List.of(new MachineAdded(userName.strip(), name.strip(), description, tokenType)));
    }

    /** Changes how a machine is called and what its access tokens are. Nothing is written when it stays the same. */
    Stored<User> change(
            Transaction tx, Stored<User> user, String actor, String name, String description, TokenType tokenType) {
        Machine before = require(user);
        if (name.isBlank()) {
            throw Problem.invalid("COMMAND-bm9Ds", "Errors.User.Invalid");
        }
        MachineChanged change = new MachineChanged(name.strip(), description, tokenType);
        boolean same = change.equals(new MachineChanged(before.name(), before.description(), before.tokenType()));
        return tx.record(Users.KIND, user.stream(), user, actor, same ? List.of() : List.of(change));
    }

    /** @param hash of the new secret; it replaces the one before */
    Stored<User> setSecret(Transaction tx, Stored<User> machine, String actor, String hash) {
        return tx.record(Users.KIND, machine.stream(), machine, actor, List.of(new SecretSet(hash)));
    }

    Stored<User> removeSecret(Transaction tx, Stored<User> machine, String actor) {
        if (require(machine).secretHash() == null) {
            throw Problem.precondition("COMMAND-coi82n", "Errors.User.Machine.Secret.NotExisting");
        }
        return tx.record(Users.KIND, machine.stream(), machine, actor, List.of(new SecretRemoved()));
    }

    /**
     * @param publicKey X.509 SubjectPublicKeyInfo, base64
     * @return the machine, whose last key is the new one
     */
    public Stored<User> addKey(
            Transaction tx, Stored<User> machine, String actor, String publicKey, Instant expiresAt) {
        require(machine);
        MachineKey key = new MachineKey(ids.next(), publicKey, tx.now(), expiresAt);
        return tx.record(Users.KIND, machine.stream(), machine, actor, List.of(new KeyAdded(key)));
    }

    Stored<User> removeKey(Transaction tx, Stored<User> machine, String actor, String keyId) {
        boolean has = require(machine).keys().stream().anyMatch(key -> key.id().equals(keyId));
        if (!has) {
            throw Problem.notFound("COMMAND-4m77G", "Errors.User.Machine.Key.NotFound");
        }
        return tx.record(Users.KIND, machine.stream(), machine, actor, List.of(new KeyRemoved(keyId)));
    }

    static Machine require(Stored<User> user) {
        return user.state()
                .machine()
                .orElseThrow(() -> Problem.precondition("COMMAND-Df2f1", "Errors.User.UserNotMachine"));
    }
}
