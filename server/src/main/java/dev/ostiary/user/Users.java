package dev.ostiary.user;

import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Removal;
import dev.ostiary.store.Stored;
import dev.ostiary.store.StreamKind;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.User.Phone;
import dev.ostiary.user.User.Profile;
import dev.ostiary.user.UserEvent.EmailChanged;
import dev.ostiary.user.UserEvent.HumanAdded;
import dev.ostiary.user.UserEvent.Impersonated;
import dev.ostiary.user.UserEvent.LinkAdded;
import dev.ostiary.user.UserEvent.LinkCascadeRemoved;
import dev.ostiary.user.UserEvent.LinkConfirmed;
import dev.ostiary.user.UserEvent.LinkRemoved;
import dev.ostiary.user.UserEvent.MetadataSet;
import dev.ostiary.user.UserEvent.PasswordChanged;
import dev.ostiary.user.UserEvent.PhoneChanged;
import dev.ostiary.user.UserEvent.ProfileChanged;
import dev.ostiary.user.UserEvent.Removed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rules of users: how they come to be, how they are found, what changes them. Machines' own rules are in {@link Machines}. */
public final class Users {
    static final String TYPE = "user";
    private static final UserTable TABLE = new UserTable();
    public static final StreamKind<User, UserEvent> KIND =
            new StreamKind<>(TYPE, UserEvent.TYPES, UserEvolution::evolve, TABLE);

    private static final String NAMES = "usernames";
    private static final String EXTERNAL_ACCOUNTS = "external_idps";

    private final Ids ids;
    private final List<Removal<User>> removals;

    public Users(Ids ids, List<Removal<User>> removals) {
        this.ids = ids;
        this.removals = List.copyOf(removals);
    }

    /**
     * Adds a person.
     *
     * @param organization the owner
     * @throws Problem when a mandatory name is blank, or the user name, the id or a linked account is taken
     */
    public Stored<User> addHuman(Transaction tx, String instance, String organization, String actor, NewHuman human) {
        String userName = (human.userName().isBlank() ? human.email().address() : human.userName()).strip();
        String id = newId(tx, instance, human.id(), "COMMAND-7yiox1isql");
        claimUserName(tx, instance, userName);
        List<UserEvent> events = new ArrayList<>();
        events.add(new HumanAdded(userName, complete(human.profile()), human.email()));
        if (human.phone() != null) {
            events.add(new PhoneChanged(human.phone()));
        }
        if (human.passwordHash() != null) {
            events.add(new PasswordChanged(human.passwordHash(), human.passwordChangeRequired(), tx.now()));
        }
        for (IdpLink link : human.links()) {
            claimLink(tx, instance, link);
            events.add(new LinkAdded(link));
        }
        human.metadata().forEach((key, value) -> events.add(new MetadataSet(key, value)));
        return tx.record(KIND, KIND.stream(instance, id, organization), null, actor.isEmpty() ? id : actor, events);
    }

    /** Names are mandatory; who says nothing else is shown by given and family name. */
    private static Profile complete(Profile profile) {
        if (profile.givenName().isBlank()) {
            throw Problem.invalid("USER-UCej2", "Errors.User.Profile.FirstNameEmpty");
        }
        if (profile.familyName().isBlank()) {
            throw Problem.invalid("USER-4hB7d", "Errors.User.Profile.LastNameEmpty");
        }
        String displayName = profile.displayName().isBlank()
                ? profile.givenName().strip() + " " + profile.familyName().strip()
                : profile.displayName().strip();
        return new Profile(
                profile.givenName().strip(),
                profile.familyName().strip(),
                profile.nickName().strip(),
                displayName,
                profile.preferredLanguage(),
                profile.gender());
    }

    /** @param taken id of the problem when somebody has the wanted id */
    String newId(Transaction tx, String instance, String wanted, String taken) {
        if (wanted.isEmpty()) {
            return ids.next();
        }
        if (find(tx.sql(), instance, wanted).isPresent()) {
            throw Problem.precondition(taken, "Errors.User.AlreadyExisting");
        }
        return wanted;
    }

