package dev.ostiary.federation.headless;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.ostiary.api.object.v2.Details;
import dev.ostiary.api.user.v2.AddHumanUserRequest;
import dev.ostiary.api.user.v2.FormData;
import dev.ostiary.api.user.v2.IDPInformation;
import dev.ostiary.api.user.v2.IDPIntent;
import dev.ostiary.api.user.v2.IDPLDAPAccessInformation;
import dev.ostiary.api.user.v2.IDPLink;
import dev.ostiary.api.user.v2.IDPOAuthAccessInformation;
import dev.ostiary.api.user.v2.IDPSAMLAccessInformation;
import dev.ostiary.api.user.v2.RetrieveIdentityProviderIntentResponse;
import dev.ostiary.api.user.v2.SendEmailVerificationCode;
import dev.ostiary.api.user.v2.SendPhoneVerificationCode;
import dev.ostiary.api.user.v2.SetHumanEmail;
import dev.ostiary.api.user.v2.SetHumanPhone;
import dev.ostiary.api.user.v2.SetHumanProfile;
import dev.ostiary.api.user.v2.StartIdentityProviderIntentResponse;
import dev.ostiary.federation.Attempt;
import dev.ostiary.federation.ExternalIdentity;
import dev.ostiary.federation.Intents;
import dev.ostiary.federation.Obtained;
import dev.ostiary.federation.Way;
import dev.ostiary.idp.Kind;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;

/** Sign-ins that a page of somebody else's has begun, as the contract tells them. */
final class IntentMessage {
    private IntentMessage() {}

    static StartIdentityProviderIntentResponse begun(Intents.Begun begun) {
        StartIdentityProviderIntentResponse.Builder answer =
                StartIdentityProviderIntentResponse.newBuilder().setDetails(details(begun.attempt()));
        return switch (begun.way()) {
            case Way.Redirect redirect ->
                answer.setAuthUrl(redirect.to().toString()).build();
            case Way.Form form ->
                answer.setFormData(FormData.newBuilder()
                                .setUrl(form.action().toString())
                                .putAllFields(form.fields()))
                        .build();
            case Way.Credentials asked -> throw new IllegalStateException("name and password come with the call");
        };
    }

    static StartIdentityProviderIntentResponse proved(Intents.Proved proved) {
        return StartIdentityProviderIntentResponse.newBuilder()
                .setDetails(details(proved.attempt()))
                .setIdpIntent(IDPIntent.newBuilder()
                        .setIdpIntentId(proved.attempt().id())
                        .setIdpIntentToken(proved.token())
                        .setUserId(proved.userId()))
                .build();
    }

    static RetrieveIdentityProviderIntentResponse known(Intents.Known known) {
        RetrieveIdentityProviderIntentResponse.Builder answer = RetrieveIdentityProviderIntentResponse.newBuilder()
                .setDetails(details(known.attempt()))
                .setIdpInformation(information(known))
                .setUserId(known.userId());
        return known.linked()
                ? answer.build()
                : answer.setAddHumanUser(newUser(known)).build();
    }

    private static Details details(Stored<Attempt> attempt) {
        return Details.newBuilder()
                .setSequence(attempt.revision().version())
                .setChangeDate(
                        dev.ostiary.rpc.Details.timestamp(attempt.revision().changedAt()))
                .setResourceOwner(attempt.owner())
                .build();
    }

    private static IDPInformation information(Intents.Known known) {
        Kind kind = known.idp().state().config().kind();
        User.IdpLink link = known.link();
        Struct said = said(known.identity().claims());
        Obtained obtained = known.identity().obtained();
        IDPInformation.Builder information = IDPInformation.newBuilder()
                .setIdpId(link.idp())
                .setUserId(link.externalUserId())
                .setUserName(link.displayName())
                .setRawInformation(kind == Kind.OAUTH ? wrapped(said) : said);
        return switch (kind) {
            case LDAP ->
                information
                        .setLdap(IDPLDAPAccessInformation.newBuilder().setAttributes(said))
                        .build();
            case SAML ->
                information
                        .setSaml(IDPSAMLAccessInformation.newBuilder()
                                .setAssertion(ByteString.copyFromUtf8(obtained.assertion())))
                        .build();
            default -> information.setOauth(tokens(obtained)).build();
        };
    }

    private static IDPOAuthAccessInformation tokens(Obtained obtained) {
        IDPOAuthAccessInformation.Builder tokens =
                IDPOAuthAccessInformation.newBuilder().setAccessToken(obtained.accessToken());
        return obtained.idToken().isEmpty()
                ? tokens.build()
                : tokens.setIdToken(obtained.idToken()).build();
    }

    /** What can't be told in the contract's form, because it is nested too deep, is not told. */
    private static Struct said(String claims) {
        Struct.Builder said = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(claims, said);
            return said.build();
        } catch (InvalidProtocolBufferException tooDeep) {
            return Struct.getDefaultInstance();
        }
    }

    /** Clients know what a generic OAuth provider says under this name. */
    private static Struct wrapped(Struct said) {
        return Struct.newBuilder()
                .putFields("RawInfo", Value.newBuilder().setStructValue(said).build())
                .build();
    }

    /** The user that the account could become, for the page to complete and to send. */
    private static AddHumanUserRequest newUser(Intents.Known known) {
        ExternalIdentity identity = known.identity();
        User.IdpLink link = known.link();
        AddHumanUserRequest.Builder user = AddHumanUserRequest.newBuilder()
                .setProfile(SetHumanProfile.newBuilder()
                        .setGivenName(identity.givenName())
                        .setFamilyName(identity.familyName())
                        .setNickName(identity.nickName())
                        .setDisplayName(identity.displayName())
                        .setPreferredLanguage(identity.language().isEmpty() ? "und" : identity.language()))
                .setEmail(email(identity))
                .addIdpLinks(IDPLink.newBuilder()
                        .setIdpId(link.idp())
                        .setUserId(link.externalUserId())
                        .setUserName(link.displayName()));
        if (!identity.preferredUsername().isEmpty()) {
            user.setUsername(identity.preferredUsername());
        }
        if (!identity.phone().isEmpty()) {
            user.setPhone(phone(identity));
        }
        return user.build();
    }

    private static SetHumanEmail email(ExternalIdentity identity) {
        SetHumanEmail.Builder email = SetHumanEmail.newBuilder().setEmail(identity.email());
        return identity.emailVerified()
                ? email.setIsVerified(true).build()
                : email.setSendCode(SendEmailVerificationCode.getDefaultInstance())
                        .build();
    }

    private static SetHumanPhone phone(ExternalIdentity identity) {
        SetHumanPhone.Builder phone = SetHumanPhone.newBuilder().setPhone(identity.phone());
        return identity.phoneVerified()
                ? phone.setIsVerified(true).build()
                : phone.setSendCode(SendPhoneVerificationCode.getDefaultInstance())
                        .build();
    }
}
