package dev.ostiary.upstream;

import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Route;
import dev.ostiary.rpc.Call;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code /idps/{id}/keys}: the public keys that a provider knows this server by (RFC 7517 section 5), for everybody to read. */
public final class PublishedKeys implements Handler {
    private static final Pattern PATH = Pattern.compile("/idps/([0-9]{1,20})/keys");
    private static final Route ROUTE = new Route("openid", "/idps/{id}/keys");

    private final UpstreamControls controls;
    private final Function<Request, Optional<Call>> calls;
    private final Handler otherwise;

    /**
     * @param calls the instance by host
     * @param otherwise answers other paths
     */
    public PublishedKeys(UpstreamControls controls, Function<Request, Optional<Call>> calls, Handler otherwise) {
        this.controls = controls;
        this.calls = calls;
        this.otherwise = otherwise;
    }

    static String uri(Call call, String idp) {
        return call.origin() + "/idps/" + idp + "/keys";
    }

    @Override
    public Response handle(Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return otherwise.handle(request);
        }
        request.exchange().at(ROUTE);
        if (!Set.of("GET", "HEAD").contains(request.method())) {
            return Response.of(405).with("Allow", "GET");
        }
        return calls.apply(request)
                .map(call -> controls.of(call.instanceId(), path.group(1)))
                .filter(control -> !control.keys().isEmpty())
                .map(control -> Response.of(
                                200, "application/json", control.published().toString(true))
                        .with("Cache-Control", "max-age=300, must-revalidate"))
                .orElseGet(
                        () -> Response.of(404, "text/plain; charset=utf-8", "There are no keys for this provider.\n"))
                .with("X-Content-Type-Options", "nosniff");
    }
}
