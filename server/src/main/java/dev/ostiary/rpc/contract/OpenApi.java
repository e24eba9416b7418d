package dev.ostiary.rpc.contract;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.ostiary.rpc.contract.Template.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The contract's JSON calls as an <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI 3.1</a> document. All it says comes from the
 * compiled {@code .proto} files.
 *
 * <p>Each operation names the permission it needs in {@code x-permission}; {@code authenticated} means any token.
 */
public final class OpenApi {
    private static final String JSON = "application/json";

    private final OpenApiSchemas schemas = new OpenApiSchemas();
    private final JsonObject paths = new JsonObject();

    /** Names of parameters by the shape of a path: OpenAPI knows two paths of one shape as one. */
    private final Map<String, String> pathOfShape = new HashMap<>();

    private OpenApi() {}

    /** Returns the document of all calls that have a route. */
    public static JsonObject of(List<FileDescriptor> files) {
        OpenApi api = new OpenApi();
        files.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream())
                .forEach(api::add);
        return api.document();
    }

    private JsonObject document() {
        JsonObject document = new JsonObject();
        document.addProperty("openapi", "3.1.0");
        document.add("info", object("title", "Ostiary", "version", "1"));
        document.add("paths", paths);
        JsonObject bearer = object("type", "http", "scheme", "bearer");
        JsonObject securitySchemes = new JsonObject();
        securitySchemes.add("bearer", bearer);
        JsonObject components = new JsonObject();
        components.add("schemas", schemas.all());
        components.add("securitySchemes", securitySchemes);
        document.add("components", components);
        return document;
    }

    private void add(MethodDescriptor method) {
        HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
        String mount = Contract.MOUNTS.getOrDefault(method.getFile().getPackage(), "");
        switch (rule.getPatternCase()) {
            case GET -> add("get", mount + rule.getGet(), rule, method);
            case PUT -> add("put", mount + rule.getPut(), rule, method);
            case POST -> add("post", mount + rule.getPost(), rule, method);
            case DELETE -> add("delete", mount + rule.getDelete(), rule, method);
            case PATCH -> add("patch", mount + rule.getPatch(), rule, method);
            case CUSTOM, PATTERN_NOT_SET -> {}
        }
    }

    private void add(String verb, String route, HttpRule rule, MethodDescriptor method) {
        Template template = Template.parse(route);
        String shape = template.segments().stream()
                .map(segment -> segment instanceof Segment.Literal literal ? literal.text() : "{}")
                .collect(Collectors.joining("/"));
        String path = pathOfShape.computeIfAbsent(shape, any -> shown(template));
        if (!paths.has(path)) {
            paths.add(path, new JsonObject());
        }
        paths.getAsJsonObject(path).add(verb, operation(template, names(path), rule, method));
    }

    private static String shown(Template template) {
        return template.segments().stream()
                .map(segment -> switch (segment) {
                    case Segment.Literal literal -> literal.text();
                    case Segment.One one -> "{" + one.field() + "}";
                    case Segment.Rest rest -> "{" + rest.field() + "}";
                })
                .collect(Collectors.joining("/", "/", ""));
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.startsWith("{")) {
                names.add(part.substring(1, part.length() - 1));
            }
        }
        return names;
    }

    private JsonObject operation(Template template, List<String> names, HttpRule rule, MethodDescriptor method) {
        List<String> fields = template.segments().stream()
                .flatMap(segment -> switch (segment) {
                    case Segment.Literal literal -> java.util.stream.Stream.<String>empty();
                    case Segment.One one -> java.util.stream.Stream.of(one.field());
                    case Segment.Rest rest -> java.util.stream.Stream.of(rest.field());
                })
                .toList();
        JsonObject operation = new JsonObject();
        operation.addProperty("operationId", method.getService().getFullName() + "." + method.getName());
        JsonArray tags = new JsonArray();
        tags.add(method.getService().getName());
        operation.add("tags", tags);
        operation.add("parameters", parameters(fields, names, rule, method.getInputType()));
        if (!rule.getBody().isEmpty()) {
            operation.add("requestBody", body(rule, fields, method.getInputType()));
        }
        operation.add("responses", responses(method));
        String permission = Contract.permission(method);
        if (!permission.isEmpty()) {
            operation.addProperty("x-permission", permission);
            operation.add("security", security());
        }
        return operation;
    }

    private static JsonArray security() {
        JsonObject bearer = new JsonObject();
        bearer.add("bearer", new JsonArray());
        JsonArray security = new JsonArray();
        security.add(bearer);
        return security;
    }

    private JsonArray parameters(List<String> fields, List<String> names, HttpRule rule, Descriptor request) {
        JsonArray parameters = new JsonArray();
        for (int i = 0; i < fields.size(); i++) {
            FieldDescriptor field = request.findFieldByName(fields.get(i));
            JsonObject schema = field == null ? object("type", "string") : schemas.value(field);
            parameters.add(parameter("path", names.get(i), true, schema));
        }
        if (rule.getBody().isEmpty()) {
            request.getFields().stream()
                    .filter(field -> !fields.contains(field.getName()))
                    .filter(field -> field.getJavaType() != FieldDescriptor.JavaType.MESSAGE)
                    .forEach(field ->
                            parameters.add(parameter("query", field.getJsonName(), false, schemas.field(field))));
        }
        return parameters;
    }

    private static JsonObject parameter(String in, String name, boolean required, JsonObject schema) {
        JsonObject parameter = object("in", in, "name", name);
        parameter.addProperty("required", required);
        parameter.add("schema", schema);
        return parameter;
    }

    /** What stands in the path is no part of the body. */
    private JsonObject body(HttpRule rule, List<String> inPath, Descriptor request) {
        JsonObject schema = rule.getBody().equals("*")
                ? schemas.without(request, inPath)
                : schemas.value(request.findFieldByName(rule.getBody()));
        JsonObject body = content(schema);
        body.addProperty("required", true);
        return body;
    }

    private JsonObject responses(MethodDescriptor method) {
        JsonObject success = content(schemas.reference(method.getOutputType()));
        success.addProperty("description", "The call was answered.");
        JsonObject failure = content(schemas.error());
        failure.addProperty("description", "The call was refused.");
        JsonObject responses = new JsonObject();
        responses.add(String.format(Locale.ROOT, "%d", Contract.successStatus(method)), success);
        responses.add("default", failure);
        return responses;
    }

    private static JsonObject content(JsonObject schema) {
        JsonObject media = new JsonObject();
        media.add("schema", schema);
        JsonObject types = new JsonObject();
        types.add(JSON, media);
        JsonObject content = new JsonObject();
        content.add("content", types);
        return content;
    }

    static JsonObject object(String name, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }

    static JsonObject object(String name, String value, String other, String otherValue) {
        JsonObject object = object(name, value);
        object.addProperty(other, otherValue);
        return object;
    }
}
