package dev.ostiary.openid;

import dev.ostiary.app.App;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A valid authorization request as its parameters say it, before anything is looked up. The components are those of {@link AuthRequest}, and the resources that are to be in the audience. */
record Asked(
        Destination destination,
        String nonce,
        List<String> scopes,
        String codeChallenge,
        List<String> prompts,
        @Nullable Duration maxAge,
        String loginHint,
        List<String> uiLocales,
        String idTokenHint,
        @Nullable String jkt,
        List<String> resources,
        App.@Nullable ResponseType implicit,
        @Nullable List<String> essentialAcr) {

    boolean hasPrompt(String prompt) {
        return prompts.contains(prompt);
    }
}
