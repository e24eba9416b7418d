package dev.ostiary.rpc.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import io.envoyproxy.pgv.validate.Validate;
import io.envoyproxy.pgv.validate.Validate.FieldRules;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "string {len: 3}                    ; abc   ; ab   ; value length must be 3 runes",
                "string {min_len: 2}                ; ab    ; a    ; value length must be at least 2 runes",
                "string {max_len: 2}                ; ab    ; abc  ; value length must be at most 2 runes",
                "string {min_len: 2, max_len: 2}    ; ab    ; abc  ; value length must be 2 runes",
                "string {max_bytes: 3}              ; abc   ; äöü  ; value length must be at most 3 bytes",
                "string {min_bytes: 2 max_bytes: 3} ; abc   ; a    ; value length must be between 2 and 3 bytes, inclusive",
                "string {len_bytes: 2}              ; ä     ; a    ; value length must be 2 bytes",
                "string {prefix: '+'}               ; +1    ; 1    ; value does not have prefix \"+\"",
                "string {suffix: 'x'}               ; ax    ; a    ; value does not have suffix \"x\"",
                "string {contains: 'x'}             ; axb   ; a    ; value does not contain substring \"x\"",
                "string {not_contains: 'x'}         ; a     ; axb  ; value contains substring \"x\"",
                "string {const: 'x'}                ; x     ; a    ; value must equal x",
                "string {in: ['a','b']}             ; a     ; c    ; value must be in list [a b]",
                "string {not_in: ['a','b']}         ; c     ; b    ; value must not be in list [a b]",
                "string {uri: true}                 ; a:b   ; b    ; value must be absolute",
                "string {uri_ref: true}             ; b     ; a b  ; value must be a valid URI",
                "string {email: true}               ; a@b.c ; a    ; value must be a valid email address | caused by: mail: missing '@' or angle-addr",
                "string {email: true}               ; ü@b-1 ; a@-b ; value must be a valid email address | caused by: hostname parts cannot begin with hyphens"
            })
    void textsAreChecked(String rule, String good, String bad, String reason) throws Exception {
        assertThat(violation(Type.TYPE_STRING, rule, good)).isEmpty();
        assertThat(violation(Type.TYPE_STRING, rule, bad)).contains("invalid Sample.SomeValue: " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@", "@b", "a@b..c", ".a@b", "a b@c", "a@b_c", "a@b@c"})
    void whatIsNoEmailAddressIsRefused(String address) throws Exception {
        assertThat(violation(Type.TYPE_STRING, "string {email: true}", address)).isPresent();
    }

    @Test
    void anEmptyTextMayBeLeftOut() throws Exception {
        String rule = "string {min_len: 2, ignore_empty: true}";
        assertThat(violation(Type.TYPE_STRING, rule, "")).isEmpty();
        assertThat(violation(Type.TYPE_STRING, rule, "a")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int32 {gte: 1}           | 1  | 0  | value must be greater than or equal to 1",
                "int32 {gt: 1}            | 2  | 1  | value must be greater than 1",
                "int32 {lt: 1}            | 0  | 1  | value must be less than 1",
                "int32 {lte: 1}           | 1  | 2  | value must be less than or equal to 1",
                "int32 {gte: 1, lt: 5}    | 4  | 5  | value must be inside range [1, 5)",
                "int32 {gt: 1, lte: 5}    | 5  | 1  | value must be inside range (1, 5]",
                "int32 {gt: 5, lt: 1}     | 0  | 3  | value must be outside range [1, 5]",
                "int32 {const: 3}         | 3  | 4  | value must equal 3",
                "int32 {not_in: [0, 1]}   | 3  | 1  | value must not be in list [0 1]"
            })
    void numbersAreChecked(String rule, int good, int bad, String reason) throws Exception {
        assertThat(violation(Type.TYPE_INT32, rule, good)).isEmpty();
        assertThat(violation(Type.TYPE_INT32, rule, bad)).contains("invalid Sample.SomeValue: " + reason);
    }

    @Test
    void unsignedNumbersAreComparedAsSuch() throws Exception {
        assertThat(violation(Type.TYPE_UINT64, "uint64 {lte: 10}", -1L)).isPresent();
        assertThat(violation(Type.TYPE_UINT32, "uint32 {gte: 10}", -1)).isEmpty();
    }

    @Test
    void boolsAndBytesAreChecked() throws Exception {
        assertThat(violation(Type.TYPE_BOOL, "bool {const: true}", false))
                .contains("invalid Sample.SomeValue: value must equal true");
        assertThat(violation(Type.TYPE_BYTES, "bytes {max_len: 2}", ByteString.copyFromUtf8("abc")))
                .contains("invalid Sample.SomeValue: value length must be at most 2 bytes");
    }

    @Test
    void listsAreChecked() throws Exception {
        assertThat(listViolation("repeated {min_items: 1}"))
                .contains("invalid Sample.SomeValue: value must contain at least 1 item(s)");
        assertThat(listViolation("repeated {min_items: 1, ignore_empty: true}")).isEmpty();
        assertThat(listViolation("repeated {min_items: 1, max_items: 2}", "a", "b", "c"))
                .contains("invalid Sample.SomeValue: value must contain between 1 and 2 items, inclusive");
        assertThat(listViolation("repeated {min_items: 2, max_items: 2}", "a"))
                .contains("invalid Sample.SomeValue: value must contain exactly 2 item(s)");
        assertThat(listViolation("repeated {unique: true}", "a", "b", "a"))
                .contains("invalid Sample.SomeValue[2]: repeated value must contain unique items");
    }

    @Test
    void anOptionalFieldIsCheckedOnlyWhenItIsSent() throws Exception {
        Descriptor type = sample(Type.TYPE_STRING, "string {min_len: 2}", Label.LABEL_OPTIONAL, true);
        FieldDescriptor field = type.getFields().getFirst();
        Limits limits = Limits.of(List.of(type));
        assertThat(limits.violation(DynamicMessage.getDefaultInstance(type))).isEmpty();
        assertThat(limits.violation(
                        DynamicMessage.newBuilder(type).setField(field, "").build()))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"string {ip: true}", "string {pattern: 'x'}", "string {uuid: true}"})
    void aRuleThatIsNotKnownStopsTheStart(String rule) {
        assertThatThrownBy(() -> violation(Type.TYPE_STRING, rule, "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not known here");
    }

    private static Optional<String> violation(Type type, String rule, Object value) throws Exception {
        Descriptor sample = sample(type, rule, Label.LABEL_OPTIONAL, false);
        Message message = DynamicMessage.newBuilder(sample)
                .setField(sample.getFields().getFirst(), value)
                .build();
        return Limits.of(List.of(sample)).violation(message);
    }

    private static Optional<String> listViolation(String rule, String... values) throws Exception {
        Descriptor sample = sample(Type.TYPE_STRING, rule, Label.LABEL_REPEATED, false);
        Message message = DynamicMessage.newBuilder(sample)
                .setField(sample.getFields().getFirst(), List.of(values))
                .build();
        return Limits.of(List.of(sample)).violation(message);
    }

    /** Makes a message type with one field that has this rule. */
    private static Descriptor sample(Type type, String rule, Label label, boolean optional)
            throws ParseException, DescriptorValidationException {
        FieldRules.Builder rules = FieldRules.newBuilder();
        TextFormat.merge(rule, rules);
        FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                .setName("some_value")
                .setNumber(1)
                .setType(type)
                .setLabel(label)
                .setOptions(FieldOptions.newBuilder().setExtension(Validate.rules, rules.build()));
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("Sample");
        if (optional) {
            field.setProto3Optional(true).setOneofIndex(0);
            message.addOneofDeclBuilder().setName("_some_value");
        }
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("sample.proto")
                .setSyntax("proto3")
                .addDependency("validate/validate.proto")
                .addMessageType(message.addField(field))
                .build();
        return FileDescriptor.buildFrom(file, new FileDescriptor[] {Validate.getDescriptor()})
                .findMessageTypeByName("Sample");
    }
}
