package dev.ostiary.session;

import com.google.protobuf.ByteString;
import dev.ostiary.api.object.v2.Details;
import dev.ostiary.api.session.v2.Factors;
import dev.ostiary.api.session.v2.IntentFactor;
import dev.ostiary.api.session.v2.PasswordFactor;
import dev.ostiary.api.session.v2.UserAgent.HeaderValues;
import dev.ostiary.api.session.v2.UserFactor;
import dev.ostiary.store.Stored;
import dev.ostiary.user.Expiration;
import dev.ostiary.user.User;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sessions as the contract tells them. */
final class SessionMessage {
    /** Header fields that nobody should keep, and that would open something for who reads them. */
    private static final Set<String> SECRET = Set.of("authorization", "cookie", "proxy-authorization", "set-cookie");

    private SessionMessage() {}

    static Details details(Stored<Session> session) {
        return Details.newBuilder()
                .setSequence(session.revision().version())
                .setChangeDate(
                        dev.ostiary.rpc.Details.timestamp(session.revision().changedAt()))
                .setResourceOwner(session.owner())
                .build();
    }

    /** @param user whose session it is; empty when it is of nobody */
    static dev.ostiary.api.session.v2.Session of(Stored<Session> stored, Optional<Stored<User>> user) {
        Session session = stored.state();
        dev.ostiary.api.session.v2.Session.Builder message = dev.ostiary.api.session.v2.Session.newBuilder()
                .setId(stored.id())
                .setCreationDate(
                        dev.ostiary.rpc.Details.timestamp(stored.revision().createdAt()))
                .setChangeDate(
                        dev.ostiary.rpc.Details.timestamp(stored.revision().changedAt()))
                .setSequence(stored.revision().version());
        user.ifPresent(found -> message.setFactors(factors(session, found)));
        session.about().metadata().forEach((key, value) -> message.putMetadata(key, bytes(value)));
        if (!session.about().userAgent().equals(UserAgent.UNKNOWN)) {
            message.setUserAgent(agent(session.about().userAgent()));
        }
        if (session.expiresAt().isBefore(Expiration.NEVER)) {
            message.setExpirationDate(dev.ostiary.rpc.Details.timestamp(session.expiresAt()));
        }
        return message.build();
    }

    private static Factors factors(Session session, Stored<User> user) {
        Factors.Builder factors = Factors.newBuilder()
                .setUser(UserFactor.newBuilder()
                        .setVerifiedAt(dev.ostiary.rpc.Details.timestamp(session.userCheckedAt()))
                        .setId(user.id())
                        .setLoginName(user.state().userName())
                        .setDisplayName(user.state().displayName())
                        .setOrganizationId(user.owner()));
        var authenticatedAt = dev.ostiary.rpc.Details.timestamp(session.authenticatedAt());
        session.methods().forEach(method -> {
            switch (method) {
                case PASSWORD -> factors.setPassword(PasswordFactor.newBuilder().setVerifiedAt(authenticatedAt));
                case IDP -> factors.setIntent(IntentFactor.newBuilder().setVerifiedAt(authenticatedAt));
            }
        });
        return factors.build();
    }

    private static dev.ostiary.api.session.v2.UserAgent agent(UserAgent agent) {
        return dev.ostiary.api.session.v2.UserAgent.newBuilder()
                .setFingerprintId(agent.fingerprintId())
                .setIp(agent.ip())
                .setDescription(agent.description())
                .putAllHeader(agent.header().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                header -> HeaderValues.newBuilder()
                                        .addAllValues(header.getValue())
                                        .build())))
                .build();
    }

    static UserAgent agent(dev.ostiary.api.session.v2.UserAgent message) {
        return new UserAgent(
                message.getFingerprintId(),
                message.getIp(),
                message.getDescription(),
                message.getHeaderMap().entrySet().stream()
                        .filter(header -> !SECRET.contains(header.getKey().toLowerCase(Locale.ROOT)))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                header -> header.getValue().getValuesList().stream()
                                        .toList())));
    }

    static Map<String, String> metadata(Map<String, ByteString> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Base64.getEncoder()
                                .encodeToString(entry.getValue().toByteArray())));
    }

    private static ByteString bytes(String base64) {
        return ByteString.copyFrom(Base64.getDecoder().decode(base64));
    }
}
