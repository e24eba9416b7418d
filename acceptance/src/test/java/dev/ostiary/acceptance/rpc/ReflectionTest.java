package dev.ostiary.acceptance.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ostiary.acceptance.harness.World;
import dev.ostiary.api.grpc.reflection.v1.ServerReflectionRequest;
import dev.ostiary.api.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reflection by grpc-java, without a token: one stream, questions and answers in turn. */
@ExtendWith(World.Shared.class)
class ReflectionTest {
    private static final String ADMIN = "zitadel.admin.v1.AdminService";

    private final ManagedChannel channel;

    ReflectionTest(World world) {
        this.channel = Grpc.channel(world.server().origin());
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
    }

    private BlockingClientCall<ServerReflectionRequest, ServerReflectionResponse> open(String version) {
        return ClientCalls.blockingBidiStreamingCall(
                channel,
                MethodDescriptor.<ServerReflectionRequest, ServerReflectionResponse>newBuilder()
                        .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                        .setFullMethodName("grpc.reflection." + version + ".ServerReflection/ServerReflectionInfo")
                        .setRequestMarshaller(ProtoUtils.marshaller(ServerReflectionRequest.getDefaultInstance()))
                        .setResponseMarshaller(ProtoUtils.marshaller(ServerReflectionResponse.getDefaultInstance()))
                        .build(),
                CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS));
    }

    private static ServerReflectionRequest symbol(String name) {
        return ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(name)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v1alpha"})
    void theContractIsBuiltFromWhatTheServerSays(String version) throws Exception {
        var stream = open(version);
        stream.write(symbol(ADMIN));
        Map<String, FileDescriptorProto> files = files(stream.read());
        FileDescriptor built = build(files.keySet().iterator().next(), files, new LinkedHashMap<>());
        assertThat(built.findServiceByName("AdminService").getMethods())
                .extracting(method -> method.getName())
                .containsExactlyElementsOf(Contract.methods(ADMIN));
        stream.write(symbol("no.such.Service"));
        assertThat(stream.read().getErrorResponse().getErrorCode()).isEqualTo(Status.Code.NOT_FOUND.value());
        stream.halfClose();
        assertThat(stream.read()).isNull();
    }

    /** Few, since the web server closes a connection that resets many streams at once. */
    @Test
    void streamsThatAreCancelledLeaveTheConnectionWell() throws Exception {
        for (int i = 0; i < 10; i++) {
            var stream = open("v1");
            stream.write(symbol(ADMIN));
            assertThat(stream.read().hasFileDescriptorResponse()).isTrue();
            stream.cancel("enough", new StatusRuntimeException(Status.CANCELLED));
        }
        var stream = open("v1");
        stream.write(ServerReflectionRequest.newBuilder().setListServices("").build());
        assertThat(stream.read().hasListServicesResponse()).isTrue();
        stream.halfClose();
        assertThat(stream.read()).isNull();
    }

    /** By name, the one that was asked for first. */
    private static Map<String, FileDescriptorProto> files(ServerReflectionResponse answer)
            throws InvalidProtocolBufferException {
        Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
        for (ByteString bytes : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
            FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
            files.put(file.getName(), file);
        }
        return files;
    }

    private static FileDescriptor build(
            String name, Map<String, FileDescriptorProto> files, Map<String, FileDescriptor> built)
            throws DescriptorValidationException {
        FileDescriptor known = built.get(name);
        if (known != null) {
            return known;
        }
        FileDescriptorProto file = files.get(name);
        assertThat(file).describedAs(name).isNotNull();
        FileDescriptor[] imports = new FileDescriptor[file.getDependencyCount()];
        for (int i = 0; i < imports.length; i++) {
            imports[i] = build(file.getDependency(i), files, built);
        }
        FileDescriptor made = FileDescriptor.buildFrom(file, imports);
        built.put(name, made);
        return made;
    }
}
