package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import dev.ostiary.acceptance.harness.Json;
import dev.ostiary.acceptance.harness.RunningServer;
import dev.ostiary.acceptance.harness.World;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What gRPC clients rely on beyond the outcome of a call (that is {@code RpcReplayTest}): metadata, unknown methods, limits. */
@ExtendWith(World.Shared.class)
class GrpcTest {
    private static final String GET = "zitadel.admin.v1.AdminService/GetProviderByID";

    private final RunningServer server;
    private final ManagedChannel channel;

    GrpcTest(World world) {
        this.server = world.server();
        this.channel = Grpc.channel(server.origin());
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
    }

    @Test
    void headersForbidCachingAndIndexing() {
        Grpc.Kept kept = new Grpc.Kept();
        Grpc.call(channel, "zitadel.admin.v1.AdminService/Healthz", Json.object(), Map.of(), kept);
        assertThat(header(kept, "cache-control")).isEqualTo("no-store");
        assertThat(header(kept, "pragma")).isEqualTo("no-cache");
        assertThat(header(kept, "x-robots-tag")).isEqualTo("none");
        assertThat(header(kept, "content-type")).isEqualTo("application/grpc");
    }

    @Test
    void anUnknownMethodIsUnimplemented() {
        assertThatThrownBy(() -> unknown("zitadel.admin.v1.AdminService", "Nope"))
                .asInstanceOf(type(StatusRuntimeException.class))
                .satisfies(e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
                    assertThat(e.getStatus().getDescription())
                            .isEqualTo("unknown method Nope for service zitadel.admin.v1.AdminService");
                });
    }

    @Test
    void anUnknownServiceIsUnimplemented() {
        assertThatThrownBy(() -> unknown("foo.Bar", "Baz"))
                .asInstanceOf(type(StatusRuntimeException.class))
                .satisfies(e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
                    assertThat(e.getStatus().getDescription()).isEqualTo("unknown service foo.Bar");
                });
    }

    @Test
    void oneConnectionServesManyCalls() {
        Map<String, String> token = Map.of("authorization", "Bearer " + server.token());
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> Grpc.call(channel, GET, Json.object("id", "123"), token, new Grpc.Kept()))
                    .asInstanceOf(type(StatusRuntimeException.class))
                    .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
        }
    }

    @Test
    void aMessageAboveTheLimitIsRefusedAndTheConnectionGoesOn() {
        Map<String, String> token = Map.of("authorization", "Bearer " + server.token());
        assertThatThrownBy(() ->
                        Grpc.call(channel, GET, Json.object("id", "1".repeat(6 << 20)), token, new Grpc.Kept()))
                .asInstanceOf(type(StatusRuntimeException.class))
                .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
        Message healthy =
                Grpc.call(channel, "zitadel.admin.v1.AdminService/Healthz", Json.object(), Map.of(), new Grpc.Kept());
        assertThat(healthy).isInstanceOf(DynamicMessage.class);
    }

    @Test
    void whoeverWatchesTheServerAsksGrpcsHealthCheckWithoutAToken() {
        Message serving = Grpc.call(
                channel,
                "grpc.health.v1.Health/Check",
                Json.object("service", "zitadel.admin.v1.AdminService"),
                Map.of(),
                new Grpc.Kept());
        assertThat(Contract.json(serving)).hasToString("{\"status\":\"SERVING\"}");
        assertThatThrownBy(() -> Grpc.call(
                        channel,
                        "grpc.health.v1.Health/Check",
                        Json.object("service", "nobody.knows.It"),
                        Map.of(),
                        new Grpc.Kept()))
                .asInstanceOf(type(StatusRuntimeException.class))
                .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    }

    private Message unknown(String service, String method) {
        return ClientCalls.blockingUnaryCall(
                channel,
                Grpc.described(service, method, Empty.getDefaultInstance(), Empty.getDefaultInstance()),
                CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
                Empty.getDefaultInstance());
    }

    private static String header(Grpc.Kept kept, String name) {
        return String.valueOf(kept.headers().get().get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
    }
}
