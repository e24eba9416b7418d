package dev.ostiary.openid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.App.ResponseType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseTypesTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "code,                CODE,           false",
                "id_token,            ID_TOKEN,       true",
                "id_token token,      ID_TOKEN_TOKEN, true",
                "token id_token,      ID_TOKEN_TOKEN, true",
                "token,               -,              true",
                "code id_token,       -,              true",
                "code token,          -,              true",
                "code id_token token, -,              true",
                "none,                -,              false",
                "id_token id_token,   -,              true",
                "code code,           -,              false",
                "'id_token  token',   -,              true",
                "'',                  -,              false",
                "CODE,                -,              false",
            })
    void theOrderOfTheWordsDoesNotMatterAndNothingElseIsThere(
            String asked, @Nullable ResponseType type, boolean bringsTokens) {
        assertThat(ResponseTypes.of(asked).orElse(null)).isEqualTo(type);
        assertThat(ResponseTypes.bringTokens(asked)).isEqualTo(bringsTokens);
    }
}
