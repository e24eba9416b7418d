package dev.ostiary.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.ostiary.api.v1.ErrorDetail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void whatHtmlWouldEscapeStaysReadable() {
        ErrorDetail detail = ErrorDetail.newBuilder().setId("<a='b'&c>").build();
        assertThat(Json.text(detail)).isEqualTo("{\"id\":\"<a='b'&c>\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0027", "\\\\u0027", "\\'", "\"\\", "\n\u0001\u2028", "😀'", "\\"})
    void whatIsPrintedMeansTheSame(String text) {
        String json = Json.text(ErrorDetail.newBuilder().setId(text).build());
        assertThat(JsonParser.parseString(json).getAsJsonObject().get("id").getAsString())
                .isEqualTo(text);
    }
}
