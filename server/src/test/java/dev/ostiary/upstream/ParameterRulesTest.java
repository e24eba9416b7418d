package dev.ostiary.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.http.Parameters;
import dev.ostiary.rpc.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterRulesTest {
    private static void refused(String id, Map<String, String> statics, List<String> forwarded) {
        assertThatThrownBy(() -> ParameterRules.check(statics, forwarded))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.id()).hasValue(id);
                    assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID_ARGUMENT);
                });
    }

    private static Map<String, String> many(int number, int length) {
        return IntStream.range(0, number).boxed().collect(Collectors.toMap(i -> "p" + i, i -> "x".repeat(length)));
    }

    @Test
    void whatProvidersNeedMayBeSent() {
        assertThatCode(() -> ParameterRules.check(
                        Map.of(
                                "acr_values",
                                "mfa phr",
                                "prompt",
                                "",
                                "max_age",
                                "300",
                                "hd",
                                "acme.example",
                                "kc_idp_hint",
                                "ü"),
                        List.of("acr_values", "claims", "domain_hint")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_id",
                "redirect_uri",
                "response_type",
                "response_mode",
                "state",
                "nonce",
                "scope",
                "request",
                "request_uri",
                "code_challenge",
                "code_challenge_method",
                "client_assertion",
                "client_secret",
                "id_token_hint",
                "dpop_jkt"
            })
    void whatTheProtocolDecidesCanNotBeSet(String name) {
        refused("UPST-Pr3tc", Map.of(name, "x"), List.of());
        refused("UPST-Pr3tc", Map.of(), List.of(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a&b", "a=b", "ä", "a\nb"})
    void aNameIsAName(String name) {
        refused("UPST-Nm1vd", Map.of(name, "x"), List.of());
        refused("UPST-Nm1vd", Map.of(), List.of(name));
    }

    @ParameterizedTest
    @CsvSource({
        "max_age, five, UPST-Ma7sc",
        "max_age, -1, UPST-Ma7sc",
        "max_age, 1234567890, UPST-Ma7sc",
        "prompt, none, UPST-Np8mt",
        "prompt, login none, UPST-Np8mt"
    })
    void aValueThatCanNotWorkIsRefused(String name, String value, String id) {
        refused(id, Map.of(name, value), List.of());
    }

    @Test
    void thereAreLimits() {
        refused("UPST-Vl6cc", Map.of("hd", "a\u0000b"), List.of());
        refused("UPST-Mn4sp", many(ParameterRules.MOST + 1, 1), List.of());
        refused("UPST-Ln5gt", many(5, 800), List.of());
        refused("UPST-Fw2dp", Map.of(), List.of("hd", "hd"));
    }

    @Test
    void ofARequestOnlyWhatSomeProviderTakesOverIsKept() {
        Parameters request = Parameters.parse("acr_values=mfa&hd=acme&scope=openid&empty=&long=" + "x".repeat(1001));

        assertThat(ForwardedNames.of(Set.of(), request)).isEmpty();
        assertThat(ForwardedNames.of(Set.of("acr_values", "empty", "long"), request))
                .isEqualTo(Map.of("acr_values", "mfa"));
    }

    @Test
    void aRequestKeepsNoMoreThanItMay() {
        Set<String> names = many(50, 1).keySet();
        String query = names.stream().map(name -> name + "=1").collect(Collectors.joining("&"));

        assertThat(ForwardedNames.of(names, Parameters.parse(query))).hasSize(ParameterRules.MOST);
        assertThat(ForwardedNames.of(names, Parameters.parse("p1=%0a"))).isEqualTo(Collections.emptyMap());
    }
}
