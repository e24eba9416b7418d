package dev.ostiary.session;

import com.google.protobuf.Duration;
import dev.ostiary.access.Access;
import dev.ostiary.api.object.v2.Details;
import dev.ostiary.api.object.v2.ListDetails;
import dev.ostiary.api.session.v2.CreateSessionRequest;
import dev.ostiary.api.session.v2.CreateSessionResponse;
import dev.ostiary.api.session.v2.DeleteSessionRequest;
import dev.ostiary.api.session.v2.DeleteSessionResponse;
import dev.ostiary.api.session.v2.GetSessionRequest;
import dev.ostiary.api.session.v2.GetSessionResponse;
import dev.ostiary.api.session.v2.ListSessionsRequest;
import dev.ostiary.api.session.v2.ListSessionsResponse;
import dev.ostiary.api.session.v2.SessionFieldName;
import dev.ostiary.api.session.v2.SetSessionRequest;
import dev.ostiary.api.session.v2.SetSessionResponse;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Problem;
import dev.ostiary.session.SessionEvent.IntentChecked;
import dev.ostiary.session.SessionEvent.LifetimeSet;
import dev.ostiary.session.SessionEvent.MetadataSet;
import dev.ostiary.session.Vouching.Word;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Page;
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
import org.jdbi.v3.core.Handle;

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
        calls.on(service + "ListSessions", ListSessionsRequest.getDefaultInstance(), this::list);
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
            Optional<Word> word = checks.vouched(tx, call, request.getChecks(), found.userId(""));
            word.ifPresent(vouched -> events.add(new IntentChecked(vouched.idp(), tx.now())));
            events.add(
                    new LifetimeSet(request.hasLifetime() ? end(tx.now(), request.getLifetime()) : Expiration.NEVER));
            events.addAll(metadata(SessionMessage.metadata(request.getMetadataMap())));
            Stored<Session> session = sessions.add(
                    tx, call.instanceId(), call.actor(), SessionMessage.agent(request.getUserAgent()), token, events);
            word.ifPresent(vouched -> vouched.follower().written(tx, session));
            return session;
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
            Optional<Word> word = checks.vouched(
                    tx, call, request.getChecks(), found.userId(session.state().userId()));
            word.ifPresent(vouched -> events.add(new IntentChecked(vouched.idp(), tx.now())));
            if (request.hasLifetime()) {
                events.add(new LifetimeSet(end(tx.now(), request.getLifetime())));
            }
            events.addAll(metadata(SessionMessage.metadata(request.getMetadataMap())));
            if (events.isEmpty()) {
                return answer(session, "");
            }
            Stored<Session> changed = Sessions.change(tx, session, call.actor(), token, events);
            word.ifPresent(vouched -> vouched.follower().written(tx, changed));
            return answer(changed, token);
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
                    .setSession(message(sql, session))
                    .build();
        });
    }

    /** Everybody sees their own; with a role on the instance all, with one on an organization those of its users. */
    private ListSessionsResponse list(Call call, ListSessionsRequest request) {
        Conditions seen = access.allows(call, "session.read", "")
                ? SessionQueries.all(call.instanceId())
                : access.allows(call, "session.read", call.organization())
                        ? SessionQueries.ofOrganization(call)
                        : SessionQueries.own(call);
        Conditions wanted = SessionQueries.matching(seen, call, request.getQueriesList());
        boolean youngestFirst = request.getSortingColumn() == SessionFieldName.SESSION_FIELD_NAME_CREATION_DATE
                && !request.getQuery().getAsc();
        Page.Window window = new Page.Window(
                request.getQuery().getOffset(), request.getQuery().getLimit());
        return store.read(sql -> {
            Page<Stored<Session>> page = sessions.page(sql, wanted, youngestFirst, window);
            return ListSessionsResponse.newBuilder()
                    .setDetails(ListDetails.newBuilder()
                            .setTotalResult(page.total())
                            .setTimestamp(dev.ostiary.rpc.Details.timestamp(clock.instant())))
                    .addAllSessions(page.rows().stream()
                            .map(session -> message(sql, session))
                            .toList())
                    .build();
        });
    }

    private dev.ostiary.api.session.v2.Session message(Handle sql, Stored<Session> session) {
        return SessionMessage.of(
                session,
                users.find(sql, session.stream().instance(), session.state().userId()));
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
