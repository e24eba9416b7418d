package dev.ostiary.upstream;

import dev.ostiary.rpc.Problem;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which parameters an administrator may add to authorization requests, without I/O. */
final class ParameterRules {
    static final int MOST = 20;
    private static final int LONGEST_IN_ALL = 4000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:~-]{1,64}");
    private static final Pattern SECONDS = Pattern.compile("\\d{0,9}");

    /** What the protocol needs as this server says it: an answer to another request would be taken for one to ours. */
    private static final Set<String> OF_THE_PROTOCOL = Set.of(
            "response_type",
            "response_mode",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "code",
            "code_challenge",
            "code_challenge_method",
            "code_verifier",
            "grant_type",
            "request",
            "request_uri",
            "registration",
            "dpop_jkt",
            "id_token_hint",
            "iss",
            "error",
            "username",
            "password");

    private ParameterRules() {}

    /** @throws Problem naming the parameter that can't be */
    static void check(Map<String, String> statics, Collection<String> forwarded) {
        statics.keySet().forEach(ParameterRules::checkName);
        forwarded.forEach(ParameterRules::checkName);
        require(statics.size() <= MOST, "UPST-Mn4sp", "no more than " + MOST + " static parameters");
        require(
                Set.copyOf(forwarded).size() == forwarded.size(),
                "UPST-Fw2dp",
                "a forwarded parameter is named more than once");
        int length = 0;
        for (Map.Entry<String, String> parameter : statics.entrySet()) {
            length += parameter.getKey().length() + parameter.getValue().length();
            checkValue(parameter.getKey(), parameter.getValue());
        }
        require(
                length <= LONGEST_IN_ALL,
                "UPST-Ln5gt",
                "static parameters may have " + LONGEST_IN_ALL + " characters in all");
    }

    private static void checkName(String name) {
        require(NAME.matcher(name).matches(), "UPST-Nm1vd", "not the name of a parameter: " + name);
        require(!OF_THE_PROTOCOL.contains(name), "UPST-Pr3tc", "the protocol decides about the parameter " + name);
    }

    private static void checkValue(String name, String value) {
        require(isPrintable(value), "UPST-Vl6cc", "control characters in the parameter " + name);
        if (name.equals("max_age")) {
            require(SECONDS.matcher(value).matches(), "UPST-Ma7sc", "max_age is not a number of seconds");
        }
        if (name.equals("prompt")) {
            require(
                    !Arrays.asList(value.split(" ")).contains("none"),
                    "UPST-Np8mt",
                    "with prompt=none nobody could sign in");
        }
    }

    static boolean isPrintable(String value) {
        return value.chars().noneMatch(Character::isISOControl);
    }

    private static void require(boolean holds, String id, String text) {
        if (!holds) {
            throw Problem.invalid(id, text);
        }
    }
}
