package dev.ostiary.login;

import dev.ostiary.http.ClientLimit;
import dev.ostiary.http.Handler;
import dev.ostiary.http.Overloaded;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Route;
import dev.ostiary.http.TooManyRequests;
import dev.ostiary.rpc.Call;
import dev.ostiary.store.Store;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The hosted sign-in: answers everything under {@code /ui/login}, and {@code /idps}, where providers send the browser back to and find
 * out about this server.
 *
 * <p>Every form is posted with the browser's token and answered with a redirect or the way out, so that going back and reloading are
 * harmless.
 */
public final class LoginPages implements Handler {
    private static final String GET = "GET";
    private static final String POST = "POST";
    private static final Route ASSETS = new Route("login", Assets.FOLDER);

    /** One page, or what happens when its form comes back. */
    @FunctionalInterface
    private interface Page {
        Response answer(Visit visit);
    }

    private final Function<Request, Optional<Call>> calls;
    private final Assets assets = new Assets();
    private final SamlDocuments samlDocuments;
    private final LogoutNoticeEndpoint notices;
    private final ClientLimit clientLimit;
    private final Failures failures;
    private final Map<String, Map<String, Page>> byPath;

    /** @param calls finds instance and origin of a request by its host; empty for a host that no instance has */
    public LoginPages(Rooms rooms, Function<Request, Optional<Call>> calls) {
        this.calls = calls;
        this.samlDocuments = new SamlDocuments(rooms);
        this.clientLimit = rooms.clientLimit();
        Endings endings = new Endings(rooms);
        this.notices = new LogoutNoticeEndpoint(rooms, endings);
        Pages pages = new Pages(rooms, assets);
        Tickets tickets = new Tickets(rooms.vault(), rooms.clock());
        failures = new Failures(rooms, pages, tickets);
        Directory directory = new Directory(rooms);
        Finish finish = new Finish(rooms, pages, failures);
        LastProvider last = new LastProvider(rooms.vault());
        ProviderList list = new ProviderList(tickets, directory, last);
        Flow flow = new Flow(rooms, pages, failures, tickets, directory, list, finish);
        EntryPages entry = new EntryPages(rooms, pages, failures, tickets, directory, last, flow, finish);
        Outcomes outcomes = new Outcomes(rooms, pages, failures, tickets, last, finish);
        LinkPages link = new LinkPages(rooms, pages, failures, tickets, directory, flow, outcomes, finish);
        ProviderPages provider =
                new ProviderPages(rooms, pages, failures, tickets, directory, last, flow, outcomes, finish);
        CredentialPages credentials = new CredentialPages(rooms, pages, failures, tickets, flow, outcomes, finish);
        TokenPages token = new TokenPages(rooms, pages, provider);
        NewPasswordPages newPassword = new NewPasswordPages(rooms, pages, failures, tickets, flow, link, finish);
        PasswordPages password =
                new PasswordPages(rooms, pages, failures, tickets, directory, list, flow, newPassword, link, finish);
        DevicePages device = new DevicePages(rooms, pages, failures, directory);
        LogoutPages logout = new LogoutPages(rooms, pages, failures, endings);
        SignOutPages signOut = new SignOutPages(rooms, pages, failures, directory, logout);
        byPath = Map.ofEntries(
                Map.entry(Paths.START, Map.of(GET, entry::start)),
                Map.entry(Paths.START + "/", Map.of(GET, entry::start)),
                Map.entry(Paths.LOGIN, Map.of(GET, entry::login)),
                Map.entry(Paths.LOGIN_NAME, Map.of(GET, entry::loginName, POST, entry::enterLoginName)),
                Map.entry(Paths.PASSWORD, Map.of(GET, password::ask, POST, password::enter)),
                Map.entry(Paths.NEW_PASSWORD, Map.of(GET, newPassword::ask, POST, newPassword::enter)),
                Map.entry(Paths.PROVIDER, Map.of(GET, provider::begin)),
                Map.entry(Paths.CALLBACK, Map.of(GET, provider::callback, POST, provider::posted)),
                Map.entry(Paths.OLD_CALLBACK, Map.of(GET, provider::callback, POST, provider::posted)),
                Map.entry(Paths.CREDENTIALS, Map.of(GET, credentials::ask, POST, credentials::enter)),
                Map.entry(Paths.OLD_CREDENTIALS, Map.of(GET, credentials::ask, POST, credentials::enter)),
                Map.entry(Paths.TOKEN, Map.of(GET, token::arrived)),
                Map.entry(Paths.OLD_TOKEN, Map.of(GET, token::arrived)),
                Map.entry(Paths.TOKEN_CALLBACK, Map.of(GET, token::handedOn)),
                Map.entry(Paths.SAML, Map.of(GET, provider::callback, POST, provider::postedSaml)),
                Map.entry(Paths.OLD_SAML, Map.of(GET, provider::callback, POST, provider::postedSaml)),
                Map.entry(Paths.UNKNOWN, Map.of(GET, link::ask)),
                Map.entry(Paths.CREATE, Map.of(POST, link::create)),
                Map.entry(Paths.LINK, Map.of(POST, link::signIn)),
                Map.entry(Paths.LINKED, Map.of(GET, link::done)),
                Map.entry(Paths.CONTINUE, Map.of(POST, entry::goOn)),
                Map.entry(Paths.CANCEL, Map.of(POST, entry::cancel)),
                Map.entry(Paths.SHORT_DEVICE, Map.of(GET, device::begin)),
                Map.entry(Paths.DEVICE, Map.of(GET, device::ask, POST, device::enter)),
                Map.entry(Paths.DEVICE_CONFIRM, Map.of(GET, device::confirm, POST, device::decide)),
                Map.entry(Paths.DEVICE_ALLOWED, Map.of(GET, device::allowed)),
                Map.entry(Paths.DEVICE_DENIED, Map.of(GET, device::denied)),
                Map.entry(Paths.LOGOUT, Map.of(GET, signOut::ask, POST, signOut::signOut)),
                Map.entry(Paths.LOGOUT_ELSEWHERE, Map.of(GET, logout::elsewhere)),
                Map.entry(Paths.LOGOUT_RETURN, Map.of(GET, logout::back)),
                Map.entry(Paths.SAML_LOGOUT, Map.of(GET, logout::single, POST, logout::single)),
                Map.entry(Paths.LOGGED_OUT, Map.of(GET, signOut::done)));
    }

