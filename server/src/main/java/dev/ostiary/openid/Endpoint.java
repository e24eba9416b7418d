package dev.ostiary.openid;

import dev.ostiary.http.ClientLimit;
import dev.ostiary.http.Handler;
import dev.ostiary.http.Overloaded;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.TooManyRequests;
import dev.ostiary.store.Store;
import java.util.List;

/** What every endpoint has in common: the instance by host, the methods it knows, cross-origin access, and the form of errors. */
final class Endpoint implements Handler {
    /** What one endpoint does. */
    @FunctionalInterface
    interface Action {
        /** @throws OAuthProblem to refuse */
        Response answer(Context context, Request request);
    }

    private final Context.Resolver contexts;
    private final List<String> methods;
    private final boolean crossOrigin;
    private final Action action;

    private Endpoint(Context.Resolver contexts, boolean crossOrigin, Action action, List<String> methods) {
        this.contexts = contexts;
        this.methods = methods;
        this.crossOrigin = crossOrigin;
        this.action = action;
    }

    /** Returns an action that each client may ask for only so often. */
    static Action limited(ClientLimit limit, Action action) {
        return (context, request) -> {
            limit.require(request);
            return action.answer(context, request);
        };
    }

    /** An endpoint for clients, scripts of any origin among them. */
    static Endpoint forClients(Context.Resolver contexts, Action action, String... methods) {
        return new Endpoint(contexts, true, action, List.of(methods));
    }

    /** An endpoint that browsers visit. Scripts of other origins get nothing from it (RFC 9700 section 2.1). */
    static Endpoint forBrowsers(Context.Resolver contexts, Action action, String... methods) {
        return new Endpoint(contexts, false, action, List.of(methods));
    }

    @Override
    public Response handle(Request request) {
        Response answer = contexts.of(request)
                .map(context -> answer(context, request))
                .orElseGet(() -> Response.of(404, "text/plain;charset=utf-8", "No instance has this host name.\n"));
        Response notIndexed = answer.with("X-Robots-Tag", "none");
        return crossOrigin && !Cors.isPreflight(request) ? Cors.expose(request, notIndexed) : notIndexed;
    }

    private Response answer(Context context, Request request) {
        if (crossOrigin && Cors.isPreflight(request)) {
            return Cors.preflight(request);
        }
        if (!methods.contains(request.method())) {
            return Response.of(405).with("Allow", String.join(", ", methods));
        }
        try {
            return action.answer(context, request);
        } catch (OAuthProblem problem) {
            return Answers.error(problem);
        } catch (TooManyRequests tooMany) {
            return Answers.tooMany(tooMany);
        } catch (Overloaded | Store.Unavailable busy) {
            return Answers.busy();
        }
    }
}
