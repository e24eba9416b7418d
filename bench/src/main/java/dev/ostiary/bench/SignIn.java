package dev.ostiary.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.ostiary.bench.Browser.Arrival;
import dev.ostiary.bench.Browser.Person;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * A sign-in at an application: from the authorization request to tokens.
 *
 * @param authorize path of the authorization endpoint
 * @param token path of the token endpoint
 * @param extra more of the authorization request, encoded, beginning with {@code &}; or empty
 */
record SignIn(String authorize, String token, String clientId, String clientSecret, String scope, String extra) {
    /** Nobody listens there; a browser that is sent there has arrived. */
    static final String APPLICATION = "http://localhost:9/callback";

    /**
     * What an application got.
     *
     * @param refreshToken empty where there is none
     * @param requests to the server under test
     */
    record Tokens(String refreshToken, int requests) {}

    /** The same with more scopes, with a blank before each. */
    SignIn with(String scopes) {
        return new SignIn(authorize, token, clientId, clientSecret, scope + scopes, extra);
    }

    /** Returns the sign-in of a person that depends on the count. */
    Scenario of(IntFunction<Person> person) {
        return (client, n) -> tokens(client, person.apply(n)).requests();
    }

    /** Path and query of the authorization request. */
    String path() {
        return authorize + "?response_type=code&state=s&client_id=" + encoded(clientId) + "&redirect_uri="
                + encoded(APPLICATION) + "&scope=" + encoded(scope) + extra;
    }

    /** Signs a person in. */
    Tokens tokens(Client client, Person person) throws IOException {
        String url = "http://localhost:" + client.port() + path();
        Arrival arrival = new Browser(client).open(url, APPLICATION, person);
        String code = Arrays.stream(arrival.location().getRawQuery().split("&"))
                .filter(pair -> pair.startsWith("code="))
                .findFirst()
                .orElseThrow(() -> new IOException("signed in without a code: " + arrival.location()))
                .substring(5);
        String grant = "grant_type=authorization_code&code=" + code + "&redirect_uri=" + encoded(APPLICATION);
        return new Tokens(redeem(client, grant), arrival.requests() + 1);
    }

    /** Uses a refresh token. */
    Tokens refreshed(Client client, String refreshToken) throws IOException {
        return new Tokens(redeem(client, "grant_type=refresh_token&refresh_token=" + encoded(refreshToken)), 1);
    }

    private String redeem(Client client, String grant) throws IOException {
        Connection.Answer answer = client.succeed(Call.form(
                token, grant + "&client_id=" + encoded(clientId) + "&client_secret=" + encoded(clientSecret)));
        JsonElement refreshToken =
                JsonParser.parseString(answer.text()).getAsJsonObject().get("refresh_token");
        return refreshToken == null ? "" : refreshToken.getAsString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
