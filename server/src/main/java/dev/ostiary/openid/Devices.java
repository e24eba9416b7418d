package dev.ostiary.openid;

import dev.ostiary.app.App;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.grant.AuthorizationCode;
import dev.ostiary.grant.DeviceCode;
import dev.ostiary.grant.DeviceCodes;
import dev.ostiary.grant.DeviceRequest;
import dev.ostiary.openid.ProjectAccess.Client;
import dev.ostiary.rpc.Call;
import dev.ostiary.session.Session;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Devices that wait, for the pages on which people enter their codes, sign in and decide (RFC 8628 section 3.3). */
public final class Devices {
    /** Where the person decides, with the device's id as {@code device}. */
    public static final String DECIDE = "/ui/login/device/confirm";

    public static final String DENIED = "/ui/login/device/denied";

    private final Store store;
    private final ProjectAccess access;
    private final DeviceCodes codes;
    private final AuthRequests requests;
    private final InstantSource clock;

    Devices(Store store, ProjectAccess access, DeviceCodes codes, AuthRequests requests, InstantSource clock) {
        this.store = store;
        this.access = access;
        this.codes = codes;
        this.requests = requests;
        this.clock = clock;
    }

    /**
     * A device that somebody is to decide about.
     *
     * @param application its name
     * @param scopes what it asks for
     */
    public record Waiting(String application, List<String> scopes) {}

    /**
     * A device that nobody has decided about yet.
     *
     * @param id see {@link DeviceCode#id}
     * @param application its name, like the project's
     */
    record Asking(String id, String clientId, List<String> scopes, String application, String project) {}

    /** Finds the device that shows this code. */
    Optional<Asking> asking(Call call, String userCode) {
        return store.read(sql -> codes.waiting(sql, call.instanceId(), userCode, clock.instant())
                .flatMap(device -> access.client(
                                sql, call.instanceId(), device.request().clientId())
                        .filter(Client::isActive)
                        .map(client -> new Asking(
                                device.id(),
                                device.request().clientId(),
                                device.request().scopes(),
                                client.app().state().name(),
                                client.project().state().name()))));
    }

    /**
     * Lets a device in at once, for who has this session: whoever calls has asked them.
     *
     * @return false when the device no longer waits
     * @throws Problem when the session's user may not sign in, see {@link AuthRequests#complete}
     */
    boolean signIn(Call call, String id, Stored<Session> session) {
        Context context = new Context(call.instance(), call.origin());
        return store.write(tx -> waiting(tx.sql(), call, id)
                .map(device -> {
                    requests.grant(tx, context, request(id, device.request()), session);
                    return codes.allow(tx, call.instanceId(), id, grant(device.request(), session));
                })
                .orElse(false));
    }

    /** @return false when the device no longer waits */
    boolean refuse(Call call, String id) {
        return store.write(tx -> waiting(tx.sql(), call, id)
                .map(device -> codes.deny(tx, call.instanceId(), id))
                .orElse(false));
    }

    private Optional<DeviceCode> waiting(Handle sql, Call call, String id) {
        return codes.byId(sql, call.instanceId(), id)
                .filter(device -> device.state() == DeviceCode.State.WAITING
                        && clock.instant().isBefore(device.expiresAt()));
    }

    /**
     * Begins a sign-in for the device that shows this code.
     *
     * @return id of the authorization request; empty when no device that waits shows the code
     */
    public Optional<String> begin(Call call, String userCode) {
        Optional<AuthRequest> request = store.read(
                        sql -> codes.waiting(sql, call.instanceId(), userCode, clock.instant()))
                .map(device -> request(device.id(), device.request()));
        request.ifPresent(begun -> requests.add(call.instanceId(), begun));
        return request.map(AuthRequest::id);
    }

    private AuthRequest request(String id, DeviceRequest asked) {
        return new AuthRequest(
                "V2_" + Secrets.token(),
                asked.clientId(),
                "",
                AuthRequest.DEVICE,
                id,
                "",
                asked.scopes(),
                asked.audience(),
                "",
                List.of(),
                null,
                "",
                List.of(),
                asked.organization(),
                asked.idp(),
                "",
                clock.instant(),
                null,
                null,
                null,
                null);
    }

    /**
     * Finds a device that waits for the decision of who has this session.
     *
     * @param id see {@link DeviceCode#id}
     */
    public Optional<Waiting> waiting(Call call, String id, Stored<Session> session) {
        return store.read(sql -> undecided(sql, call, id, session)
                .flatMap(device -> access.active(
                                sql, call.instanceId(), device.request().clientId())
                        .map(Stored::state)
                        .map(App::name)
                        .map(name -> new Waiting(name, device.request().scopes()))));
    }

    private Optional<DeviceCode> undecided(Handle sql, Call call, String id, Stored<Session> session) {
        return waiting(sql, call, id)
                .filter(device ->
                        !device.session().isEmpty() && device.session().equals(session.id()));
    }

    /** @return false when the device no longer waits for who has this session */
    public boolean allow(Call call, String id, Stored<Session> session) {
        return store.write(tx -> undecided(tx.sql(), call, id, session)
                .map(device -> codes.allow(tx, call.instanceId(), id, grant(device.request(), session)))
                .orElse(false));
    }

    private static AuthorizationCode grant(DeviceRequest asked, Stored<Session> session) {
        return new AuthorizationCode(
                asked.clientId(),
                session.state().userId(),
                session.state().organization(),
                session.id(),
                "",
                asked.scopes(),
                asked.audience(),
                SignIn.authMethods(session.state()),
                session.state().authenticatedAt(),
                "",
                "",
                null,
                SignIn.acr(session.state()));
    }

    /** @return false when the device no longer waits for who has this session */
    public boolean deny(Call call, String id, Stored<Session> session) {
        return store.write(tx -> undecided(tx.sql(), call, id, session)
                .map(device -> codes.deny(tx, call.instanceId(), id))
                .orElse(false));
    }
}
