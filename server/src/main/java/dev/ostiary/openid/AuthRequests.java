package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ErrorObject;
import dev.ostiary.app.App;
import dev.ostiary.app.App.ResponseType;
import dev.ostiary.grant.AuthorizationCode;
import dev.ostiary.grant.AuthorizationCodes;
import dev.ostiary.grant.DeviceCodes;
import dev.ostiary.grant.Tokens;
import dev.ostiary.openid.ImplicitTokens.Made;
import dev.ostiary.openid.ProjectAccess.Client;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Problem;
import dev.ostiary.session.Session;
import dev.ostiary.store.DirectSql;
import dev.ostiary.store.Json;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Authorization requests that wait for somebody to sign in, and how they end: with a code, with tokens or with an error, once.
 *
 * <p>They live for an hour and have no history: they have a table and no events.
 */
public final class AuthRequests {
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final int BATCH = 500;

    private final Store store;
    private final Users users;
    private final ProjectAccess access;
    private final AuthorizationCodes codes;
    private final DeviceCodes devices;
    private final Responses responses;
    private final ImplicitTokens implicit;
    private final InstantSource clock;

    AuthRequests(
            Store store,
            Users users,
            ProjectAccess access,
            AuthorizationCodes codes,
            DeviceCodes devices,
            Responses responses,
            ImplicitTokens implicit,
            InstantSource clock) {
        this.store = store;
        this.users = users;
        this.access = access;
        this.codes = codes;
        this.devices = devices;
        this.responses = responses;
        this.implicit = implicit;
        this.clock = clock;
    }

    /** Finds a request that waits; empty when there is none, it was answered, its time is over, or its application is not active. */
    public Optional<AuthRequest> find(String instance, String id) {
        return store.read(sql -> DirectSql.find(
                        sql,
                        "select request from auth_requests where instance = ? and id = ? and expires_at > ?",
                        row -> Json.read(row.getString(1), AuthRequest.class),
                        instance,
                        id,
                        Micros.of(clock.instant()))
                .filter(request ->
                        access.active(sql, instance, request.clientId()).isPresent()));
    }

    void add(String instance, AuthRequest request) {
        store.write(tx -> DirectSql.execute(
                tx.sql(),
                "insert into auth_requests (instance, id, expires_at, request) values (?, ?, ?, ?)",
                instance,
                request.id(),
                Micros.of(tx.now().plus(LIFETIME)),
                Json.write(request)));
    }

    /**
     * Answers a request with an authorization code, or with the tokens of the implicit flow.
     *
     * <p>Where the sign-in is of no class that the application can't do without, that is the answer ({@code
     * unmet_authentication_requirements}).
     *
     * @param session who signed in, or was signed in already
     * @return where to send the browser: a URI of the application, or a path here that brings it there, or where the person decides about a
     *     device
     * @throws Problem when the request was answered already, the session is not enough for it ({@link SignIn#satisfies}) or its user may not
     *     sign in; OIDC-foSyH49RvL where the application's project doesn't let the user in
     */
    public String complete(Call call, AuthRequest request, Stored<Session> session) {
        Context context = new Context(call.instance(), call.origin());
        if (SignIn.isUsable(request, session.state(), clock.instant()) && !SignIn.isOfClass(request, session.state())) {
            return refuse(call, request, SignIn.UNMET.setDescription(SignIn.UNMET_BECAUSE));
        }
        Optional<Made> made = made(context, request, session);
        return store.write(tx -> {
            take(tx, call.instanceId(), request);
            return grant(tx, context, request, session, made);
        });
    }

    /**
     * Like {@link #complete}, in the transaction that signs the person in. Nothing is written where it throws.
     *
     * @param user whose session it is, as the transaction has them
     * @return empty where that can't be done in a transaction, or the sign-in is not of the class that is asked for: {@link #complete} does it
     */
    public Optional<String> complete(
            Transaction tx, Call call, AuthRequest request, Stored<Session> session, Stored<User> user) {
        if (request.implicit() != null || request.isForDevice() || !SignIn.isOfClass(request, session.state())) {
            return Optional.empty();
        }
        Context context = new Context(call.instance(), call.origin());
        Entitled entitled = entitled(tx.sql(), context, request, session.state(), user, tx.now());
        take(tx, call.instanceId(), request);
        return Optional.of(answered(tx, context, request, session, entitled));
    }

    /** Like {@link #complete}, for a request that never had to wait. */
    String grant(Context context, AuthRequest request, Stored<Session> session) {
        Optional<Made> made = made(context, request, session);
        return store.write(tx -> grant(tx, context, request, session, made));
    }

    /** Like {@link #complete}, for a device, which gets its tokens later. */
    String grant(Transaction tx, Context context, AuthRequest request, Stored<Session> session) {
        return grant(tx, context, request, session, Optional.empty());
    }

    /** Who signs in where, if they may. */
    private record Entitled(Stored<User> user, App.Oidc app) {}

    private Entitled entitled(Handle sql, Context context, AuthRequest request, Session session, Instant now) {
        Stored<User> user =
                users.find(sql, context.instanceId(), session.userId()).orElseThrow(AuthRequests::userNotActive);
        return entitled(sql, context, request, session, user, now);
    }

