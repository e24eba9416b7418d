package dev.ostiary.acceptance.operation;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A collector of traces: takes what is sent to {@code /v1/traces} (OpenTelemetry protocol over HTTP, in protobuf's binary form) and reads of
 * each span what tests look at.
 */
final class Collector implements AutoCloseable {
    /** Numbers of fields in {@code opentelemetry/proto/trace/v1/trace.proto} and {@code common.proto}. */
    private static final int RESOURCE_SPANS = 1;

    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_SPAN_ID = 4;
    private static final int NAME = 5;
    private static final int ATTRIBUTES = 9;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /** @param attributes their bytes, in which keys and values can be found as they are */
    record Span(String traceId, String id, String parent, String name, String attributes) {}

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            UnknownFieldSet request = UnknownFieldSet.parseFrom(exchange.getRequestBody());
            nested(request, RESOURCE_SPANS)
                    .flatMap(resource -> nested(resource, SCOPE_SPANS))
                    .flatMap(scope -> nested(scope, SPANS))
                    .map(Collector::span)
                    .forEach(spans::add);
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Span span(UnknownFieldSet span) {
        return new Span(
                hex(span, TRACE_ID),
                hex(span, SPAN_ID),
                hex(span, PARENT_SPAN_ID),
                bytes(span, NAME).map(ByteString::toStringUtf8).findFirst().orElse(""),
                bytes(span, ATTRIBUTES).map(ByteString::toStringUtf8).toList().toString());
    }

    private static String hex(UnknownFieldSet message, int field) {
        return bytes(message, field)
                .map(value -> HexFormat.of().formatHex(value.toByteArray()))
                .findFirst()
                .orElse("");
    }

    private static Stream<UnknownFieldSet> nested(UnknownFieldSet message, int field) {
        return bytes(message, field).map(Collector::parse);
    }

    private static UnknownFieldSet parse(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("not OpenTelemetry's protocol", e);
        }
    }

    private static Stream<ByteString> bytes(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
