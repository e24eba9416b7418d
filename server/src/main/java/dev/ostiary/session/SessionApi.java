package dev.ostiary.session;

import com.google.protobuf.Duration;
import dev.ostiary.access.Access;
import dev.ostiary.api.object.v2.Details;
import dev.ostiary.api.session.v2.CreateSessionRequest;
import dev.ostiary.api.session.v2.CreateSessionResponse;
import dev.ostiary.api.session.v2.DeleteSessionRequest;
import dev.ostiary.api.session.v2.DeleteSessionResponse;
import dev.ostiary.api.session.v2.GetSessionRequest;
import dev.ostiary.api.session.v2.GetSessionResponse;
import dev.ostiary.api.session.v2.SetSessionRequest;
import dev.ostiary.api.session.v2.SetSessionResponse;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Problem;
import dev.ostiary.session.SessionEvent.LifetimeSet;
import dev.ostiary.session.SessionEvent.MetadataSet;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.Expiration;
import dev.ostiary.user.PasswordChecks;
import dev.ostiary.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The session calls, with which a sign-in page of somebody else's signs people in. */
public final class SessionApi {
    private final Store store;
    private final Sessions sessions;
    private final Users users;
    private final SessionChecks checks;
    private final Access access;
    private final InstantSource clock;

    public SessionApi(
            Store store,
            Sessions sessions,
            Users users,
            PasswordChecks passwords,
            Vouching vouching,
            Access access,
            InstantSource clock) {
        this.store = store;
        this.sessions = sessions;
        this.users = users;
        this.checks = new SessionChecks(store, users, passwords, vouching);
        this.access = access;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.session.v2.SessionService/";
        calls.on(service + "CreateSession", CreateSessionRequest.getDefaultInstance(), this::create);
        calls.on(service + "SetSession", SetSessionRequest.getDefaultInstance(), this::set);
        calls.on(service + "GetSession", GetSessionRequest.getDefaultInstance(), this::get);
        calls.on(service + "DeleteSession", DeleteSessionRequest.getDefaultInstance(), this::delete);
    }

    /** Without a lifetime the session goes on until somebody ends it. */
    private CreateSessionResponse create(Call call, CreateSessionRequest request) {
        access.check(call, "session.write", "");
        SessionChecks.requireKnown(request.getChecks(), request.getChallenges());
        Found found = checks.make(call.instanceId(), request.getChecks(), "");
        String token = Secrets.token();
        Stored<Session> added = store.write(tx -> {
            List<SessionEvent> events = new ArrayList<>(found.events(tx.now()));
            events.addAll(checks.vouched(tx, call, request.getChecks(), found.userId("")));
            events.add(
                    new LifetimeSet(request.hasLifetime() ? end(tx.now(), request.getLifetime()) : Expiration.NEVER));
            events.addAll(metadata(SessionMessage.metadata(request.getMetadataMap())));
            return sessions.add(
                    tx, call.instanceId(), call.actor(), SessionMessage.agent(request.getUserAgent()), token, events);
        });
        return CreateSessionResponse.newBuilder()
                .setDetails(SessionMessage.details(added))
                .setSessionId(added.id())
                .setSessionToken(token)
                .build();
    }

    private static List<SessionEvent> metadata(Map<String, String> values) {
        return values.isEmpty() ? List.of() : List.of(new MetadataSet(values));
    }

    private static Instant end(Instant now, Duration lifetime) {
        Instant end = now.plusSeconds(lifetime.getSeconds()).plusNanos(lifetime.getNanos());
        return end.isBefore(Expiration.NEVER) ? end : Expiration.NEVER;
    }

    /** Whoever has the session's token may go on with it, and gets a new one. */
    private SetSessionResponse set(Call call, SetSessionRequest request) {
        Stored<Session> before = store.read(sql -> sessions.find(sql, call.instanceId(), request.getSessionId()))
                .orElseThrow(SessionApi::unknown);
        if (request.getSessionToken().isEmpty()) {
            access.check(call, "session.write", before.state().organization());
        } else {
            Sessions.requireToken(before, request.getSessionToken());
        }
        SessionChecks.requireKnown(request.getChecks(), request.getChallenges());
        Found found = checks.make(
                call.instanceId(), request.getChecks(), before.state().userId());
        String token = Secrets.token();
        return store.write(tx -> {
            Stored<Session> session = sessions.find(tx.sql(), call.instanceId(), request.getSessionId())
                    .filter(now -> now.state().tokenHash().equals(before.state().tokenHash()))
                    .orElseThrow(SessionApi::unknown);
            List<SessionEvent> events = new ArrayList<>(found.events(tx.now()));
            events.addAll(checks.vouched(
                    tx, call, request.getChecks(), found.userId(session.state().userId())));
            if (request.hasLifetime()) {
                events.add(new LifetimeSet(end(tx.now(), request.getLifetime())));
            }
            events.addAll(metadata(SessionMessage.metadata(request.getMetadataMap())));
            return events.isEmpty()
                    ? answer(session, "")
                    : answer(Sessions.change(tx, session, call.actor(), token, events), token);
        });
    }

    private static SetSessionResponse answer(Stored<Session> session, String token) {
        return SetSessionResponse.newBuilder()
                .setDetails(SessionMessage.details(session))
                .setSessionToken(token)
                .build();
    }

    private static Problem unknown() {
        return Problem.precondition("COMMAND-Flk38", "Errors.Session.NotExisting");
    }

    private GetSessionResponse get(Call call, GetSessionRequest request) {
        return store.read(sql -> {
            Stored<Session> session = sessions.find(sql, call.instanceId(), request.getSessionId())
                    .orElseThrow(() -> Problem.notFound("QUERY-SFeaa", "Errors.Session.NotExisting"));
            if (!isTheirs(call, session, request.getSessionToken())
                    && !access.allows(call, "session.read", session.state().organization())) {
                throw Problem.denied("QUERY-dsfr3", "Errors.PermissionDenied");
            }
            return GetSessionResponse.newBuilder()
                    .setSession(SessionMessage.of(
                            session,
                            users.find(sql, call.instanceId(), session.state().userId())))
                    .build();
        });
    }

    private static boolean isTheirs(Call call, Stored<Session> session, String token) {
        if (!token.isEmpty()) {
            Sessions.requireToken(session, token);
            return true;
        }
        return List.of(session.state().userId(), session.state().about().creator())
                .contains(call.caller().userId());
    }

    /** Ending a session that has ended is no mistake. */
    private DeleteSessionResponse delete(Call call, DeleteSessionRequest request) {
        Optional<Stored<Session>> session =
                store.read(sql -> sessions.find(sql, call.instanceId(), request.getSessionId()));
        session.ifPresent(found -> {
            if (!isTheirs(call, found, request.getSessionToken())) {
                access.check(call, "session.delete", found.state().organization());
            }
        });
        store.write(tx -> {
            sessions.terminate(tx, call.instanceId(), request.getSessionId(), call.actor());
            return true;
        });
        return DeleteSessionResponse.newBuilder()
                .setDetails(Details.newBuilder()
                        .setSequence(session.map(found -> found.revision().version() + 1)
                                .orElse(0L))
                        .setChangeDate(dev.ostiary.rpc.Details.timestamp(clock.instant()))
                        .setResourceOwner(call.instanceId()))
                .build();
    }
}
