package dev.ostiary.rpc.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into messages as the contract's servers do: camelCase and proto names, unknown fields and unknown enum names passed
 * over, {@code null} for an unset field, bytes after the first value ignored; anything else that doesn't fit is refused, and so
 * is a field given twice.
 */
public final class JsonReader {

    private final FieldNames names;

    public JsonReader(FieldNames names) {
        this.names = names;
    }

    /**
     * Reads an object into a message. An empty body is an empty object.
     *
     * @throws Problem INVALID_ARGUMENT with what is wrong and where
     */
    public void read(byte[] body, Message.Builder into) {
        JsonCursor cursor = cursor(body);
        if (cursor != null) {
            message(cursor, into);
        }
    }

    /**
     * Reads a value into one field of a message.
     *
     * @throws Problem INVALID_ARGUMENT with what is wrong and where
     */
    public void read(byte[] body, Message.Builder into, FieldDescriptor field) {
        JsonCursor cursor = cursor(body);
        if (cursor != null) {
            value(cursor, into, field);
        }
    }

    private static @Nullable JsonCursor cursor(byte[] body) {
        String text = decode(body);
        int start = JsonSyntax.start(text);
        if (start == text.length()) {
            return null;
        }
        int end = JsonSyntax.end(text, start);
        return new JsonCursor(text.substring(start, end));
    }

    private static String decode(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.plain(Kind.INVALID_ARGUMENT, "proto: syntax error: invalid UTF-8 in string");
        }
    }

    private void message(JsonCursor cursor, Message.Builder into) {
        Descriptor type = into.getDescriptorForType();
        if (WellKnown.is(type)) {
            WellKnown.read(cursor, into);
            return;
        }
        if (!cursor.passed('{')) {
            throw cursor.unexpected();
        }
        boolean[] seen = new boolean[type.getFields().size()];
        boolean[] seenOneofs = new boolean[type.getOneofs().size()];
        while (!cursor.passed('}')) {
            field(cursor, into, seen, seenOneofs);
        }
    }

    private void field(JsonCursor cursor, Message.Builder into, boolean[] seen, boolean[] seenOneofs) {
        int position = cursor.position();
        String name = cursor.string();
        FieldDescriptor field = names.find(into.getDescriptorForType(), name);
        if (field == null) {
            cursor.skip();
            return;
        }
        if (seen[field.getIndex()]) {
            throw cursor.fault(position, "duplicate field " + cursor.token(position));
        }
        seen[field.getIndex()] = true;
        if (cursor.peek() == 'n' && !WellKnown.takesNull(field)) {
            cursor.word();
            return;
        }
        var oneof = field.getRealContainingOneof();
        if (oneof != null) {
            if (seenOneofs[oneof.getIndex()]) {
                String token = cursor.token(position);
                throw cursor.fault(
                        position, "error parsing " + token + ", oneof " + oneof.getFullName() + " is already set");
            }
            seenOneofs[oneof.getIndex()] = true;
        }
        value(cursor, into, field);
    }

    private void value(JsonCursor cursor, Message.Builder into, FieldDescriptor field) {
        if (field.isMapField()) {
            map(cursor, into, field);
        } else if (field.isRepeated()) {
            list(cursor, into, field);
        } else {
            Object value = single(cursor, into, field);
            if (value != null) {
                into.setField(field, value);
            }
        }
    }

    private void list(JsonCursor cursor, Message.Builder into, FieldDescriptor field) {
        if (!cursor.passed('[')) {
            throw cursor.unexpected();
        }
        while (!cursor.passed(']')) {
            Object value = single(cursor, into, field);
            if (value != null) {
                into.addRepeatedField(field, value);
            }
        }
    }

    private void map(JsonCursor cursor, Message.Builder into, FieldDescriptor field) {
        if (!cursor.passed('{')) {
            throw cursor.unexpected();
        }
        FieldDescriptor keyField = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor valueField = field.getMessageType().findFieldByNumber(2);
        Set<Object> keys = new HashSet<>();
        while (!cursor.passed('}')) {
            cursor.peek();
            int position = cursor.position();
            String name = cursor.string();
            Object key = Scalars.fromText(name, keyField);
            if (key == null) {
                throw cursor.fault(
                        position, "invalid value for " + Scalars.kind(keyField) + " key: " + cursor.token(position));
            }
            if (!keys.add(key)) {
                throw cursor.fault(position, "duplicate map key " + cursor.token(position));
            }
            Message.Builder entry = into.newBuilderForField(field);
            entry.setField(keyField, key);
            Object value = single(cursor, entry, valueField);
            if (value != null) {
                into.addRepeatedField(field, entry.setField(valueField, value).build());
            }
        }
    }

    /** Returns one value for a field; null for an enum name that is not known. */
    private @Nullable Object single(JsonCursor cursor, Message.Builder into, FieldDescriptor field) {
        if (field.getJavaType() == JavaType.MESSAGE) {
            Message.Builder nested = into.newBuilderForField(field);
            message(cursor, nested);
            return nested.build();
        }
        return Scalars.read(cursor, field);
    }
}
