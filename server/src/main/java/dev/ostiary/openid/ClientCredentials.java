package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import dev.ostiary.http.Parameters;
import dev.ostiary.http.Request;
import java.util.Optional;

/**
 * What a client says to prove who it is (RFC 6749 section 2.3.1).
 *
 * @param secret empty when it sent none
 * @param basic whether it came in the Authorization header
 * @param proved whether the client has proved with a key that it is who it says, see {@link ClientAssertions}
 */
record ClientCredentials(String id, String secret, boolean basic, boolean proved) {

    /**
     * Reads an id and a secret.
     *
     * @throws OAuthProblem when there is no client id, or more than one way to authenticate
     */
    static ClientCredentials of(Request request, Parameters form) {
        Optional<String> header = request.header("Authorization").filter(ClientCredentials::isBasic);
        return header.isPresent() ? fromHeader(header.get(), form) : fromForm(form);
    }

    /** Those of a client that has signed an assertion. */
    static ClientCredentials proved(String id) {
        return new ClientCredentials(id, "", false, true);
    }

    private static boolean isBasic(String header) {
        return header.regionMatches(true, 0, "Basic ", 0, 6);
    }

    private static ClientCredentials fromHeader(String header, Parameters form) {
        if (form.first("client_secret").isPresent()) {
            throw OAuthProblem.invalidRequest("a client may authenticate in one way only");
        }
        ClientCredentials credentials;
        try {
            ClientSecretBasic basic =
                    ClientSecretBasic.parse("Basic " + header.substring(6).strip());
            credentials = new ClientCredentials(
                    basic.getClientID().getValue(), basic.getClientSecret().getValue(), true, false);
        } catch (ParseException e) {
            throw OAuthProblem.invalidClient("the Authorization header can't be read", true);
        }
        if (form.first("client_id").filter(id -> !id.equals(credentials.id)).isPresent()) {
            throw OAuthProblem.invalidRequest("client_id differs from the Authorization header");
        }
        return credentials;
    }

    private static ClientCredentials fromForm(Parameters form) {
        String id = form.first("client_id")
                .orElseThrow(() -> OAuthProblem.invalidRequest("client_id or client_assertion must be provided"));
        return new ClientCredentials(id, form.first("client_secret").orElse(""), false, false);
    }

    OAuthProblem refused(String why) {
        return OAuthProblem.invalidClient(why, basic);
    }

    @Override
    public String toString() {
        return "ClientCredentials[id=" + id + "]";
    }
}
