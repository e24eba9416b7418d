package dev.ostiary.acceptance.harness;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a proxy protects: a site that shows, under the heading {@link #HEADING}, the headers that each request came with. */
public final class Upstream implements AutoCloseable {
    public static final String HEADING = "Protected";

    private final HttpServer server;

    private Upstream(HttpServer server) {
        this.server = server;
    }

    public static Upstream start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", Upstream::show);
            server.start();
            return new Upstream(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI origin() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void show(HttpExchange exchange) throws IOException {
        JsonObject headers = new JsonObject();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.addProperty(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        byte[] page = page(headers).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    private static String page(JsonObject headers) {
        String shown = headers.toString().replace("&", "&amp;").replace("<", "&lt;");
        return "<!doctype html><title>" + HEADING + "</title><h1>" + HEADING + "</h1><pre id=\"outcome\">" + shown
                + "</pre>";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
