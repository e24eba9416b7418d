package dev.ostiary.event;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
import java.util.Locale;

/**
 * The payload of an event without what must stay secret.
 *
 * <p>A name decides: what is sealed, hashed or says by its name that it is secret is left out at any depth, whoever wrote the event. A
 * new secret component therefore needs a name that says what it is, as all of them have.
 */
final class Payload {
    private static final List<String> SECRET = List.of("seal", "hash", "secret", "privatekey", "credential");

    private Payload() {}

    static Struct of(String json) {
        Struct.Builder all = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(json, all);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an event's payload is not JSON", e);
        }
        return open(all.build());
    }

    static boolean isSecret(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return folded.endsWith("password") || SECRET.stream().anyMatch(folded::contains);
    }

    private static Struct open(Struct struct) {
        Struct.Builder open = Struct.newBuilder();
        struct.getFieldsMap().forEach((name, value) -> {
            if (!isSecret(name)) {
                open.putFields(name, open(value));
            }
        });
        return open.build();
    }

    private static Value open(Value value) {
        return switch (value.getKindCase()) {
            case STRUCT_VALUE ->
                Value.newBuilder().setStructValue(open(value.getStructValue())).build();
            case LIST_VALUE -> {
                ListValue.Builder list = ListValue.newBuilder();
                value.getListValue().getValuesList().forEach(each -> list.addValues(open(each)));
                yield Value.newBuilder().setListValue(list).build();
            }
            default -> value;
        };
    }
}
