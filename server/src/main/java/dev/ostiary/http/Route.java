package dev.ostiary.http;

/**
 * Where a request went, as metrics, log and traces say it: there are only as many as the server has endpoints, whatever is asked for.
 *
 * @param surface {@code api}, {@code openid}, {@code login}, {@code debug} or {@code other}
 * @param name the path of an endpoint, or the full name of a call
 */
public record Route(String surface, String name) {
    /** Nobody knows what was asked for. */
    public static final Route OTHER = new Route("other", "other");

    /** Returns a handler whose requests are told to have come here. */
    public Handler to(Handler handler) {
        return request -> {
            request.exchange().at(this);
            return handler.handle(request);
        };
    }
}
