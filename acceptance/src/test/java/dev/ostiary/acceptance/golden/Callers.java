package dev.ostiary.acceptance.golden;

import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import java.util.HashMap;
import java.util.Map;

/** The tokens of those who called when the exchanges were recorded. */
final class Callers {
    private final RunningServer server;
    private final Map<String, String> tokens = new HashMap<>();

    Callers(RunningServer server) {
        this.server = server;
        tokens.put("iamowner", server.token());
    }

    /** Makes a personal access token for a machine user and keeps it under {@code caller}. */
    void enrol(String caller, String userId) {
        tokens.put(
                caller,
                server.api()
                        .post("/management/v1/users/" + userId + "/pats", Json.object())
                        .ok()
                        .string("token"));
    }

    String token(String caller) {
        String token = tokens.get(caller);
        if (token == null) {
            throw new AssertionError("no token for " + caller + ": its setup exchange failed");
        }
        return token;
    }
}
