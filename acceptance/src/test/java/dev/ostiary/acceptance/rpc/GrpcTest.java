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
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What gRPC clients rely on beyond the outcome of a call (that is {@code RpcReplayTest}): metadata, reflection, health, limits. */
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
    void healthAnswersWithoutAToken() {
        assertThat(HealthGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void reflectionListsTheServicesWithoutAToken() throws InterruptedException {
        BlockingQueue<ServerReflectionResponse> answers = new ArrayBlockingQueue<>(1);
        StreamObserver<ServerReflectionRequest> asking = ServerReflectionGrpc.newStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .serverReflectionInfo(keepingIn(answers));
        asking.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        ServerReflectionResponse answer = answers.poll(10, TimeUnit.SECONDS);
        asking.onCompleted();
        assertThat(answer).isNotNull();
        assertThat(answer.getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .contains(
                        "grpc.health.v1.Health",
                        "zitadel.admin.v1.AdminService",
                        "zitadel.auth.v1.AuthService",
                        "zitadel.management.v1.ManagementService",
                        "zitadel.user.v2.UserService");
    }

    private static <T> StreamObserver<T> keepingIn(BlockingQueue<T> queue) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T value) {
                queue.add(value);
            }

            @Override
            public void onError(Throwable error) {
                throw new AssertionError(error);
            }

            @Override
            public void onCompleted() {}
        };
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
