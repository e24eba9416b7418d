package dev.ostiary.federation.oidc;

import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.LoginFailure;
import dev.ostiary.federation.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** How one request proves to a provider which client it comes from. */
sealed interface ClientProof {

    /**
     * Adds what goes into the form.
     *
     * @return what goes into the headers
     */
    Map<String, String> addTo(Map<String, String> form, Stage stage) throws LoginFailure;

    /** What must not be repeated. */
    String secret();

    /**
     * The client's secret, as the provider announces it (RFC 6749 section 2.3.1), basic before post.
     *
     * @param announced how clients may authenticate there
     */
    record Secret(String clientId, String secret, List<String> announced) implements ClientProof {
        @Override
        public Map<String, String> addTo(Map<String, String> form, Stage stage) throws LoginFailure {
            if (announced.contains("client_secret_basic")) {
                String credentials = encode(clientId) + ":" + encode(secret);
                String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
                return Map.of("Authorization", "Basic " + encoded);
            }
            if (announced.contains("client_secret_post")) {
                form.put("client_id", clientId);
                form.put("client_secret", secret);
                return Map.of();
            }
            throw new LoginFailure(
                    Reason.PROVIDER_UNUSABLE,
                    stage,
                    "the provider takes neither client_secret_basic nor client_secret_post but " + announced);
        }

        private static String encode(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "Secret[" + clientId + "]";
        }
    }

    /**
     * A signed assertion (RFC 7523 section 2.2).
     *
     * @param secret the assertion
     */
    record Assertion(String clientId, String secret) implements ClientProof {
        private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

        @Override
        public Map<String, String> addTo(Map<String, String> form, Stage stage) {
            form.put("client_id", clientId);
            form.put("client_assertion_type", TYPE);
            form.put("client_assertion", secret);
            return Map.of();
        }

        @Override
        public String toString() {
            return "Assertion[" + clientId + "]";
        }
    }
}
