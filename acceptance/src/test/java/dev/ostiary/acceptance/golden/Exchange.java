package dev.ostiary.acceptance.golden;

import com.google.gson.JsonElement;
import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One recorded exchange of JSON over HTTP. Texts hold placeholders (see {@link Bindings}).
 *
 * @param name unique, as in the recording: {@code add/full}
 * @param caller whose token is sent; {@code null}: none
 * @param client user name and secret for basic authentication
 * @param request method and path
 * @param headers sent
 * @param send the body as it is sent, byte for byte
 * @param status answered
 * @param answered the headers of the answer that matter
 * @param json the body of the answer as JSON, or
 * @param text as text; neither when it was not kept
 */
record Exchange(
        @SerializedName("case") String name,
        @Nullable String caller,
        @Nullable List<String> client,
        String request,
        @Nullable Map<String, String> headers,
        @Nullable String send,
        int status,
        Map<String, String> answered,
        @Nullable JsonElement json,
        @Nullable String text) {

    String method() {
        return request.substring(0, request.indexOf(' '));
    }

    String path() {
        return request.substring(request.indexOf(' ') + 1);
    }

    @Override
    public Map<String, String> headers() {
        return headers == null ? Map.of() : headers;
    }

    @Override
    public String toString() {
        return name;
    }
}
