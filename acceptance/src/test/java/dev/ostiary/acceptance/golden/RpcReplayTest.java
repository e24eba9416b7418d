package dev.ostiary.acceptance.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.World;
import dev.ostiary.acceptance.rpc.Connect;
import dev.ostiary.acceptance.rpc.Encoding;
import dev.ostiary.acceptance.rpc.Grpc;
import dev.ostiary.acceptance.rpc.GrpcWeb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Replays the recorded remote procedure calls over every encoding: each must give the same outcome. */
@ExtendWith(World.Shared.class)
class RpcReplayTest {
    private static final List<Encoding> ENCODINGS = List.of(
            new Grpc(),
            new GrpcWeb("application/grpc-web+proto", true),
            new GrpcWeb("application/grpc-web", true),
            new GrpcWeb("application/grpc-web-text", true),
            new GrpcWeb("application/grpc-web-text+proto", true),
            new GrpcWeb("application/grpc-web+proto", false),
            new Connect("application/proto"),
            new Connect("application/json"));

    private final RunningServer server;
    private final DeliberateDifferences deliberate = DeliberateDifferences.read();

    RpcReplayTest(World world) {
        this.server = world.server();
    }

    @TestFactory
    Stream<DynamicContainer> everyRecordedCallHasTheSameOutcomeInEveryEncoding() {
        Callers callers = new Callers(server);
        callers.enrol("norole", machine());
        return ENCODINGS.stream()
                .map(encoding -> DynamicContainer.dynamicContainer(encoding.toString(), replay(encoding, callers)));
    }

    private String machine() {
        String name = "rpc-norole-" + UUID.randomUUID();
        return server.api()
                .post("/management/v1/users/machine", Json.object("userName", name, "name", name))
                .ok()
                .string("userId");
    }

    private Stream<DynamicTest> replay(Encoding encoding, Callers callers) {
        Bindings bindings = new Bindings(audience -> {
            throw new AssertionError("no assertions here");
        });
        return Recordings.read("rpc", RpcExchange.class).stream()
                .map(exchange -> DynamicTest.dynamicTest(exchange.name(), () -> {
                    JsonObject outcome = outcome(encoding, exchange, callers, bindings);
                    List<Difference> differences = Comparison.of("outcome", exchange.answer(), outcome, bindings);
                    assertThat(deliberate.complaints(exchange.name(), differences, bindings))
                            .as(outcome.toString())
                            .isEmpty();
                }));
    }

    private JsonObject outcome(Encoding encoding, RpcExchange exchange, Callers callers, Bindings bindings) {
        Map<String, String> headers = new HashMap<>(exchange.headers());
        if (exchange.caller() != null) {
            headers.put("authorization", "Bearer " + callers.token(exchange.caller()));
        }
        JsonObject request =
                Json.parse(bindings.fill(exchange.request().toString())).getAsJsonObject();
        return encoding.call(server.origin(), exchange.method(), request, headers, exchange.compressed());
    }
}