    static void claimUserName(Transaction tx, String instance, String userName) {
        if (userName.isBlank()) {
            throw Problem.invalid("COMMAND-00p2b", "Errors.User.Username.Empty");
        }
        tx.claim(
                instance,
                NAMES,
                userName.toLowerCase(Locale.ROOT),
                () -> Problem.exists("V3-DKcYh", "Errors.User.AlreadyExists"));
    }

    /** An external account belongs to one user. Its id is compared as it is: ids that differ in case are different accounts. */
    private static void claimLink(Transaction tx, String instance, IdpLink link) {
        tx.claim(
                instance,
                EXTERNAL_ACCOUNTS,
                uniqueAccount(link.idp(), link.externalUserId()),
                () -> Problem.exists("V3-DKcYh", "Errors.User.ExternalIDP.AlreadyExists"));
    }

    /** Links an account at an identity provider. */
    public Stored<User> addLink(Transaction tx, Stored<User> user, String actor, IdpLink link) {
        claimLink(tx, user.stream().instance(), link);
        return tx.record(KIND, user.stream(), user, actor, List.of(new LinkAdded(link)));
    }

    /**
     * Unlinks an account.
     *
     * @throws Problem when the user has none such
     */
    public Stored<User> removeLink(Transaction tx, Stored<User> user, String actor, String idp, String externalUserId) {
        boolean linked = user.state().human().map(Human::links).orElse(List.of()).stream()
                .anyMatch(
                        link -> link.idp().equals(idp) && link.externalUserId().equals(externalUserId));
        if (!linked) {
            throw Problem.notFound("COMMAND-1M9xR", "Errors.User.ExternalIDP.NotFound");
        }
        tx.release(user.stream().instance(), EXTERNAL_ACCOUNTS, uniqueAccount(idp, externalUserId));
        return tx.record(KIND, user.stream(), user, actor, List.of(new LinkRemoved(idp, externalUserId)));
    }

    /**
     * Confirms that a linked account is the user's at an issuer; nothing is written when the link says so.
     *
     * @param issuer who vouches from now on
     */
    public Stored<User> confirmLink(Transaction tx, Stored<User> user, String actor, IdpLink link, String issuer) {
        LinkConfirmed confirmed = new LinkConfirmed(link.idp(), link.externalUserId(), issuer);
        return tx.record(
                KIND, user.stream(), user, actor, link.issuer().equals(issuer) ? List.of() : List.of(confirmed));
    }

    /**
     * Lists the next accounts of a provider that users are linked to.
     *
     * @param after the provider's id of the last account before; empty for the first
     */
    public List<LinkedAccount> linked(Handle sql, String instance, String idp, String after, int limit) {
        return TABLE.linked(sql, instance, idp, after, limit);
    }

    /** An account at a provider, by its id there, and the user whom it is linked to. */
    public record LinkedAccount(String externalUserId, String userId) {}

    /** Unlinks everybody from a provider that is being removed. */
    public void unlinkAll(Transaction tx, String instance, String idp, String actor) {
        for (String id : TABLE.idsLinkedTo(tx.sql(), instance, idp)) {
            Stored<User> user = find(tx.sql(), instance, id).orElseThrow();
            List<LinkCascadeRemoved> events = user.state().human().map(Human::links).orElse(List.of()).stream()
                    .filter(link -> link.idp().equals(idp))
                    .map(link -> new LinkCascadeRemoved(idp, link.externalUserId()))
                    .toList();
            events.forEach(
                    event -> tx.release(instance, EXTERNAL_ACCOUNTS, uniqueAccount(idp, event.externalUserId())));
            tx.record(KIND, user.stream(), user, actor, events);
        }
    }

    private static String uniqueAccount(String idp, String externalUserId) {
        return idp + "/" + externalUserId;
    }

