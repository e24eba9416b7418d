package dev.ostiary.telemetry;

import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.store.Store;
import java.util.Set;

/** Answers whether the server runs ({@code healthz}) and whether it can serve ({@code ready}: the store answers too). */
public final class Health {
    public static final String LIVES = "/debug/healthz";
    public static final String LIVES_AS_JSON = "/debug/validate";
    public static final String READY = "/debug/ready";

    /** Where it is told. */
    public static final Set<String> PATHS = Set.of(LIVES, LIVES_AS_JSON, READY);

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    private final Store store;
    private volatile boolean stopping;

    public Health(Store store) {
        this.store = store;
    }

    public Handler healthz() {
        return request -> Response.of(200, TEXT, "ok");
    }

    /** The same under the older name, as JSON. */
    public Handler validate() {
        return request -> Response.of(200, JSON, "\"ok\"");
    }

    public Handler ready() {
        return this::ready;
    }

    private Response ready(Request request) {
        if (stopping) {
            return Response.of(503, JSON, "\"stopping\"");
        }
        try {
            store.read(sql -> sql.select("select 1").mapTo(Integer.class).one());
            return Response.of(200, JSON, "\"ok\"");
        } catch (RuntimeException unreadable) {
            return Response.of(503, JSON, "\"the store can't be read\"");
        }
    }

    /** From now on no load balancer should send anybody here. */
    public void stopping() {
        stopping = true;
    }
}
