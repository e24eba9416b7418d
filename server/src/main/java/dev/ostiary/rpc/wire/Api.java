package dev.ostiary.rpc.wire;

import com.google.rpc.Status;
import dev.ostiary.http.Cors;
import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Response.Header;
import dev.ostiary.rpc.Directory;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.rpc.Repeats;
import dev.ostiary.rpc.contract.Contract;
import dev.ostiary.rpc.contract.Method;
import dev.ostiary.rpc.contract.Routes.Match;
import dev.ostiary.rpc.contract.Routes.Miss;
import dev.ostiary.rpc.json.FieldNames;
import dev.ostiary.rpc.limit.Limits;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers all calls of the contract on one port: under the paths of its HTTP rules as JSON, and under
 * {@code /package.Service/Method} in the encoding that the content type names.
 */
public final class Api implements Handler {

    private static final Header NOT_INDEXED = new Header("X-Robots-Tag", "none");
    private static final List<Header> NOT_KEPT = List.of(
            new Header("Cache-Control", "no-store"),
            new Header("Expires", "Thu, 01 Jan 1970 00:00:00 GMT"),
            new Header("Pragma", "no-cache"),
            NOT_INDEXED);

    private static final Cors CORS = new Cors(
            Set.of(
                    "origin",
                    "content-type",
                    "accept",
                    "accept-language",
                    "authorization",
                    "dpop",
                    "x-zitadel-orgid",
                    "x-user-agent",
                    "x-grpc-web",
                    "x-requested-with",
                    "connect-protocol-version",
                    "connect-timeout-ms",
                    "grpc-timeout"),
            "Location, Content-Length, Grpc-Status, Grpc-Message, Grpc-Status-Details-Bin");

    private final Contract contract;
    private final Rest rest;
    private final Map<String, Encoding> encodings;

    public Api(Contract contract, Directory directory, Permissions permissions, Repeats repeats) {
        this.contract = contract;
        FieldNames names = new FieldNames();
        Dispatch dispatch = new Dispatch(directory, permissions, new Limits(), new ErrorTexts(), repeats);
        Encoding grpc = new Grpc(dispatch);
        Encoding web = new GrpcWeb(dispatch, false);
        Encoding webText = new GrpcWeb(dispatch, true);
        this.rest = new Rest(dispatch, names);
        this.encodings = Map.of(
                "application/grpc", grpc,
                "application/grpc+proto", grpc,
                "application/grpc-web", web,
                "application/grpc-web+proto", web,
                "application/grpc-web-text", webText,
                "application/grpc-web-text+proto", webText,
                "application/json", new Connect(dispatch, names, true),
                "application/proto", new Connect(dispatch, names, false));
    }

    @Override
    public Response handle(Request request) {
        Optional<Response> preflight = CORS.preflight(request);
        if (preflight.isPresent()) {
            return preflight.get().with(NOT_INDEXED.name(), NOT_INDEXED.value());
        }
        Response answer = answer(request);
        List<Header> headers = new ArrayList<>(answer.headers());
        headers.addAll(NOT_KEPT);
        CORS.allow(request.headers().apply("Origin"), headers);
        return new Response(answer.status(), headers, answer.body(), answer.trailers());
    }

    private Response answer(Request request) {
        String path = request.path();
        if (!path.startsWith("/")) {
            return json(404, Kind.NOT_FOUND, "Not Found");
        }
        if (path.contains("//") && path.indexOf('\\') < 0) {
            return Response.redirect(301, withoutEmptySegments(request));
        }
        if (request.method().equals("POST")) {
            Optional<Method> method = contract.method(path.substring(1));
            if (method.isPresent()) {
                return called(method.get(), request);
            }
            if (contentType(request).startsWith("application/grpc") && path.indexOf('/', 1) == path.lastIndexOf('/')) {
                return unknownMethod(request);
            }
        }
        return switch (contract.routes().find(request.method(), decoded(path))) {
            case Match match -> rest.answer(match, request);
            case Miss.NO_SUCH_PATH -> json(404, Kind.NOT_FOUND, "Not Found");
            case Miss.OTHER_METHOD -> json(405, Kind.UNIMPLEMENTED, "Method Not Allowed");
        };
    }

    private Response called(Method method, Request request) {
        Encoding encoding = encodings.get(contentType(request));
        return encoding == null
                ? Response.of(415)
                        .with(
                                "Accept-Post",
                                String.join(
                                        ", ",
                                        encodings.keySet().stream().sorted().toList()))
                : encoding.answer(method, request);
    }

    private Response unknownMethod(Request request) {
        String path = request.path();
        int slash = path.lastIndexOf('/');
        String service = path.substring(1, Math.max(slash, 1));
        String text = contract.hasService(service)
                ? "unknown method " + path.substring(slash + 1) + " for service " + service
                : "unknown service " + service;
        return Grpc.trailersOnly(
                request,
                Status.newBuilder()
                        .setCode(Kind.UNIMPLEMENTED.grpcCode)
                        .setMessage(text)
                        .build());
    }

    private static Response json(int status, Kind kind, String text) {
        Status body =
                Status.newBuilder().setCode(kind.grpcCode).setMessage(text).build();
        return Response.of(status, "application/json", Json.bytes(body));
    }

    /** The content type without its parameters, lower case. */
    private static String contentType(Request request) {
        String type = request.header("Content-Type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }

    /** An encoded slash is a slash for the routes, as in the recorded server; the web server lets no broken encoding pass. */
    private static String decoded(String path) {
        return path.indexOf('%') < 0 ? path : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Beginning with one slash and without a backslash, it can't lead to another host. */
    private static String withoutEmptySegments(Request request) {
        String path = request.path().replaceAll("/{2,}", "/");
        return request.query().isEmpty() ? path : path + "?" + request.query();
    }
}
