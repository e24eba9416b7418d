package dev.ostiary.login;

import dev.ostiary.app.App;
import dev.ostiary.federation.Way;
import dev.ostiary.http.Response;
import dev.ostiary.openid.AuthRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes answers: pages in the person's language, and redirects. */
final class Pages {
    private static final String HTML = "text/html; charset=utf-8";

    private final Rooms rooms;
    private final Renderer renderer = new Renderer();
    private final Assets assets;

    Pages(Rooms rooms, Assets assets) {
        this.rooms = rooms;
        this.assets = assets;
    }

    /** Shows a page outside of any sign-in. */
    Response show(Visit visit, Function<Frame, View> view) {
        return show(visit, null, 200, view);
    }

    /**
     * Shows a page.
     *
     * @param request the application's request, null outside of any sign-in
     */
    Response show(Visit visit, @Nullable AuthRequest request, int status, Function<Frame, View> view) {
        return show(visit, request, status, request == null ? "" : request.redirectUri(), view);
    }

    /** @param exit where the page's form may lead in the end, beside our own pages; empty for nowhere */
    Response show(Visit visit, @Nullable AuthRequest request, int status, String exit, Function<Frame, View> view) {
        String html = renderer.html(view.apply(frame(visit, request)));
        return Headers.protect(Response.of(status, HTML, html), isHttps(visit), exit);
    }

    Texts texts(Visit visit, @Nullable AuthRequest request) {
        return Texts.choose(
                request == null ? List.of() : request.uiLocales(),
                visit.request().header("Accept-Language").orElse(""),
                visit.call().instance().defaultLanguage());
    }

    private Frame frame(Visit visit, @Nullable AuthRequest request) {
        return new Frame(
                texts(visit, request),
                assets.stylesheet(),
                assets.icon(),
                visit.call().instance().name(),
                visit.browser().csrf(),
                request == null ? "" : application(visit, request));
    }

    private String application(Visit visit, AuthRequest request) {
        Optional<App> app = rooms.store()
                .read(sql -> rooms.apps().byClientId(sql, visit.instance(), request.clientId()))
                .map(stored -> stored.state());
        return app.map(App::name).orElse("");
    }

    /** Goes on with another page of ours. */
    Response goOn(Visit visit, String path) {
        return Headers.always(Response.redirect(303, path), isHttps(visit));
    }

    /**
     * Sends the browser to a provider.
     *
     * @param request the application's request, null where a page of somebody else's began the sign-in
     */
    Response leave(Visit visit, @Nullable AuthRequest request, Way way) {
        return switch (way) {
            case Way.Credentials asked -> goOn(visit, Paths.credentials(asked.state()));
            case Way.Redirect redirect -> leave(visit, request, redirect.to().toString());
            case Way.Form form -> post(visit, request, form);
        };
    }

    private Response post(Visit visit, @Nullable AuthRequest request, Way.Form form) {
        String html = renderer.html(new View.Posting(
                frame(visit, request),
                form.action().toString(),
                form.fields(),
                form.action().getHost()));
        return Headers.protectPosting(Response.of(200, HTML, html), isHttps(visit));
    }

    /**
     * Sends the browser away. After a form was posted to us, a web site is reached through a page of ours that the browser leaves by
     * itself: see {@link Headers#protect}.
     *
     * @param target of the application, of a provider, or ours
     */
    Response leave(Visit visit, @Nullable AuthRequest request, String target) {
        boolean ours = target.startsWith("/") || target.startsWith(visit.call().origin() + "/");
        if (ours || !visit.posted() || !Headers.isWeb(target)) {
            return goOn(visit, target);
        }
        String host = URI.create(target).getHost();
        return show(visit, request, 200, frame -> new View.Leaving(frame, target, host == null ? target : host));
    }

    private static boolean isHttps(Visit visit) {
        return visit.browser().cookie().secure();
    }
}
