package dev.ostiary.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Response.Header;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class RequestLogTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Map<String, String> inLog = new HashMap<>();
    private final Handler log = new RequestLog(this::inside, false);

    private Response inside(Request request) {
        inLog.putAll(MDC.getCopyOfContextMap());
        return Response.of(200);
    }

    @Test
    void everyRequestHasAnIdOfItsOwnWhichAnswerAndLogCarry() {
        String first = ask(Map.of());
        assertThat(first).matches("[0-9a-f]{16}").isEqualTo(inLog.get(RequestLog.REQUEST_ID));

        assertThat(ask(Map.of())).isNotEqualTo(first);
    }

    @Test
    void theCallersOwnIdIsKept() {
        assertThat(ask(Map.of("X-Request-Id", "f47ac10b-58cc-4372")))
                .isEqualTo("f47ac10b-58cc-4372")
                .isEqualTo(inLog.get(RequestLog.REQUEST_ID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "\"quoted\"", "a\r\nb", "ü", "{}"})
    void anIdThatCouldBeTakenForSomethingElseInALogIsReplaced(String id) {
        assertThat(ask(Map.of("X-Request-Id", id))).matches("[0-9a-f]{16}");
    }

    @Test
    void anIdOfAnyLengthIsReplaced() {
        assertThat(ask(Map.of("X-Request-Id", "a".repeat(129)))).matches("[0-9a-f]{16}");
    }

    @Test
    void theTraceThatTheCallerIsInIsInTheLog() {
        ask(Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"));

        assertThat(inLog).containsEntry(RequestLog.TRACE_ID, TRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00-00000000000000000000000000000000-b7ad6b7169203331-01", "<script>"})
    void aTraceThatIsNoneIsIgnored(String traceParent) {
        ask(Map.of("traceparent", traceParent));

        assertThat(inLog).doesNotContainKey(RequestLog.TRACE_ID);
    }

    @Test
    void nothingIsLeftForTheNextRequestOfTheThread() {
        ask(Map.of());

        assertThat(MDC.get(RequestLog.REQUEST_ID)).isNull();
    }

    private String ask(Map<String, String> headers) {
        Map<String, String> inAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        inAnyCase.putAll(headers);
        Response answer = log.handle(
                new Request("GET", "/", "", "localhost", "127.0.0.1", inAnyCase::get, InputStream.nullInputStream()));
        return answer.headers().stream()
                .filter(header -> header.name().equals("X-Request-Id"))
                .map(Header::value)
                .findFirst()
                .orElseThrow();
    }
}