    private Entitled entitled(
            Handle sql, Context context, AuthRequest request, Session session, Stored<User> user, Instant now) {
        if (!SignIn.satisfies(request, session, now)) {
            throw Problem.precondition("COMMAND-Hkl3d", "Errors.Session.Expired");
        }
        if (!Tokens.maySignIn(user.state())) {
            throw userNotActive();
        }
        Client client = access.clientWithin(sql, context.instanceId(), request.clientId())
                .filter(Client::isActive)
                .orElseThrow(AuthRequests::notActive);
        App.Oidc app = asAsked(client.app().state().config(), request).orElseThrow(AuthRequests::notActive);
        access.barrier(sql, user, client.project()).ifPresent(barrier -> {
            throw Problem.denied("OIDC-foSyH49RvL", barrier.key());
        });
        return new Entitled(user, app);
    }

    private static Problem userNotActive() {
        return Problem.precondition("OIDCS-kj3g2", "Errors.User.NotActive");
    }

    private static Problem notActive() {
        return Problem.precondition("OIDC-dsh35", "Errors.Project.App.NotActive");
    }

    /** A code is looked at again when it is redeemed; tokens of the implicit flow are not. */
    private static Optional<App.Oidc> asAsked(App.Config config, AuthRequest request) {
        ResponseType type = request.implicit();
        return config instanceof App.Oidc app && (type == null || AppGrants.mayAnswer(app, type))
                ? Optional.of(app)
                : Optional.empty();
    }

    /** Tokens are made before the transaction in which it is decided whether they are given out. */
    private Optional<Made> made(Context context, AuthRequest request, Stored<Session> session) {
        ResponseType type = request.implicit();
        if (type == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Entitled entitled = store.read(sql -> entitled(sql, context, request, session.state(), now));
        AuthorizationCode granted = granted(request, entitled.user, session);
        return Optional.of(implicit.make(context, type, entitled.app, entitled.user, granted, now));
    }

    private String grant(
            Transaction tx, Context context, AuthRequest request, Stored<Session> stored, Optional<Made> made) {
        Entitled entitled = entitled(tx.sql(), context, request, stored.state(), tx.now());
        if (request.isForDevice()) {
            requireWaiting(devices.signedIn(tx, context.instanceId(), request.state(), stored.id()));
            return Devices.DECIDE + "?" + Responses.encode(Map.of("device", request.state()));
        }
        return made.map(tokens -> implicit.begin(tx, context, entitled.app, tokens))
                .map(fields -> responses.location(tx, context, Destination.of(request), fields))
                .orElseGet(() -> answered(tx, context, request, stored, entitled));
    }

    private String answered(
            Transaction tx, Context context, AuthRequest request, Stored<Session> session, Entitled entitled) {
        String code = codes.issue(tx, context.instanceId(), granted(request, entitled.user, session));
        return responses.location(tx, context, Destination.of(request), Map.of("code", code));
    }

    private static AuthorizationCode granted(AuthRequest request, Stored<User> user, Stored<Session> stored) {
        Session session = stored.state();
        return new AuthorizationCode(
                request.clientId(),
                session.userId(),
                user.owner(),
                stored.id(),
                request.redirectUri(),
                request.scopes(),
                request.audience(),
                SignIn.authMethods(session),
                session.authenticatedAt(),
                request.nonce(),
                request.codeChallenge(),
                request.jkt(),
                SignIn.acr(session));
    }

    /**
     * Answers a request with an error.
     *
     * @param error of RFC 6749 section 4.1.2.1 or OpenID Connect Core section 3.1.2.6, such as {@code access_denied}
     * @return where to send the browser
     * @throws Problem when the request was answered already
     */
    public String refuse(Call call, AuthRequest request, String error, String description) {
        return refuse(call, request, new ErrorObject(error, ErrorObject.removeIllegalChars(description)));
    }

    /** Like the other, with all that can be said of an error. */
    String refuse(Call call, AuthRequest request, ErrorObject said) {
        return store.write(tx -> {
            take(tx, call.instanceId(), request);
            if (request.isForDevice()) {
                requireWaiting(devices.deny(tx, call.instanceId(), request.state()));
                return Devices.DENIED;
            }
            return responses.location(
                    tx, new Context(call.instance(), call.origin()), Destination.of(request), Responses.fields(said));
        });
    }

    private static void requireWaiting(boolean waiting) {
        if (!waiting) {
            throw Problem.notFound("COMMAND-jae5P", "Errors.AuthRequest.NotFound");
        }
    }

    private static void take(Transaction tx, String instance, AuthRequest request) {
        int taken = DirectSql.execute(
                tx.sql(),
                "delete from auth_requests where instance = ? and id = ? and expires_at > ?",
                instance,
                request.id(),
                Micros.of(tx.now()));
        if (taken == 0) {
            throw Problem.notFound("COMMAND-jae5P", "Errors.AuthRequest.NotFound");
        }
    }

    /**
     * Deletes some hundred requests and answers whose time is over. This is housekeeping, and looks at all instances at once.
     *
     * @return how many; unless it is 0 there may be more
     */
    public static int sweep(Transaction tx) {
        Instant now = tx.now();
        int requests = tx.sql().execute("""
                        delete from auth_requests where (instance, id) in
                          (select instance, id from auth_requests where expires_at <= ? order by expires_at limit ?)""", Micros.of(now), BATCH);
        int answers = tx.sql().execute("""
                        delete from form_posts where (instance, hash) in
                          (select instance, hash from form_posts where expires_at <= ? order by expires_at limit ?)""", Micros.of(now), BATCH);
        return requests + answers;
    }
}
