package dev.ostiary.login;

import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import dev.ostiary.rpc.Call;

/**
 * One request of a browser.
 *
 * @param form what it posted, nothing when it didn't post
 */
record Visit(Call call, Request request, Browser browser, Parameters query, Parameters form) {

    /** Responses of SAML providers, which list all the groups that somebody is in, are larger than what people enter. */
    private static final int SAML_LIMIT = 384 * 1024;

    static Visit of(Call call, Request request) {
        boolean posted = request.method().equals("POST");
        int limit = Paths.takesSaml(request.path()) ? SAML_LIMIT : Request.FORM_LIMIT;
        return new Visit(
                call,
                request,
                Browser.of(request, call.origin()),
                request.queryParameters(),
                posted ? request.form(limit) : Parameters.NONE);
    }

    String instance() {
        return call.instanceId();
    }

    boolean posted() {
        return request.method().equals("POST");
    }

    /** A parameter of the query; empty when it is missing. */
    String asked(String name) {
        return query.first(name).orElse("");
    }

    /** A field of the form; empty when it is missing. */
    String entered(String name) {
        return form.first(name).orElse("");
    }

    /** The sealed ticket this request came with; empty when it has none. */
    String ticket() {
        return posted() ? entered("ticket") : asked("ticket");
    }

    /** Says nothing about what was entered. */
    @Override
    public String toString() {
        return "Visit[" + request.method() + " " + request.path() + "]";
    }
}