    /** Removes every user of an organization that is being removed. */
    public void removeAllOf(Transaction tx, String instance, String organization, String actor) {
        List<Stored<User>> some = TABLE.someOwnedBy(tx.sql(), instance, organization);
        while (!some.isEmpty()) {
            some.forEach(user -> remove(tx, user, actor));
            some = TABLE.someOwnedBy(tx.sql(), instance, organization);
        }
    }

    private void remove(Transaction tx, Stored<User> user, String actor) {
        String instance = user.stream().instance();
        removals.forEach(removal -> removal.removed(tx, user, actor));
        tx.release(instance, NAMES, user.state().userName().toLowerCase(Locale.ROOT));
        for (IdpLink link : user.state().human().map(Human::links).orElse(List.of())) {
            tx.release(instance, EXTERNAL_ACCOUNTS, uniqueAccount(link.idp(), link.externalUserId()));
        }
        tx.record(KIND, user.stream(), user, actor, List.of(new Removed()));
    }

    /** Brings a person's data in line with what is given; only what differs is written. */
    public Stored<User> changeHuman(
            Transaction tx, Stored<User> user, String actor, Profile profile, Email email, @Nullable Phone phone) {
        Human human = user.state().human().orElseThrow();
        Profile complete = complete(profile);
        List<UserEvent> events = new ArrayList<>();
        if (!complete.equals(human.profile())) {
            events.add(new ProfileChanged(complete));
        }
        if (!email.equals(human.email())) {
            events.add(new EmailChanged(email));
        }
        if (phone != null && !phone.equals(human.phone())) {
            events.add(new PhoneChanged(phone));
        }
        return tx.record(KIND, user.stream(), user, actor, events);
    }

    /**
     * Sets metadata; only what differs is written, and what isn't named stays.
     *
     * @param metadata values in base64 by key
     */
    public Stored<User> setMetadata(Transaction tx, Stored<User> user, String actor, Map<String, String> metadata) {
        List<MetadataSet> events = metadata.entrySet().stream()
                .filter(each -> !each.getValue().equals(user.state().metadata().get(each.getKey())))
                .map(each -> new MetadataSet(each.getKey(), each.getValue()))
                .toList();
        return tx.record(KIND, user.stream(), user, actor, events);
    }

    /** @param hash PHC text of a password that keeps the {@link PasswordRules} */
    public Stored<User> setPassword(
            Transaction tx, Stored<User> user, String actor, String hash, boolean changeRequired) {
        return tx.record(
                KIND, user.stream(), user, actor, List.of(new PasswordChanged(hash, changeRequired, tx.now())));
    }

    /** Notes that somebody got a token to act in a user's name; a user who is gone since is none any more. */
    public void impersonated(Transaction tx, Stored<User> user, String actor, String clientId) {
        find(tx.sql(), user.stream().instance(), user.id())
                .ifPresent(
                        now -> tx.record(KIND, now.stream(), now, actor, List.of(new Impersonated(actor, clientId))));
    }

    public Optional<Stored<User>> find(Handle sql, String instance, String id) {
        return TABLE.find(sql, instance, id);
    }

    public Optional<Stored<User>> byLoginName(Handle sql, String instance, String loginName) {
        return TABLE.byLoginName(sql, instance, loginName.strip());
    }

    /**
     * @param email blank finds nobody
     * @return two at most: more than one is as good as many
     */
    public List<Stored<User>> byVerifiedEmail(Handle sql, String instance, String email) {
        return email.isBlank() ? List.of() : TABLE.byVerifiedEmail(sql, instance, email);
    }

    /** Like {@link #byVerifiedEmail(Handle, String, String)}, within one organization. */
    public List<Stored<User>> byVerifiedEmail(Handle sql, String instance, String organization, String email) {
        return email.isBlank() ? List.of() : TABLE.byVerifiedEmail(sql, instance, organization, email);
    }

    /** Finds the user that an external account is linked to. */
    public Optional<Stored<User>> linkedTo(Handle sql, String instance, String idp, String externalUserId) {
        return TABLE.idLinkedTo(sql, instance, idp, externalUserId).flatMap(id -> find(sql, instance, id));
    }
}
