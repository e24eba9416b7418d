package dev.ostiary.openid;

import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.openid.FormPosts.FormPost;
import dev.ostiary.store.Store;
import java.util.Optional;

/** Hands the browser the form with the answer that waits for it (OAuth 2.0 Form Post Response Mode). */
final class FormPostEndpoint {
    private final Store store;
    private final FormPosts forms;

    FormPostEndpoint(Store store, FormPosts forms) {
        this.store = store;
        this.forms = forms;
    }

    Response answer(Context context, Request request) {
        String ticket = request.queryParameters().first("ticket").orElse("");
        Optional<FormPost> answer = store.write(tx -> forms.take(tx, context.instanceId(), ticket));
        return answer.map(FormPostPage::of)
                .orElseThrow(() -> OAuthProblem.invalidRequest("there is no answer, or it was fetched already"));
    }
}