    @Override
    public Response handle(Request request) {
        if (request.path().startsWith(Assets.FOLDER)) {
            request.exchange().at(ASSETS);
            return assets.serve(request);
        }
        return calls.apply(request)
                .map(call -> answer(call, request))
                .orElseGet(() -> Response.of(404, "text/plain; charset=utf-8", "No instance has this host name.\n"));
    }

    private Response answer(Call call, Request request) {
        if (SamlDocuments.has(request)) {
            return samlDocuments.serve(call, request);
        }
        return LogoutNoticeEndpoint.has(request) ? notices.serve(call, request) : answer(Visit.of(call, request));
    }

    private Response answer(Visit visit) {
        String path = Paths.page(visit.request().path());
        Map<String, Page> methods = byPath.getOrDefault(path, Map.of());
        if (methods.isEmpty()) {
            return failures.show(visit, Failure.NO_SUCH_PAGE);
        }
        visit.request().exchange().at(new Route("login", path));
        String method =
                visit.request().method().equals("HEAD") ? GET : visit.request().method();
        Page page = methods.get(method);
        if (page == null) {
            return Response.of(405).with("Allow", String.join(", ", methods.keySet()));
        }
        boolean comesFromProvider = visit.posted() && ProviderPages.isCallback(visit);
        boolean trusted = !visit.posted() || comesFromProvider || isOurForm(visit);
        Response answer = answer(trusted ? page : this::notOurs, visit);
        return comesFromProvider ? answer : known(visit, answer);
    }

    private Response notOurs(Visit visit) {
        return failures.show(visit, Failure.FORM_NOT_OURS);
    }

    private Response answer(Page page, Visit visit) {
        try {
            if (visit.posted()) {
                clientLimit.require(visit.request());
            }
            return page.answer(visit);
        } catch (TooManyRequests tooMany) {
            return failures.show(visit, Failure.TOO_MANY).with("Retry-After", tooMany.retryAfter());
        } catch (Store.Unavailable | Store.Conflict | Overloaded e) {
            return failures.show(visit, Failure.UNAVAILABLE).with("Retry-After", Overloaded.RETRY_AFTER);
        } catch (RuntimeException defect) {
            return failures.defect(visit, defect);
        }
    }

    /** Whether a form comes from a page of ours that this browser was shown. */
    private static boolean isOurForm(Visit visit) {
        boolean sameOrigin = visit.request()
                .header("Origin")
                .filter(origin -> !origin.equals(visit.call().origin()))
                .isEmpty();
        return sameOrigin && visit.browser().gave(visit.entered("csrf"));
    }

    /** Gives the browser its key. */
    private static Response known(Visit visit, Response answer) {
        Browser browser = visit.browser();
        return browser.fresh() ? answer.with("Set-Cookie", browser.cookie().set(browser.key())) : answer;
    }
}
