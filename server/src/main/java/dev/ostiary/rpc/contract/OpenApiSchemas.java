package dev.ostiary.rpc.contract;

import static dev.ostiary.rpc.contract.OpenApi.object;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.ostiary.api.v1.ErrorDetail;
import io.envoyproxy.pgv.validate.Validate;
import io.envoyproxy.pgv.validate.Validate.FieldRules;
import io.envoyproxy.pgv.validate.Validate.RepeatedRules;
import io.envoyproxy.pgv.validate.Validate.StringRules;
import java.util.List;
import java.util.TreeMap;

/**
 * JSON Schemas of the contract's messages, as the mapping of protobuf to JSON writes them, with the limits that the contract sets.
 *
 * <p>Nothing is required but what the limits require: unset fields are left out. 64-bit numbers are texts.
 */
final class OpenApiSchemas {
    private static final String REFERENCE = "#/components/schemas/";
    private static final String ERROR = "Error";

    private final TreeMap<String, JsonObject> byName = new TreeMap<>();

    JsonObject all() {
        JsonObject all = new JsonObject();
        byName.forEach(all::add);
        return all;
    }

    /** An error of the JSON calls: the contract's code, a text, and the text's id in a detail. */
    JsonObject error() {
        if (!byName.containsKey(ERROR)) {
            JsonObject detail = message(ErrorDetail.getDescriptor(), List.of());
            detail.getAsJsonObject("properties").add("@type", object("type", "string"));
            JsonObject properties = new JsonObject();
            properties.add("code", object("type", "integer"));
            properties.add("message", object("type", "string"));
            properties.add("details", list(detail));
            JsonObject error = object("type", "object");
            error.add("properties", properties);
            byName.put(ERROR, error);
        }
        return object("$ref", REFERENCE + ERROR);
    }

    JsonObject reference(Descriptor type) {
        String name = type.getFullName();
        if (!byName.containsKey(name)) {
            byName.put(name, new JsonObject());
            byName.put(name, message(type, List.of()));
        }
        return object("$ref", REFERENCE + name);
    }

    /** The message without some of its fields. */
    JsonObject without(Descriptor type, List<String> fields) {
        return fields.isEmpty() ? reference(type) : message(type, fields);
    }

    private JsonObject message(Descriptor type, List<String> leftOut) {
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (FieldDescriptor field : type.getFields()) {
            if (!leftOut.contains(field.getName())) {
                properties.add(field.getJsonName(), field(field));
                if (isRequired(field)) {
                    required.add(field.getJsonName());
                }
            }
        }
        JsonObject message = object("type", "object");
        message.add("properties", properties);
        if (!required.isEmpty()) {
            message.add("required", required);
        }
        return message;
    }

    private static boolean isRequired(FieldDescriptor field) {
        FieldRules rules = rules(field);
        boolean notEmpty = rules.hasString()
                        && (rules.getString().getMinLen() > 0
                                || rules.getString().getLen() > 0)
                || rules.hasBytes() && rules.getBytes().getMinLen() > 0
                || rules.hasRepeated() && rules.getRepeated().getMinItems() > 0
                || rules.getMessage().getRequired();
        return notEmpty && field.getContainingOneof() == null;
    }

    private static FieldRules rules(FieldDescriptor field) {
        return field.getOptions().getExtension(Validate.rules);
    }

    JsonObject field(FieldDescriptor field) {
        if (field.isMapField()) {
            JsonObject map = object("type", "object");
            map.add(
                    "additionalProperties",
                    value(field.getMessageType().findFieldByName("value"), FieldRules.getDefaultInstance()));
            return map;
        }
        if (!field.isRepeated()) {
            return value(field);
        }
        RepeatedRules rules = rules(field).getRepeated();
        JsonObject list = list(value(field, rules.getItems()));
        if (rules.getMinItems() > 0) {
            list.addProperty("minItems", rules.getMinItems());
        }
        if (rules.hasMaxItems()) {
            list.addProperty("maxItems", rules.getMaxItems());
        }
        return list;
    }

    private static JsonObject list(JsonObject items) {
        JsonObject list = object("type", "array");
        list.add("items", items);
        return list;
    }

    /** One value of a field. */
    JsonObject value(FieldDescriptor field) {
        return value(field, rules(field));
    }

    private JsonObject value(FieldDescriptor field, FieldRules rules) {
        return switch (field.getType()) {
            case BOOL -> object("type", "boolean");
            case DOUBLE, FLOAT -> object("type", "number");
            case INT32, SINT32, SFIXED32, UINT32, FIXED32 -> object("type", "integer");
            case INT64, SINT64, SFIXED64, UINT64, FIXED64 -> object("type", "string", "pattern", "^-?[0-9]+$");
            case STRING -> text(rules.getString());
            case BYTES -> object("type", "string", "contentEncoding", "base64");
            case ENUM -> enumeration(field.getEnumType());
            case MESSAGE, GROUP -> message(field.getMessageType());
        };
    }

    private static JsonObject text(StringRules rules) {
        JsonObject text = object("type", "string");
        long least = rules.hasLen() ? rules.getLen() : rules.getMinLen();
        if (least > 0) {
            text.addProperty("minLength", least);
        }
        if (rules.hasLen() || rules.hasMaxLen()) {
            text.addProperty("maxLength", rules.hasLen() ? rules.getLen() : rules.getMaxLen());
        }
        return text;
    }

    private JsonObject enumeration(EnumDescriptor type) {
        String name = type.getFullName();
        byName.computeIfAbsent(name, any -> {
            JsonArray values = new JsonArray();
            type.getValues().stream().map(EnumValueDescriptor::getName).forEach(values::add);
            JsonObject schema = object("type", "string");
            schema.add("enum", values);
            return schema;
        });
        return object("$ref", REFERENCE + name);
    }

    private JsonObject message(Descriptor type) {
        return switch (type.getFullName()) {
            case "google.protobuf.Timestamp" -> object("type", "string", "format", "date-time");
            case "google.protobuf.Duration" -> object("type", "string", "pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$");
            case "google.protobuf.Struct" -> object("type", "object");
            case "google.protobuf.Any" -> object("type", "object");
            default -> reference(type);
        };
    }
}
