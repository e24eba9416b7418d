package dev.ostiary.openid;

import com.google.protobuf.Duration;
import com.nimbusds.oauth2.sdk.ErrorObject;
import dev.ostiary.api.object.v2.Details;
import dev.ostiary.api.oidc.v2.AuthorizationError;
import dev.ostiary.api.oidc.v2.AuthorizeOrDenyDeviceAuthorizationRequest;
import dev.ostiary.api.oidc.v2.AuthorizeOrDenyDeviceAuthorizationResponse;
import dev.ostiary.api.oidc.v2.CreateCallbackRequest;
import dev.ostiary.api.oidc.v2.CreateCallbackResponse;
import dev.ostiary.api.oidc.v2.DeviceAuthorizationRequest;
import dev.ostiary.api.oidc.v2.ErrorReason;
import dev.ostiary.api.oidc.v2.GetAuthRequestRequest;
import dev.ostiary.api.oidc.v2.GetAuthRequestResponse;
import dev.ostiary.api.oidc.v2.GetDeviceAuthorizationRequestRequest;
import dev.ostiary.api.oidc.v2.GetDeviceAuthorizationRequestResponse;
import dev.ostiary.api.oidc.v2.Prompt;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.rpc.Problem;
import dev.ostiary.session.Session;
import dev.ostiary.session.Sessions;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The calls with which sign-in pages of somebody else's read what an application or a device asks for, and answer it. */
public final class OidcApi {
    private static final String PERMISSION = "session.link";

    private final Store store;
    private final Sessions sessions;
    private final AuthRequests requests;
    private final Devices devices;
    private final Permissions permissions;
    private final InstantSource clock;

    public OidcApi(
            Store store,
            Sessions sessions,
            AuthRequests requests,
            Devices devices,
            Permissions permissions,
            InstantSource clock) {
        this.store = store;
        this.sessions = sessions;
        this.requests = requests;
        this.devices = devices;
        this.permissions = permissions;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.oidc.v2.OIDCService/";
        calls.on(service + "GetAuthRequest", GetAuthRequestRequest.getDefaultInstance(), this::get);
        calls.on(service + "CreateCallback", CreateCallbackRequest.getDefaultInstance(), this::callback);
        calls.on(
                service + "GetDeviceAuthorizationRequest",
                GetDeviceAuthorizationRequestRequest.getDefaultInstance(),
                this::device);
        calls.on(
                service + "AuthorizeOrDenyDeviceAuthorization",
                AuthorizeOrDenyDeviceAuthorizationRequest.getDefaultInstance(),
                this::decide);
    }

    private GetAuthRequestResponse get(Call call, GetAuthRequestRequest request) {
        permissions.check(call, PERMISSION, "");
        AuthRequest found = find(call, request.getAuthRequestId())
                .orElseThrow(() -> Problem.notFound("QUERY-Thee9", "Errors.AuthRequest.NotFound"));
        return GetAuthRequestResponse.newBuilder()
                .setAuthRequest(message(found))
                .build();
    }

    /** A device's are answered by a call of their own. */
    private Optional<AuthRequest> find(Call call, String id) {
        return requests.find(call.instanceId(), id).filter(found -> !found.isForDevice());
    }

    private static dev.ostiary.api.oidc.v2.AuthRequest message(AuthRequest request) {
        var message = dev.ostiary.api.oidc.v2.AuthRequest.newBuilder()
                .setId(request.id())
                .setCreationDate(dev.ostiary.rpc.Details.timestamp(request.createdAt()))
                .setClientId(request.clientId())
                .addAllScope(request.scopes())
                .setRedirectUri(request.redirectUri())
                .addAllPrompt(prompts(request.prompts()))
                .addAllUiLocales(request.uiLocales());
        if (!request.loginHint().isEmpty()) {
            message.setLoginHint(request.loginHint());
        }
        if (request.maxAge() != null) {
            message.setMaxAge(Duration.newBuilder().setSeconds(request.maxAge().toSeconds()));
        }
        if (!request.hintedUser().isEmpty()) {
            message.setHintUserId(request.hintedUser());
        }
        return message.build();
    }

    private static List<Prompt> prompts(List<String> names) {
        return names.stream()
                .flatMap(name -> Stream.of(Prompt.values())
                        .filter(prompt -> prompt.name().equals("PROMPT_" + name.toUpperCase(Locale.ROOT))))
                .toList();
    }

    private CreateCallbackResponse callback(Call call, CreateCallbackRequest request) {
        permissions.check(call, PERMISSION, "");
        AuthRequest found = find(call, request.getAuthRequestId())
                .orElseThrow(() -> Problem.notFound("COMMAND-jae5P", "Errors.AuthRequest.NotFound"));
        String url = request.hasError()
                ? requests.refuse(call, found, error(request.getError()))
                : requests.complete(call, found, session(call, request.getSession()));
        return CreateCallbackResponse.newBuilder()
                .setDetails(Details.newBuilder()
                        .setChangeDate(dev.ostiary.rpc.Details.timestamp(clock.instant()))
                        .setResourceOwner(call.instanceId()))
                .setCallbackUrl(url)
                .build();
    }

    private Stored<Session> session(Call call, dev.ostiary.api.oidc.v2.Session named) {
        Stored<Session> session = store.read(sql -> sessions.find(sql, call.instanceId(), named.getSessionId()))
                .orElseThrow(() -> Problem.precondition("COMMAND-Flk38", "Errors.Session.NotExisting"));
        Sessions.requireToken(session, named.getSessionToken());
        return session;
    }

    /** {@code ERROR_REASON_ACCESS_DENIED} is {@code access_denied}. */
    private static ErrorObject error(AuthorizationError error) {
        ErrorReason reason =
                error.getError() == ErrorReason.ERROR_REASON_UNSPECIFIED || error.getError() == ErrorReason.UNRECOGNIZED
                        ? ErrorReason.ERROR_REASON_SERVER_ERROR
                        : error.getError();
        String code = reason.name().substring("ERROR_REASON_".length()).toLowerCase(Locale.ROOT);
        return new ErrorObject(
                code, ErrorObject.removeIllegalChars(error.getErrorDescription()), 302, uri(error.getErrorUri()));
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("OIDC-Eu4ri", "Errors.AuthRequest.ErrorURIInvalid");
        }
    }

    private GetDeviceAuthorizationRequestResponse device(Call call, GetDeviceAuthorizationRequestRequest request) {
        permissions.check(call, PERMISSION, "");
        Devices.Asking asking = devices.asking(call, request.getUserCode())
                .orElseThrow(() -> Problem.notFound("COMMAND-D2hf2", "Errors.DeviceAuth.NotFound"));
        return GetDeviceAuthorizationRequestResponse.newBuilder()
                .setDeviceAuthorizationRequest(DeviceAuthorizationRequest.newBuilder()
                        .setId(asking.id())
                        .setClientId(asking.clientId())
                        .addAllScope(asking.scopes())
                        .setAppName(asking.application())
                        .setProjectName(asking.project()))
                .build();
    }

    private AuthorizeOrDenyDeviceAuthorizationResponse decide(
            Call call, AuthorizeOrDenyDeviceAuthorizationRequest request) {
        permissions.check(call, PERMISSION, "");
        String id = request.getDeviceAuthorizationId();
        boolean decided = request.hasSession()
                ? devices.signIn(call, id, session(call, request.getSession()))
                : devices.refuse(call, id);
        if (!decided) {
            throw Problem.notFound("COMMAND-D2hf2", "Errors.DeviceAuth.NotFound");
        }
        return AuthorizeOrDenyDeviceAuthorizationResponse.getDefaultInstance();
    }
}
