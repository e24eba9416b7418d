package dev.ostiary.federation.rule;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/** Claims that a caller makes up, as JSON: whole numbers look like those that providers say. */
final class SampleClaims {
    /** As far as numbers of the message are exact. */
    private static final double LARGEST = 1L << 53;

    private SampleClaims() {}

    static String json(Struct claims) {
        return object(claims).toString();
    }

    private static JsonObject object(Struct claims) {
        JsonObject object = new JsonObject();
        claims.getFieldsMap().forEach((name, value) -> object.add(name, element(value)));
        return object;
    }

    private static JsonArray array(ListValue values) {
        JsonArray array = new JsonArray();
        values.getValuesList().forEach(value -> array.add(element(value)));
        return array;
    }

    private static JsonElement element(Value value) {
        return switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> JsonNull.INSTANCE;
            case BOOL_VALUE -> new JsonPrimitive(value.getBoolValue());
            case STRING_VALUE -> new JsonPrimitive(value.getStringValue());
            case NUMBER_VALUE -> new JsonPrimitive(number(value.getNumberValue()));
            case STRUCT_VALUE -> object(value.getStructValue());
            case LIST_VALUE -> array(value.getListValue());
        };
    }

    private static Number number(double value) {
        boolean whole = Math.rint(value) == value && Math.abs(value) <= LARGEST;
        return whole ? (Number) (long) value : (Number) value;
    }
}
