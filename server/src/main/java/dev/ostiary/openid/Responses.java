package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.ostiary.http.Response;
import dev.ostiary.openid.FormPosts.FormPost;
import dev.ostiary.store.Transaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Brings authorization responses (RFC 6749 sections 4.1.2 and 4.1.2.1) to the application, each with {@code state} and {@code iss} (RFC 9207). */
final class Responses {
    private final FormPosts forms;

    Responses(FormPosts forms) {
        this.forms = forms;
    }

    static Map<String, String> fields(ErrorObject error) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("error", error.getCode());
        String description = Objects.requireNonNullElse(error.getDescription(), "");
        if (!description.isEmpty()) {
            fields.put("error_description", description);
        }
        if (error.getURI() != null && !error.getURI().toString().isEmpty()) {
            fields.put("error_uri", error.getURI().toString());
        }
        return fields;
    }

    /** Returns where a page that can only redirect sends the browser. */
    String location(Transaction tx, Context context, Destination destination, Map<String, String> fields) {
        Map<String, String> all = complete(context, destination, fields);
        return switch (destination.responseMode()) {
            case "form_post" ->
                context.origin() + forms.keep(tx, context.instanceId(), new FormPost(destination.redirectUri(), all));
            case "fragment" -> destination.redirectUri() + "#" + encode(all);
            default -> withQuery(destination.redirectUri(), encode(all));
        };
    }

    /** Returns an error as an answer of its own. */
    static Response error(Context context, Destination destination, ErrorObject error, int redirectStatus) {
        Map<String, String> all = complete(context, destination, fields(error));
        return switch (destination.responseMode()) {
            case "form_post" -> FormPostPage.of(new FormPost(destination.redirectUri(), all));
            case "fragment" -> redirect(redirectStatus, destination.redirectUri() + "#" + encode(all));
            default -> redirect(redirectStatus, withQuery(destination.redirectUri(), encode(all)));
        };
    }

    static Response redirect(int status, String location) {
        return Answers.notStored(Response.redirect(status, location)).with("Referrer-Policy", "no-referrer");
    }

    private static Map<String, String> complete(Context context, Destination destination, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        if (!destination.state().isEmpty()) {
            all.put("state", destination.state());
        }
        all.put("iss", context.issuer());
        return all;
    }

    /** Appends to a query that the URI may have already (RFC 6749 section 3.1.2). */
    static String withQuery(String uri, String query) {
        return uri + (uri.contains("?") ? "&" : "?") + query;
    }

    static String encode(Map<String, String> fields) {
        return URLUtils.serializeParameters(fields.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> List.of(e.getValue()), (a, b) -> a, LinkedHashMap::new)));
    }
}
