package dev.ostiary.rpc.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.util.Durations;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.ListProvidersRequest;
import dev.ostiary.api.admin.v1.UpdateLoginPolicyRequest;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.api.v1.ListDetails;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    private static final JsonReader READER = new JsonReader(new FieldNames());

    private static AddGenericOIDCProviderRequest add(String json) {
        return read(json, AddGenericOIDCProviderRequest.newBuilder()).build();
    }

    private static <B extends Message.Builder> B read(String json, B into) {
        READER.read(json.getBytes(StandardCharsets.UTF_8), into);
        return into;
    }

    private static String fault(String json) {
        return fault(json, AddGenericOIDCProviderRequest.newBuilder());
    }

    private static String fault(String json, Message.Builder into) {
        Problem problem = catchThrowableOfType(Problem.class, () -> read(json, into));
        assertThat(problem).isNotNull();
        assertThat(problem.kind()).isEqualTo(Kind.INVALID_ARGUMENT);
        return problem.key();
    }

    @Test
    void bothNamesOfAFieldAreRead() {
        String camel = "{\"clientId\": \"c\", \"providerOptions\": {\"isLinkingAllowed\": true}, \"usePkce\": true}";
        String snake =
                "{\"client_id\": \"c\", \"provider_options\": {\"is_linking_allowed\": true}, \"use_pkce\": true}";
        assertThat(add(camel)).isEqualTo(add(snake));
        assertThat(add(camel).getClientId()).isEqualTo("c");
        assertThat(add(camel).getProviderOptions().getIsLinkingAllowed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \r\n\t",
                "{}",
                "{ }",
                "{} trailing",
                "{}{}",
                "{\"name\": null}",
                "{\"scopes\": null}",
                "{\"providerOptions\": null}",
                "{\"foo\": {\"a\": [1, {\"b\": null}], \"c\": \"x\"}}",
                "{\"foo\":1,\"foo\":2}",
                "{\"scopes\": []}"
            })
    void whatSetsNothingIsAnEmptyMessage(String json) {
        assertThat(add(json)).isEqualTo(AddGenericOIDCProviderRequest.getDefaultInstance());
    }

    @Test
    void escapesAndCodePointsAreRead() {
        assertThat(add("{\"name\": \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\ude00ä😀\"}")
                        .getName())
                .isEqualTo("\"\\/\b\f\n\r\tä😀ä😀");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "1, AUTO_LINKING_OPTION_USERNAME",
                "\"AUTO_LINKING_OPTION_EMAIL\", AUTO_LINKING_OPTION_EMAIL",
                "\"NOPE\", AUTO_LINKING_OPTION_UNSPECIFIED",
                "\"2\", AUTO_LINKING_OPTION_UNSPECIFIED",
                "null, AUTO_LINKING_OPTION_UNSPECIFIED",
                "99, UNRECOGNIZED",
                "-1, UNRECOGNIZED"
            })
    void enumsAreReadByNameOrNumberAndUnknownNamesPassedOver(String value, AutoLinkingOption option) {
        assertThat(add("{\"providerOptions\": {\"autoLinking\": " + value + "}}")
                        .getProviderOptions()
                        .getAutoLinking())
                .isEqualTo(option);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"2, 2", "\"2\", 2", "2e0, 2", "2.0, 2", "18446744073709551615, -1", "\"18446744073709551615\", -1"
            })
    void wholeNumbersAreReadHoweverTheyAreWritten(String value, long number) {
        assertThat(read("{\"query\": {\"offset\": " + value + "}}", ListProvidersRequest.newBuilder())
                        .getQuery()
                        .getOffset())
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1.5",
                "18446744073709551616",
                "1e30",
                "1e999999999",
                "\" 2\"",
                "\"\"",
                "true",
                "{}",
                "\"1x\"",
                "\"\u0663\""
            })
    void whatIsNoUnsignedNumberIsRefused(String value) {
        assertThat(fault("{\"query\": {\"offset\": " + value + "}}", ListProvidersRequest.newBuilder()))
                .startsWith("proto: (line 1:22): invalid value for uint64 field offset: ");
    }

    @Test
    void durationsAndTimestampsAreRead() {
        assertThat(read("{\"passwordCheckLifetime\": \"864000.5s\"}", UpdateLoginPolicyRequest.newBuilder())
                        .getPasswordCheckLifetime())
                .isEqualTo(Durations.fromMillis(864_000_500));

        var timestamp = read("{\"viewTimestamp\": \"2025-01-02T03:04:05.000000006+01:00\"}", ListDetails.newBuilder())
                .getViewTimestamp();
        assertThat(timestamp.getSeconds()).isEqualTo(1735783445);
        assertThat(timestamp.getNanos()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"passwordCheckLifetime\": \"abc\"} | proto: (line 1:27): invalid google.protobuf.Duration value \"abc\"",
                "{\"passwordCheckLifetime\": 5} | proto: syntax error (line 1:27): unexpected token 5",
                "{\"passwordCheckLifetime\": \"s\"} | proto: (line 1:27): invalid google.protobuf.Duration value \"s\"",
                "{\"passwordlessType\": \"a\", \"passwordless_type\": 1} | proto: (line 1:27): duplicate field \"passwordless_type\""
            })
    void faultsInAPolicyAreWorded(String json, String text) {
        assertThat(fault(json, UpdateLoginPolicyRequest.newBuilder())).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": 5} | proto: (line 1:10): invalid value for string field name: 5",
                "{\"name\": true} | proto: (line 1:10): invalid value for string field name: true",
                "{\"name\": []} | proto: (line 1:10): invalid value for string field name: [",
                "{\"usePkce\": 1} | proto: (line 1:13): invalid value for bool field usePkce: 1",
                "{\"usePkce\": \"true\"} | proto: (line 1:13): invalid value for bool field usePkce: \"true\"",
                "{\"scopes\": \"openid\"} | proto: syntax error (line 1:12): unexpected token \"openid\"",
                "{\"scopes\": [null]} | proto: (line 1:13): invalid value for string field scopes: null",
                "{\"scopes\": {}} | proto: syntax error (line 1:12): unexpected token {",
                "{\"providerOptions\": []} | proto: syntax error (line 1:21): unexpected token [",
                "{\"providerOptions\": {\"autoLinking\": true}} | proto: (line 1:37): invalid value for enum field autoLinking: true",
                "{\"name\":\"a\",\"name\":\"b\"} | proto: (line 1:13): duplicate field \"name\"",
                "{\"clientId\":null,\"client_id\":\"b\"} | proto: (line 1:18): duplicate field \"client_id\"",
                "{\"name\":\"\\ud800\",\"issuer\":\"https://i\"} | proto: syntax error (line 1:9): invalid escape code \"\\\",\\\"iss\" in string",
                "{\"foo\":\"\\udc00 and more\"} | proto: syntax error (line 1:8): invalid escape code \" and m\" in string",
                "\"x\" | proto: syntax error (line 1:1): unexpected token \"x\"",
                "null | proto: syntax error (line 1:1): unexpected token null",
                "12 | proto: syntax error (line 1:1): unexpected token 12",
                "[] | proto: syntax error (line 1:1): unexpected token [",
                "{ | unexpected EOF",
                "{\"name\": \"x | unexpected EOF",
                "{\"name\" | unexpected EOF",
                "tru | unexpected EOF",
                "{name: \"x\"} | invalid character 'n' looking for beginning of object key string",
                "{\"name\" \"x\"} | invalid character '\"' after object key",
                "{\"name\": \"x\" \"y\"} | invalid character '\"' after object key:value pair",
                "{\"name\": \"x\",} | invalid character '}' looking for beginning of object key string",
                "{\"scopes\": [\"a\" \"b\"]} | invalid character '\"' after array element",
                "{\"scopes\": [,]} | invalid character ',' looking for beginning of value",
                "{\"name\": 'x'} | invalid character '\\'' looking for beginning of value",
                "{\"name\": \"\\x\"} | invalid character 'x' in string escape code",
                "{\"name\": \"\\u12g4\"} | invalid character 'g' in \\u hexadecimal character escape",
                "{\"name\": 01} | invalid character '1' after object key:value pair",
                "{\"name\": 1.} | invalid character '}' after decimal point in numeric literal",
                "{\"name\": 1e} | invalid character '}' in exponent of numeric literal",
                "{\"name\": -} | invalid character '}' in numeric literal",
                "{\"name\": nul} | invalid character '}' in literal null (expecting 'l')",
                "\ufeff{} | invalid character 'ï' looking for beginning of value"
            })
    void faultsAreWordedAsRecorded(String json, String text) {
        assertThat(fault(json)).isEqualTo(text);
    }

    @Test
    void aFaultNamesItsLineAndCountsCodePoints() {
        assertThat(fault("{\n \"issuer\": \"😀\", \"name\": 5}"))
                .isEqualTo("proto: (line 2:25): invalid value for string field name: 5");
        assertThat(fault("{\"name\": \"a\nb\"}")).isEqualTo("invalid character '\\n' in string literal");
    }

    @Test
    void aFaultRepeatsOnlyTheBeginningOfWhatWasSent() {
        assertThat(fault("{\"scopes\": \"" + "x".repeat(5000) + "\"}")).hasSizeLessThan(200);
    }

    @Test
    void onlyOneFieldOfAOneofIsTaken() {
        String json = "{\"queries\": [{\"idpIdQuery\": {\"id\": \"1\"}, \"idpNameQuery\": {\"name\": \"x\"}}]}";
        assertThat(fault(json, ListProvidersRequest.newBuilder()))
                .isEqualTo("proto: (line 1:42): error parsing \"idpNameQuery\","
                        + " oneof zitadel.admin.v1.ProviderQuery.query is already set");
    }

    @Test
    void invalidUtf8IsRefusedAndTheReplacementCharacterIsNot() {
        byte[] broken = "{\"name\": \"ä\"}".getBytes(StandardCharsets.ISO_8859_1);
        Problem problem = catchThrowableOfType(
                Problem.class, () -> READER.read(broken, AddGenericOIDCProviderRequest.newBuilder()));
        assertThat(problem.key()).contains("invalid UTF-8");
        assertThat(add("{\"name\": \"\ufffd\"}").getName()).isEqualTo("\ufffd");
    }

    @Test
    void nestingHasALimit() {
        assertThat(fault("{\"foo\": " + "[".repeat(100_000))).isEqualTo("invalid character '[' exceeded max depth");
        assertThat(add("{\"foo\": " + "[".repeat(99) + "]".repeat(99) + "}").getName())
                .isEmpty();
    }

    @Test
    void otherWellKnownTypesAreLeftToProtobuf() {
        Struct.Builder struct = read("{\"a\": [1, null, \"x\"]}", Struct.newBuilder());
        assertThat(struct.getFieldsOrThrow("a").getListValue().getValuesCount()).isEqualTo(3);
        assertThat(fault("5", Struct.newBuilder()))
                .isEqualTo("proto: (line 1:1): invalid google.protobuf.Struct value 5");
    }
}
