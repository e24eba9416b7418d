package dev.ostiary.acceptance.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.acceptance.harness.AdminKey;
import dev.ostiary.acceptance.harness.Answer;
import dev.ostiary.acceptance.harness.Api;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Replays the recorded exchanges of JSON over HTTP, in their order, against a server that has never been used. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenReplayTest {
    private static final String ENROLS = "setup/machine/";

    private final DeliberateDifferences deliberate = DeliberateDifferences.read();
    private RunningServer server;
    private Callers callers;
    private Bindings bindings;

    @BeforeAll
    void start(@TempDir Path data) {
        server = RunningServer.start(Settings.in(data));
        callers = new Callers(server);
        bindings = new Bindings(audience -> AdminKey.of(server).assertion(audience));
        bindings.bind("run", UUID.randomUUID().toString().substring(0, 8));
        bindings.bind("origin", server.origin().toString());
        bindings.bind("pat", server.token());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> everyRecordedExchangeIsAnsweredAsRecorded() {
        return Recordings.read("json", Exchange.class).stream()
                .map(exchange -> DynamicTest.dynamicTest(exchange.name(), () -> replay(exchange)));
    }

    @Test
    void theTableOfDifferencesNamesOnlyExchangesThatAreReplayed() {
        Set<String> replayed = Stream.concat(
                        Recordings.read("json", Exchange.class).stream().map(Exchange::name),
                        Recordings.read("rpc", RpcExchange.class).stream().map(RpcExchange::name))
                .collect(Collectors.toSet());
        assertThat(deliberate.entries())
                .allSatisfy(entry -> assertThat(replayed).as(entry.reason()).containsAll(entry.cases()));
    }

    private void replay(Exchange exchange) {
        Answer answer = send(exchange);
        List<Difference> differences = Comparison.of(exchange, answer, bindings);
        if (exchange.name().startsWith(ENROLS)) {
            callers.enrol(exchange.name().substring(ENROLS.length()), answer.string("userId"));
        }
        assertThat(deliberate.complaints(exchange.name(), differences, bindings))
                .as("%s, answered %s %s", exchange.request(), answer.status(), answer.text())
                .isEmpty();
    }

    private Answer send(Exchange exchange) {
        Api api = server.anonymous();
        if (exchange.caller() != null) {
            api = api.as(callers.token(exchange.caller()));
        }
        if (exchange.client() != null) {
            api = api.with("Authorization", basic(exchange.client()));
        }
        for (Map.Entry<String, String> header : exchange.headers().entrySet()) {
            api = api.with(header.getKey(), bindings.fill(header.getValue()));
        }
        return api.send(
                exchange.method(),
                bindings.fill(exchange.path()),
                exchange.send() == null ? null : bindings.fill(exchange.send()));
    }

    private String basic(List<String> client) {
        String pair = bindings.fill(client.get(0)) + ":" + bindings.fill(client.get(1));
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
