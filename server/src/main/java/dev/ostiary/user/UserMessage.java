package dev.ostiary.user;

import dev.ostiary.api.object.v2.Details;
import dev.ostiary.api.user.v1.AccessTokenType;
import dev.ostiary.api.user.v2.Gender;
import dev.ostiary.api.user.v2.HumanEmail;
import dev.ostiary.api.user.v2.HumanPhone;
import dev.ostiary.api.user.v2.HumanProfile;
import dev.ostiary.api.user.v2.HumanUser;
import dev.ostiary.api.user.v2.MachineUser;
import dev.ostiary.api.user.v2.UserState;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.Machine;
import dev.ostiary.user.User.Profile;
import dev.ostiary.user.User.TokenType;

/** A user as the messages of both generations of the contract. */
final class UserMessage {
    private UserMessage() {}

    static dev.ostiary.api.user.v2.User v2(Stored<User> stored) {
        User user = stored.state();
        dev.ostiary.api.user.v2.User.Builder message = dev.ostiary.api.user.v2.User.newBuilder()
                .setUserId(stored.id())
                .setDetails(details(stored))
                .setState(
                        switch (user.state()) {
                            case ACTIVE -> UserState.USER_STATE_ACTIVE;
                            case INACTIVE -> UserState.USER_STATE_INACTIVE;
                            case LOCKED -> UserState.USER_STATE_LOCKED;
                        })
                .setUsername(user.userName())
                .addLoginNames(user.userName())
                .setPreferredLoginName(user.userName());
        return switch (user.kind()) {
            case Human human -> message.setHuman(human(human)).build();
            case Machine machine ->
                message.setMachine(MachineUser.newBuilder()
                                .setName(machine.name())
                                .setDescription(machine.description())
                                .setHasSecret(machine.secretHash() != null)
                                .setAccessTokenTypeValue(machine.tokenType().ordinal()))
                        .build();
        };
    }

    private static HumanUser human(Human human) {
        Profile profile = human.profile();
        HumanUser.Builder message = HumanUser.newBuilder()
                .setProfile(HumanProfile.newBuilder()
                        .setGivenName(profile.givenName())
                        .setFamilyName(profile.familyName())
                        .setNickName(profile.nickName())
                        .setDisplayName(profile.displayName())
                        .setPreferredLanguage(language(profile))
                        .setGender(Gender.forNumber(profile.gender().ordinal())))
                .setEmail(HumanEmail.newBuilder()
                        .setEmail(human.email().address())
                        .setIsVerified(human.email().verified()));
        HumanPhone.Builder phone = HumanPhone.newBuilder();
        if (human.phone() != null) {
            phone.setPhone(human.phone().number()).setIsVerified(human.phone().verified());
        }
        if (human.password() != null) {
            message.setPasswordChanged(
                            dev.ostiary.rpc.Details.timestamp(human.password().changedAt()))
                    .setPasswordChangeRequired(human.password().changeRequired());
        }
        return message.setPhone(phone).build();
    }

    static dev.ostiary.api.user.v1.User v1(Stored<User> stored) {
        User user = stored.state();
        dev.ostiary.api.user.v1.User.Builder message = dev.ostiary.api.user.v1.User.newBuilder()
                .setId(stored.id())
                .setDetails(dev.ostiary.rpc.Details.read(stored))
                .setState(
                        switch (user.state()) {
                            case ACTIVE -> dev.ostiary.api.user.v1.UserState.USER_STATE_ACTIVE;
                            case INACTIVE -> dev.ostiary.api.user.v1.UserState.USER_STATE_INACTIVE;
                            case LOCKED -> dev.ostiary.api.user.v1.UserState.USER_STATE_LOCKED;
                        })
                .setUserName(user.userName())
                .addLoginNames(user.userName())
                .setPreferredLoginName(user.userName());
        return switch (user.kind()) {
            case Human human -> message.setHuman(humanV1(human)).build();
            case Machine machine ->
                message.setMachine(dev.ostiary.api.user.v1.Machine.newBuilder()
                                .setName(machine.name())
                                .setDescription(machine.description())
                                .setHasSecret(machine.secretHash() != null)
                                .setAccessTokenType(
                                        machine.tokenType() == TokenType.JWT
                                                ? AccessTokenType.ACCESS_TOKEN_TYPE_JWT
                                                : AccessTokenType.ACCESS_TOKEN_TYPE_BEARER))
                        .build();
        };
    }

    private static dev.ostiary.api.user.v1.Human humanV1(Human human) {
        Profile profile = human.profile();
        dev.ostiary.api.user.v1.Human.Builder message = dev.ostiary.api.user.v1.Human.newBuilder()
                .setProfile(dev.ostiary.api.user.v1.Profile.newBuilder()
                        .setFirstName(profile.givenName())
                        .setLastName(profile.familyName())
                        .setNickName(profile.nickName())
                        .setDisplayName(profile.displayName())
                        .setPreferredLanguage(language(profile))
                        .setGender(dev.ostiary.api.user.v1.Gender.forNumber(
                                profile.gender().ordinal())))
                .setEmail(dev.ostiary.api.user.v1.Email.newBuilder()
                        .setEmail(human.email().address())
                        .setIsEmailVerified(human.email().verified()));
        if (human.phone() != null) {
            message.setPhone(dev.ostiary.api.user.v1.Phone.newBuilder()
                    .setPhone(human.phone().number())
                    .setIsPhoneVerified(human.phone().verified()));
        }
        if (human.password() != null) {
            message.setPasswordChanged(
                    dev.ostiary.rpc.Details.timestamp(human.password().changedAt()));
        }
        return message.build();
    }

    /** BCP 47 has a word for a language that nobody said. */
    private static String language(Profile profile) {
        return profile.preferredLanguage().isEmpty() ? "und" : profile.preferredLanguage();
    }

    static Details details(Stored<User> stored) {
        return changed(stored).toBuilder()
                .setCreationDate(
                        dev.ostiary.rpc.Details.timestamp(stored.revision().createdAt()))
                .build();
    }

    static Details changed(Stored<User> stored) {
        return Details.newBuilder()
                .setSequence(stored.revision().version())
                .setChangeDate(
                        dev.ostiary.rpc.Details.timestamp(stored.revision().changedAt()))
                .setResourceOwner(stored.owner())
                .build();
    }
}
