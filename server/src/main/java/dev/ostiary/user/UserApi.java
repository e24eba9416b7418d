package dev.ostiary.user;

import dev.ostiary.api.auth.v1.GetMyUserRequest;
import dev.ostiary.api.auth.v1.GetMyUserResponse;
import dev.ostiary.api.user.v2.AddHumanUserRequest;
import dev.ostiary.api.user.v2.AddHumanUserResponse;
import dev.ostiary.api.user.v2.GetUserByIDRequest;
import dev.ostiary.api.user.v2.GetUserByIDResponse;
import dev.ostiary.api.user.v2.SetHumanEmail;
import dev.ostiary.api.user.v2.SetHumanPhone;
import dev.ostiary.api.user.v2.SetHumanProfile;
import dev.ostiary.api.user.v2.SetMetadataEntry;
import dev.ostiary.crypto.Passwords;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.Gender;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.User.Phone;
import dev.ostiary.user.User.Profile;
import java.util.Base64;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The calls about people: adding one, reading one, reading oneself. */
public final class UserApi {

    /** Whether a provider exists that may vouch for users of an organization. */
    @FunctionalInterface
    public interface Vouching {
        boolean may(Handle sql, String instance, String organization, String idp);
    }

    private final Store store;
    private final Users users;
    private final Passwords passwords;
    private final Permissions permissions;
    private final Vouching vouching;

    public UserApi(Store store, Users users, Passwords passwords, Permissions permissions, Vouching vouching) {
        this.store = store;
        this.users = users;
        this.passwords = passwords;
        this.permissions = permissions;
        this.vouching = vouching;
    }

    public void register(Calls calls) {
        calls.on("zitadel.user.v2.UserService/AddHumanUser", AddHumanUserRequest.getDefaultInstance(), this::addHuman);
        calls.on("zitadel.user.v2.UserService/GetUserByID", GetUserByIDRequest.getDefaultInstance(), this::get);
        calls.on("zitadel.auth.v1.AuthService/GetMyUser", GetMyUserRequest.getDefaultInstance(), this::getMine);
    }

    private AddHumanUserResponse addHuman(Call call, AddHumanUserRequest request) {
        refuseWhatIsNotThere(request);
        NewHuman human = new NewHuman(
                request.getUserId(),
                request.getUsername(),
                profile(request.getProfile()),
                email(request.getEmail()),
                request.hasPhone() ? phone(request.getPhone()) : null,
                passwordHash(request),
                request.getPassword().getChangeRequired()
                        || request.getHashedPassword().getChangeRequired(),
                request.getIdpLinksList().stream()
                        .map(link -> new IdpLink(link.getIdpId(), link.getUserId(), link.getUserName(), ""))
                        .toList(),
                request.getMetadataList().stream()
                        .collect(Collectors.toMap(
                                SetMetadataEntry::getKey,
                                entry -> Base64.getEncoder()
                                        .encodeToString(entry.getValue().toByteArray()),
                                (first, last) -> last)));
        Stored<User> added = store.write(tx -> {
            human.links().forEach(link -> requireProvider(tx.sql(), call, link));
            return users.addHuman(tx, call.instanceId(), call.organization(), call.actor(), human);
        });
        return AddHumanUserResponse.newBuilder()
                .setUserId(added.id())
                .setDetails(UserMessage.changed(added))
                .build();
    }

    private void requireProvider(Handle sql, Call call, IdpLink link) {
        if (!vouching.may(sql, call.instanceId(), call.organization(), link.idp())) {
            throw Problem.precondition("COMMAND-39nf2", "Errors.IDPConfig.NotExisting");
        }
    }

    /** One-time passwords and verification codes have no other half here: to take them would be to lose them. */
    private static void refuseWhatIsNotThere(AddHumanUserRequest request) {
        if (request.hasTotpSecret()
                || request.getEmail().hasReturnCode()
                || request.getPhone().hasReturnCode()) {
            throw Problem.of(Kind.UNIMPLEMENTED, "USER-Oo5ti", "Errors.User.CodesNotSupported");
        }
    }

    /** Hashes outside any transaction: it takes a while, and writers would wait. */
    private @Nullable String passwordHash(AddHumanUserRequest request) {
        return switch (request.getPasswordTypeCase()) {
            case PASSWORD -> {
                PasswordRules.require(request.getPassword().getPassword());
                yield passwords.hash(request.getPassword().getPassword());
            }
            case HASHED_PASSWORD -> {
                if (!Passwords.isSupported(request.getHashedPassword().getHash())) {
                    throw Problem.invalid("USER-JDk4t", "Errors.User.Password.NotSupported");
                }
                yield request.getHashedPassword().getHash();
            }
            case PASSWORDTYPE_NOT_SET -> null;
        };
    }

    private static Profile profile(SetHumanProfile message) {
        return new Profile(
                message.getGivenName(),
                message.getFamilyName(),
                message.getNickName(),
                message.getDisplayName(),
                message.getPreferredLanguage().equals("und") ? "" : message.getPreferredLanguage(),
                switch (message.getGender()) {
                    case GENDER_FEMALE -> Gender.FEMALE;
                    case GENDER_MALE -> Gender.MALE;
                    case GENDER_DIVERSE -> Gender.DIVERSE;
                    case GENDER_UNSPECIFIED, UNRECOGNIZED -> Gender.UNSPECIFIED;
                });
    }

    private static Email email(SetHumanEmail message) {
        return new Email(message.getEmail().strip(), message.getIsVerified());
    }

    private static @Nullable Phone phone(SetHumanPhone message) {
        return message.getPhone().isBlank()
                ? null
                : new Phone(message.getPhone().strip(), message.getIsVerified());
    }

    /** Everybody may read themselves; others need the permission in the user's organization. */
    private GetUserByIDResponse get(Call call, GetUserByIDRequest request) {
        Stored<User> user = store.read(sql -> users.find(sql, call.instanceId(), request.getUserId()))
                .orElseThrow(() -> Problem.notFound("QUERY-Dfbg2", "Errors.User.NotFound"));
        if (!user.id().equals(call.caller().userId())) {
            permissions.check(call, "user.read", user.owner());
        }
        return GetUserByIDResponse.newBuilder()
                .setDetails(UserMessage.details(user))
                .setUser(UserMessage.v2(user))
                .build();
    }

    private GetMyUserResponse getMine(Call call, GetMyUserRequest request) {
        Stored<User> user = store.read(
                        sql -> users.find(sql, call.instanceId(), call.caller().userId()))
                .orElseThrow(() -> Problem.notFound("QUERY-Dfbg2", "Errors.User.NotFound"));
        return GetMyUserResponse.newBuilder().setUser(UserMessage.v1(user)).build();
    }
}
