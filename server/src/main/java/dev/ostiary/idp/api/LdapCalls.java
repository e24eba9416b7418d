package dev.ostiary.idp.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.ostiary.api.admin.v1.AddLDAPProviderRequest;
import dev.ostiary.api.admin.v1.AddLDAPProviderResponse;
import dev.ostiary.api.admin.v1.UpdateLDAPProviderRequest;
import dev.ostiary.api.admin.v1.UpdateLDAPProviderResponse;
import dev.ostiary.api.idp.v1.LDAPAttributes;
import dev.ostiary.api.idp.v1.LDAPConfig;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.Ldap.Attributes;
import dev.ostiary.idp.api.KindCalls.Messages;
import java.nio.charset.StandardCharsets;

/** The messages of LDAP. */
final class LdapCalls {
    private LdapCalls() {}

    static void register(KindCalls calls) {
        calls.add(
                "AddLDAPProvider",
                new Messages<>(
                        AddLDAPProviderRequest.getDefaultInstance(),
                        AddLDAPProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddLDAPProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.AddLDAPProviderResponse.getDefaultInstance()),
                LdapCalls::draft);
        calls.update(
                "UpdateLDAPProvider",
                new Messages<>(
                        UpdateLDAPProviderRequest.getDefaultInstance(),
                        UpdateLDAPProviderResponse.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateLDAPProviderRequest.getDefaultInstance(),
                        dev.ostiary.api.management.v1.UpdateLDAPProviderResponse.getDefaultInstance()),
                UpdateLDAPProviderRequest::getId,
                LdapCalls::draft);
    }

    static Draft draft(AddLDAPProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Ldap(
                        request.getServersList(),
                        request.getStartTls(),
                        request.getBaseDn(),
                        request.getBindDn(),
                        request.getUserBase(),
                        request.getUserObjectClassesList(),
                        request.getUserFiltersList(),
                        duration(request.getTimeout()),
                        attributes(request.getAttributes()),
                        request.getRootCa().toString(StandardCharsets.ISO_8859_1)),
                request.getBindPassword());
    }

    static Draft draft(UpdateLDAPProviderRequest request) {
        return new Draft(
                request.getName(),
                ProviderMessage.options(request.getProviderOptions()),
                new Ldap(
                        request.getServersList(),
                        request.getStartTls(),
                        request.getBaseDn(),
                        request.getBindDn(),
                        request.getUserBase(),
                        request.getUserObjectClassesList(),
                        request.getUserFiltersList(),
                        duration(request.getTimeout()),
                        attributes(request.getAttributes()),
                        request.getRootCa().toString(StandardCharsets.ISO_8859_1)),
                request.getBindPassword());
    }

    static LDAPConfig message(Ldap config) {
        LDAPConfig.Builder message = LDAPConfig.newBuilder()
                .addAllServers(config.servers())
                .setStartTls(config.startTls())
                .setBaseDn(config.baseDn())
                .setBindDn(config.bindDn())
                .setUserBase(config.userBase())
                .addAllUserObjectClasses(config.userObjectClasses())
                .addAllUserFilters(config.userFilters())
                .setAttributes(attributes(config.attributes()))
                .setRootCa(ByteString.copyFrom(config.rootCa(), StandardCharsets.ISO_8859_1));
        if (!config.timeout().isZero()) {
            message.setTimeout(Duration.newBuilder()
                    .setSeconds(config.timeout().toSeconds())
                    .setNanos(config.timeout().toNanosPart()));
        }
        return message.build();
    }

    private static java.time.Duration duration(Duration message) {
        return java.time.Duration.ofSeconds(message.getSeconds(), message.getNanos());
    }

    private static Attributes attributes(LDAPAttributes message) {
        return new Attributes(
                message.getIdAttribute(),
                message.getFirstNameAttribute(),
                message.getLastNameAttribute(),
                message.getDisplayNameAttribute(),
                message.getNickNameAttribute(),
                message.getPreferredUsernameAttribute(),
                message.getEmailAttribute(),
                message.getEmailVerifiedAttribute(),
                message.getPhoneAttribute(),
                message.getPhoneVerifiedAttribute(),
                message.getPreferredLanguageAttribute(),
                message.getAvatarUrlAttribute(),
                message.getProfileAttribute());
    }

    private static LDAPAttributes attributes(Attributes attributes) {
        return LDAPAttributes.newBuilder()
                .setIdAttribute(attributes.id())
                .setFirstNameAttribute(attributes.firstName())
                .setLastNameAttribute(attributes.lastName())
                .setDisplayNameAttribute(attributes.displayName())
                .setNickNameAttribute(attributes.nickName())
                .setPreferredUsernameAttribute(attributes.preferredUsername())
                .setEmailAttribute(attributes.email())
                .setEmailVerifiedAttribute(attributes.emailVerified())
                .setPhoneAttribute(attributes.phone())
                .setPhoneVerifiedAttribute(attributes.phoneVerified())
                .setPreferredLanguageAttribute(attributes.preferredLanguage())
                .setAvatarUrlAttribute(attributes.avatarUrl())
                .setProfileAttribute(attributes.profile())
                .build();
    }
}
