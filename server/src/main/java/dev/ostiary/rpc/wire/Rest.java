package dev.ostiary.rpc.wire;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Response.Header;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.rpc.contract.Routes.Match;
import dev.ostiary.rpc.contract.Routes.Variable;
import dev.ostiary.rpc.json.FieldNames;
import dev.ostiary.rpc.json.JsonReader;
import dev.ostiary.rpc.json.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * JSON over HTTP, under the paths of the contract's HTTP rules. Whatever the content type says, the body is read as JSON; what the
 * path says wins over the body.
 */
final class Rest {

    private static final Header JSON = new Header("Content-Type", "application/json");

    private final Dispatch dispatch;
    private final JsonReader reader;
    private final Parameter parameter;

    Rest(Dispatch dispatch, FieldNames names) {
        this.dispatch = dispatch;
        this.reader = new JsonReader(names);
        this.parameter = new Parameter(names);
    }

    Response answer(Match match, Request request) {
        Outcome outcome = dispatch.run(match.method(), request, Optional::empty, () -> decode(match, request));
        return switch (outcome) {
            case Outcome.Answer(Message message) ->
                new Response(match.method().successStatus(), List.of(JSON), Json.bytes(message), Map.of());
            case Outcome.Refusal refusal -> refused(refusal);
        };
    }

    private Message decode(Match match, Request request) {
        Message.Builder message = match.method().prototype().newBuilderForType();
        switch (match.body()) {
            case "" -> {}
            case "*" -> reader.read(request.bytes(Dispatch.MESSAGE_BYTES), message);
            default -> reader.read(request.bytes(Dispatch.MESSAGE_BYTES), message, field(message, match.body()));
        }
        if (!match.body().equals("*") && !request.query().isEmpty()) {
            readQuery(match, request, message);
        }
        for (Variable variable : match.variables()) {
            parameter.put(message, variable.field(), List.of(variable.value()));
        }
        return message.build();
    }

    private void readQuery(Match match, Request request, Message.Builder message) {
        request.queryParameters().values().forEach((name, values) -> {
            if (match.variables().stream()
                    .noneMatch(variable -> variable.field().equals(name))) {
                parameter.put(message, name, values);
            }
        });
    }

    private static FieldDescriptor field(Message.Builder message, String name) {
        return Objects.requireNonNull(message.getDescriptorForType().findFieldByName(name), name);
    }

    private static Response refused(Outcome.Refusal refusal) {
        List<Header> headers = new ArrayList<>(2);
        headers.add(JSON);
        String text = refusal.status().getMessage();
        if (refusal.kind() == Kind.UNAUTHENTICATED && text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            headers.add(new Header("WWW-Authenticate", text));
        }
        return refusal.onto(new Response(refusal.httpStatus(), headers, Json.bytes(refusal.status()), Map.of()));
    }
}
