package dev.ostiary.rpc.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.JsonFormat;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The messages of protobuf itself that have a JSON form of their own. */
final class WellKnown {
    private WellKnown() {}

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** Says whether this message has a JSON form of its own. */
    static boolean is(Descriptor type) {
        return switch (type.getFullName()) {
            case "google.protobuf.Any",
                    "google.protobuf.Timestamp",
                    "google.protobuf.Duration",
                    "google.protobuf.FieldMask",
                    "google.protobuf.Struct",
                    "google.protobuf.Value",
                    "google.protobuf.ListValue",
                    "google.protobuf.BoolValue",
                    "google.protobuf.StringValue",
                    "google.protobuf.BytesValue",
                    "google.protobuf.Int32Value",
                    "google.protobuf.Int64Value",
                    "google.protobuf.UInt32Value",
                    "google.protobuf.UInt64Value",
                    "google.protobuf.FloatValue",
                    "google.protobuf.DoubleValue" -> true;
            default -> false;
        };
    }

    /** Says whether {@code null} is a value of this field, and not the sign that it is unset. */
    static boolean takesNull(FieldDescriptor field) {
        return field.getJavaType() == JavaType.MESSAGE
                && field.getMessageType() == Value.getDescriptor()
                && !field.isRepeated();
    }

    static void read(JsonCursor cursor, Message.Builder into) {
        cursor.peek();
        int position = cursor.position();
        switch (into.getDescriptorForType().getFullName()) {
            case "google.protobuf.Timestamp" -> into.mergeFrom(timestamp(cursor, position));
            case "google.protobuf.Duration" -> into.mergeFrom(duration(cursor, position));
            default -> other(cursor, position, into);
        }
    }

    private static Timestamp timestamp(JsonCursor cursor, int position) {
        try {
            return parseTimestamp(text(cursor));
        } catch (DateTimeException e) {
            throw cursor.fault(position, "invalid google.protobuf.Timestamp value " + cursor.token(position));
        }
    }

    private static Duration duration(JsonCursor cursor, int position) {
        try {
            return parseDuration(text(cursor));
        } catch (ParseException e) {
            throw cursor.fault(position, "invalid google.protobuf.Duration value " + cursor.token(position));
        }
    }

    private static String text(JsonCursor cursor) {
        if (cursor.peek() != '"') {
            throw cursor.unexpected();
        }
        return cursor.string();
    }

    /**
     * @param text as in RFC 3339 section 5.6
     */
    static Timestamp parseTimestamp(String text) {
        Instant instant = OffsetDateTime.parse(text).toInstant();
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new DateTimeException("out of range");
        }
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /**
     * @param text seconds with up to nine decimal places, followed by {@code s}
     */
    static Duration parseDuration(String text) throws ParseException {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParseException(text, 0);
        }
    }

    private static void other(JsonCursor cursor, int position, Message.Builder into) {
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(cursor.raw(), into);
        } catch (InvalidProtocolBufferException e) {
            String type = into.getDescriptorForType().getFullName();
            throw cursor.fault(position, "invalid " + type + " value " + cursor.token(position));
        }
    }
}
