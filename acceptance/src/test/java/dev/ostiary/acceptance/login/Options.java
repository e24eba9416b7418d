package dev.ostiary.acceptance.login;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;

/** Provider options of the call that adds a provider. */
final class Options {
    private Options() {}

    /** Nothing is allowed, nothing is automatic. */
    static JsonObject none() {
        return Json.object();
    }

    static JsonObject autoCreation() {
        return Json.object("isAutoCreation", true);
    }

    static JsonObject creation() {
        return Json.object("isCreationAllowed", true);
    }

    static JsonObject linking() {
        return Json.object("isLinkingAllowed", true);
    }

    static JsonObject autoLinking(String by) {
        return Json.object("autoLinking", "AUTO_LINKING_OPTION_" + by);
    }
}
