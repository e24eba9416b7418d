package dev.ostiary.federation.oidc;

import dev.ostiary.federation.Beginning;
import dev.ostiary.upstream.UpstreamSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is asked for beyond what the protocol wants: by the application, and by the administrator.
 *
 * <p>An administrator's parameter is sent whatever the application says, unless the provider takes over the application's: then it is sent
 * where the application says nothing. What an application demands ({@code prompt=login}, {@code max_age}) is always sent: it says later
 * that it was met.
 *
 * @param prompt empty to send none
 * @param maxAge null to send none
 * @param others further parameters, none empty
 */
record Wishes(String prompt, @Nullable Duration maxAge, Map<String, String> others) {
    private static final String PROMPT = "prompt";
    private static final String MAX_AGE = "max_age";
    private static final String LOGIN_HINT = "login_hint";
    private static final String UI_LOCALES = "ui_locales";

    /** Taken over from the application unless the administrator says something else. */
    private static final List<String> USUAL = List.of(LOGIN_HINT, UI_LOCALES);

    /** Prompts that are answered here. */
    private static final Set<String> OURS = Set.of("none", "create");

    /**
     * @param announced {@code prompt_values_supported}, null when the provider says nothing
     * @param plainly the account chooser is not asked for
     */
    static Wishes of(
            Beginning beginning, UpstreamSettings settings, @Nullable List<String> announced, boolean plainly) {
        return new Wishes(
                prompt(beginning, settings, announced, plainly),
                shorter(beginning.maxAge(), seconds(settings.statics().getOrDefault(MAX_AGE, ""))),
                others(beginning, settings));
    }

    private static String prompt(
            Beginning beginning, UpstreamSettings settings, @Nullable List<String> announced, boolean plainly) {
        List<String> applications = beginning.prompts().stream()
                .filter(prompt -> !OURS.contains(prompt))
                .toList();
        Collection<String> wanted;
        if (settings.forwarded().contains(PROMPT) && !applications.isEmpty()) {
            wanted = applications;
        } else if (settings.statics().containsKey(PROMPT)) {
            wanted = words(settings.statics().getOrDefault(PROMPT, ""));
        } else {
            return AuthorizationRequest.prompt(beginning, announced, plainly);
        }
        Set<String> all = new LinkedHashSet<>();
        if (applications.contains("login")) {
            all.add("login");
        }
        all.addAll(wanted);
        if (plainly) {
            all.remove(AuthorizationRequest.SELECT_ACCOUNT);
        }
        return String.join(" ", all);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static @Nullable Duration seconds(String text) {
        return text.isEmpty() ? null : Duration.ofSeconds(Long.parseLong(text));
    }

    /** @return null when neither is there */
    static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Map<String, String> others(Beginning beginning, UpstreamSettings settings) {
        Set<String> names = new TreeSet<>(USUAL);
        names.addAll(settings.statics().keySet());
        names.addAll(settings.forwarded());
        names.removeAll(Set.of(PROMPT, MAX_AGE));
        Map<String, String> others = new LinkedHashMap<>();
        for (String name : names) {
            String value = value(name, beginning, settings);
            if (!value.isEmpty()) {
                others.put(name, value);
            }
        }
        return others;
    }

    private static String value(String name, Beginning beginning, UpstreamSettings settings) {
        boolean said = settings.statics().containsKey(name);
        boolean takenOver = settings.forwarded().contains(name) || USUAL.contains(name) && !said;
        String applications = switch (name) {
            case LOGIN_HINT -> beginning.loginHint();
            case UI_LOCALES -> String.join(" ", beginning.uiLocales());
            default -> beginning.parameters().getOrDefault(name, "");
        };
        return takenOver && !applications.isEmpty()
                ? applications
                : settings.statics().getOrDefault(name, "");
    }
}
