package dev.ostiary.login;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.ostiary.federation.logout.LogoutRefused;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Route;
import dev.ostiary.rpc.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /idps/{id}/backchannel_logout}, where OpenID Providers tell that sessions there have ended (OpenID Connect Back-Channel Logout 1.0
 * section 2.5). No browser comes here: what counts is the signature of the token.
 */
final class LogoutNoticeEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(LogoutNoticeEndpoint.class);
    private static final Pattern PATH = Pattern.compile("/idps/([0-9]{1,20})/backchannel_logout");

    /** The most bytes of a form: a token, and little else. */
    private static final int LIMIT = 32 * 1024;

    private final Rooms rooms;
    private final Endings endings;

    LogoutNoticeEndpoint(Rooms rooms, Endings endings) {
        this.rooms = rooms;
        this.endings = endings;
    }

    static boolean has(Request request) {
        return PATH.matcher(request.path()).matches();
    }

    /** Section 2.8: 200 or 400, and nothing is cached. Nobody whose session it is being signed in here is no mistake. */
    Response serve(Call call, Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            throw new IllegalArgumentException(request.path());
        }
        request.exchange().at(new Route("login", "/idps/{id}/backchannel_logout"));
        return (request.method().equals("POST")
                        ? notice(call, path.group(1), request)
                        : Response.of(405).with("Allow", "POST"))
                .with("Cache-Control", "no-store");
    }

    private Response notice(Call call, String idp, Request request) {
        List<String> tokens = request.form(LIMIT).all("logout_token");
        if (tokens.size() != 1) {
            return refused(idp, "logout_token must be sent once, in a form");
        }
        try {
            boolean isNew = endings.end(
                    call.instanceId(), idp, rooms.federation().logout().notice(call, idp, tokens.getFirst()));
            return isNew ? Response.of(200) : refused(idp, "the token was sent before");
        } catch (LogoutRefused refused) {
            return refused(idp, String.valueOf(refused.getMessage()));
        }
    }

    /** What is wrong in detail stands in the log: it quotes what was sent, and the caller may be anybody. */
    private static Response refused(String idp, String detail) {
        LOG.info("a logout token for provider {} is refused: {}", idp, detail);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("error", "invalid_request");
        error.put("error_description", "the logout token is not valid");
        return Response.of(400, "application/json", JSONObjectUtils.toJSONString(error));
    }
}
