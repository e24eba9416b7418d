package dev.ostiary;

import dev.ostiary.config.Settings;
import dev.ostiary.telemetry.Logging;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The run that the JVM's class cache learns from (<a href="https://openjdk.org/jeps/514">JEP 514</a>): a first start and a later one in a
 * folder of their own, with a few requests of each kind, so that the cache holds what a server needs.
 */
final class Training {
    private static final String PROVIDER = """
            {"name": "Example", "issuer": "https://accounts.example.com", "clientId": "id", "clientSecret": "secret"}""";

    private Training() {}

    /** @throws IOException when a request is not answered with success: a cache without its classes would be of little use */
    static void run() throws IOException {
        Path folder = Files.createTempDirectory("ostiary-training");
        try {
            Settings settings = Settings.read(
                    Map.of("port", "0", "data", folder.resolve("data").toString()), Map.of(), null);
            Logging.configure(settings.log());
            serve(settings);
            serve(settings);
        } finally {
            delete(folder);
        }
    }

    private static void serve(Settings settings) throws IOException {
        Server server = Server.start(settings);
        try {
            String token =
                    Files.readString(settings.data().resolve("admin.pat")).strip();
            for (String request : requests(token)) {
                ask(server.port(), request);
            }
        } finally {
            server.stop();
        }
    }

    private static List<String> requests(String token) {
        String authorized = "Authorization: Bearer " + token + "\r\n";
        return List.of(
                get("/debug/ready", ""),
                get("/debug/metrics", ""),
                get("/ui/login/", ""),
                get("/.well-known/openid-configuration", ""),
                get("/oauth/v2/keys", ""),
                get("/oidc/v1/userinfo", authorized),
                get("/management/v1/orgs/me", authorized),
                "POST /admin/v1/idps/generic_oidc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + authorized
                        + "Content-Length: " + PROVIDER.length() + "\r\n\r\n" + PROVIDER);
    }

    private static String get(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n";
    }

    private static void ask(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 200")) {
                throw new IOException(request.lines().findFirst().orElse("") + " was answered with "
                        + answer.lines().findFirst().orElse("nothing"));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
