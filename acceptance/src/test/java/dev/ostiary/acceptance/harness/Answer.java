package dev.ostiary.acceptance.harness;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.http.HttpHeaders;

/** What a server answered: status, headers, and the body as text. */
public record Answer(int status, HttpHeaders headers, String text) {

    /** The value of a header, or "" if it is not there. */
    public String header(String name) {
        return String.join(", ", headers.allValues(name));
    }

    public JsonObject json() {
        JsonElement element = Json.parse(text);
        if (!element.isJsonObject()) {
            throw new AssertionError("not a JSON object: " + this);
        }
        return element.getAsJsonObject();
    }

    /** The text at a dotted path of the JSON body. */
    public String string(String path) {
        return Json.string(json(), path);
    }

    /** This answer, if its status is 2xx; fails with all of it otherwise. */
    public Answer ok() {
        if (status / 100 != 2) {
            throw new AssertionError("expected success, got " + status + " " + text);
        }
        return this;
    }
}
