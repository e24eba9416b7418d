package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.ostiary.config.Settings;
import dev.ostiary.rpc.contract.Contract;
import dev.ostiary.rpc.json.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever is sent to whichever call of the contract, in every encoding: never a defect, and what is refused changes nothing. A whole
 * server is asked through its port, as an administrator.
 */
class HostileInputProperties {
    private static final List<MethodDescriptor> METHODS = Contract.FILES.stream()
            .flatMap(file -> file.getServices().stream())
            .flatMap(service -> service.getMethods().stream())
            .toList();
    private static final String DEFECT = "internal error (";

    /** A server may close the connection under a request that it has refused already (RFC 9112 section 9.6). */
    private static final String HUNG_UP = "HTTP/1.1 400 the connection was closed";

    private static final Running RUNNING = Running.start();

    /** Far less than what is sent, far more than what a server learns meanwhile. */
    private static final long MOST_BYTES_KEPT = 48L << 20;

    /**
     * @param token of the first machine user, who may do anything
     * @param heap bytes that were in use before anything was sent
     */
    private record Running(Path data, Server server, String token, long heap) {
        static Running start() {
            try {
                Path data = Files.createTempDirectory("ostiary-hostile");
                Server server =
                        Server.start(Settings.read(Map.of("port", "0", "data", data.toString()), Map.of(), null));
                return new Running(
                        data,
                        server,
                        Files.readString(data.resolve("admin.pat")).strip(),
                        heapInUse());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @AfterContainer
    static void nothingOfItStaysInMemory() {
        assertThat(heapInUse() - RUNNING.heap()).isLessThan(MOST_BYTES_KEPT);
        RUNNING.server().stop();
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** How a message is put on the wire. */
    enum Form {
        CONNECT_JSON("application/json"),
        CONNECT("application/proto"),
        GRPC("application/grpc"),
        GRPC_WEB("application/grpc-web+proto"),
        GRPC_WEB_TEXT("application/grpc-web-text");

        private final String type;

        Form(String type) {
            this.type = type;
        }

        byte[] bytes(Message message) throws InvalidProtocolBufferException {
            return switch (this) {
                case CONNECT_JSON -> JsonFormat.printer().print(message).getBytes(StandardCharsets.UTF_8);
                case CONNECT -> message.toByteArray();
                case GRPC, GRPC_WEB -> frame(message);
                case GRPC_WEB_TEXT -> Base64.getEncoder().encode(frame(message));
            };
        }

        private static byte[] frame(Message message) {
            byte[] content = message.toByteArray();
            return ByteBuffer.allocate(5 + content.length)
                    .put((byte) 0)
                    .putInt(content.length)
                    .put(content)
                    .array();
        }
    }

    /** What happens to it on the way. */
    enum Damage {
        NONE,
        CUT_OFF,
        BYTES_CHANGED,
        BYTES_ADDED,
        OTHER_TYPE,
        NESTED,
        HUGE;

        byte[] apply(byte[] body, Random random) {
            return switch (this) {
                case NONE, OTHER_TYPE -> body;
                case CUT_OFF -> java.util.Arrays.copyOf(body, random.nextInt(body.length + 1));
                case BYTES_CHANGED -> changed(body, random);
                case BYTES_ADDED -> java.util.Arrays.copyOf(body, body.length + 1 + random.nextInt(64));
                case NESTED -> ("{\"queries\":".repeat(5_000) + "[".repeat(5_000)).getBytes(StandardCharsets.UTF_8);
                case HUGE -> ("{\"name\":\"" + "\ud83d\udeaa".repeat(100_000) + "\"}").getBytes(StandardCharsets.UTF_8);
            };
        }

        private static byte[] changed(byte[] body, Random random) {
            byte[] changed = body.clone();
            for (int i = 0; i < Math.min(changed.length, 1 + random.nextInt(6)); i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            return changed;
        }
    }

    @Provide
    Arbitrary<MethodDescriptor> methods() {
        return Arbitraries.of(METHODS);
    }

    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void noMessageIsMoreThanRefused(
            @ForAll("methods") MethodDescriptor method, @ForAll Form form, @ForAll Damage damage, @ForAll long seed)
            throws IOException, SQLException {
        Random random = new Random(seed);
        byte[] body = damage.apply(form.bytes(message(method, random)), random);
        String type =
                damage == Damage.OTHER_TYPE ? Form.values()[random.nextInt(Form.values().length)].type : form.type;
        long before = events();

        String answer = send("POST", "/" + method.getService().getFullName() + "/" + method.getName(), type, body);

        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain(DEFECT);
        if (isRefused(answer)) {
            assertThat(events()).as(answer).isEqualTo(before);
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void noPathIsMoreThanRefused(@ForAll("paths") String path, @ForAll("verbs") String verb, @ForAll long seed)
            throws IOException, SQLException {
        Random random = new Random(seed);
        MethodDescriptor method = METHODS.get(random.nextInt(METHODS.size()));
        byte[] body = Damage.values()[random.nextInt(Damage.values().length)].apply(
                Form.CONNECT_JSON.bytes(message(method, random)), random);
        long before = events();

        String answer = send(verb, path, "application/json", body);

        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain(DEFECT).doesNotStartWith("HTTP/1.1 500");
        if (isRefused(answer)) {
            assertThat(events()).as(answer).isEqualTo(before);
        }
    }

    /** Times in it are possible ones: what prints a message as JSON refuses others. */
    private static Message message(MethodDescriptor method, Random random) {
        return Messages.random(DynamicMessage.getDefaultInstance(method.getInputType()), random);
    }

    @Provide
    Arbitrary<String> verbs() {
        return Arbitraries.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW");
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> segment = Arbitraries.of(
                "admin",
                "management",
                "auth",
                "v1",
                "v2",
                "idps",
                "generic_oidc",
                "saml",
                "ldap",
                "templates",
                "_search",
                "_migrate",
                "policies",
                "login",
                "users",
                "human",
                "orgs",
                "me",
                "members",
                "1",
                "%00",
                "%2e%2e",
                "%C3%28",
                "%F0%9F%9A%AA",
                "a%2Fb",
                "'--",
                "{id}",
                "x".repeat(3000));
        return segment.list().ofMinSize(1).ofMaxSize(7).map(parts -> "/" + String.join("/", parts));
    }

    private static boolean isRefused(String answer) {
        return !answer.startsWith("HTTP/1.1 200")
                || answer.contains("grpc-status")
                        && !answer.contains("grpc-status: 0")
                        && !answer.contains("grpc-status:0");
    }

    private static String send(String verb, String path, String type, byte[] body) throws IOException {
        String head = verb + " " + path + " HTTP/1.1\r\nHost: localhost:"
                + RUNNING.server().port() + "\r\nAuthorization: Bearer "
                + RUNNING.token() + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length
                + "\r\nTE: trailers\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket("127.0.0.1", RUNNING.server().port())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException hungUp) {
            return HUNG_UP;
        }
    }

    private static long events() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + RUNNING.data().resolve("ostiary.db"));
                ResultSet row = connection.createStatement().executeQuery("select count(*) from events")) {
            return row.getLong(1);
        }
    }
}
