package dev.ostiary.bench;

import java.io.IOException;
import java.util.function.IntFunction;

/** Something that is measured: one call, or all steps of a sign-in. */
@FunctionalInterface
interface Scenario {
    String GET = "get IdP";
    String LIST = "list 10 IdPs";
    String ADD = "add IdP";
    String UPDATE = "update IdP";
    String CREDENTIALS = "client credentials";
    String CREDENTIALS_ID_TOKEN = "client credentials, with ID token";
    String JWT_PROFILE = "JWT profile";
    String USERINFO = "userinfo";
    String INTROSPECTION = "introspection";
    String PASSWORD = "password login";
    String RETURNING = "brokered login, returning user";
    String NEW = "brokered login, new user";
    String REFRESH = "refresh";

    /**
     * Does it once.
     *
     * @param n counts from 0, over all clients of a run
     * @return how many requests the server under test got
     * @throws IOException when the server didn't answer as it should
     */
    int run(Client client, int n) throws IOException;

    /**
     * Introspection of a token (RFC 7662).
     *
     * @param basic authorization of who asks
     * @throws IOException when the token doesn't count for them
     */
    static Scenario introspection(Client client, String path, String basic, String token) throws IOException {
        Call call = Call.of("POST", path, basic, "application/x-www-form-urlencoded", "token=" + SignIn.encoded(token));
        if (!client.field(call, "active").equals("true")) {
            throw new IOException(path + ": the token is not active");
        }
        return of(n -> call);
    }

    /** One call, which depends on the count. */
    static Scenario of(IntFunction<Call> call) {
        return (client, n) -> {
            client.succeed(call.apply(n));
            return 1;
        };
    }
}
