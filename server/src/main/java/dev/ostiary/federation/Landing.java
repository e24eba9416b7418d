package dev.ostiary.federation;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a page of somebody else's wants the browser when a sign-in through a provider is over. What the addresses have in their query
 * stays there.
 */
public record Landing(String successUrl, String failureUrl) {
    /** No browser goes anywhere. */
    static final Landing NOWHERE = new Landing("", "");

    /**
     * @param intent id of the attempt
     * @param token with which the page asks who it is
     * @param user whom the account is linked to; empty when it is linked to nobody
     */
    String success(String intent, String token, String user) {
        Map<String, String> linked = user.isEmpty() ? Map.of() : Map.of("user", user);
        return with(with(successUrl, Map.of("id", intent, "token", token)), linked);
    }

    /** @param description empty to say nothing more */
    String failure(String intent, String error, String description) {
        return with(failureUrl, Map.of("id", intent, "error", error, "error_description", description));
    }

    private static String with(String url, Map<String, String> parameters) {
        if (parameters.isEmpty()) {
            return url;
        }
        int hash = url.indexOf('#');
        String page = hash < 0 ? url : url.substring(0, hash);
        String query = parameters.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return page + separator(page) + query + (hash < 0 ? "" : url.substring(hash));
    }

    private static String separator(String page) {
        if (page.indexOf('?') < 0) {
            return "?";
        }
        return page.endsWith("?") || page.endsWith("&") ? "" : "&";
    }

    /** The addresses without their queries, in which the page may keep what is nobody's business. */
    @Override
    public String toString() {
        return "Landing[" + successUrl.replaceFirst("[?#].*", "") + "]";
    }
}
