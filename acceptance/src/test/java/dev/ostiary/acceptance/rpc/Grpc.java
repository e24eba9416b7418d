package dev.ostiary.acceptance.rpc;

import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** gRPC over HTTP/2 cleartext, by grpc-java. */
public record Grpc() implements Encoding {

    @Override
    public JsonObject call(
            URI origin, String method, JsonObject request, Map<String, String> headers, boolean compressed) {
        ManagedChannel channel = channel(origin);
        try {
            MethodDescriptor descriptor = Contract.method(method);
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
            return Contract.success(ClientCalls.blockingUnaryCall(
                    ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata(headers))),
                    described(descriptor),
                    compressed ? options.withCompression("gzip") : options,
                    Contract.request(descriptor, request)));
        } catch (StatusRuntimeException e) {
            com.google.rpc.Status status = StatusProto.fromThrowable(e);
            return Contract.failure(
                    e.getStatus().getCode().name(),
                    String.valueOf(e.getStatus().getDescription()),
                    status == null ? List.of() : status.getDetailsList());
        } finally {
            channel.shutdownNow();
        }
    }

    /** A channel to a server; the caller closes it. */
    public static ManagedChannel channel(URI origin) {
        return NettyChannelBuilder.forAddress(origin.getHost(), origin.getPort())
                .usePlaintext()
                .build();
    }

    /** Makes one call and keeps what came with it in {@code headers} and {@code trailers}. */
    public static Message call(
            Channel channel, String method, JsonObject request, Map<String, String> sent, Kept kept) {
        MethodDescriptor descriptor = Contract.method(method);
        Channel capturing = ClientInterceptors.intercept(
                channel,
                MetadataUtils.newAttachHeadersInterceptor(metadata(sent)),
                MetadataUtils.newCaptureMetadataInterceptor(kept.headers(), kept.trailers()));
        return ClientCalls.blockingUnaryCall(
                capturing, described(descriptor), CallOptions.DEFAULT, Contract.request(descriptor, request));
    }

    /** References that grpc-java fills with the headers and trailers of an answer. */
    public record Kept(
            java.util.concurrent.atomic.AtomicReference<Metadata> headers,
            java.util.concurrent.atomic.AtomicReference<Metadata> trailers) {
        public Kept() {
            this(
                    new java.util.concurrent.atomic.AtomicReference<>(),
                    new java.util.concurrent.atomic.AtomicReference<>());
        }
    }

    /** grpc-java's description of a method of the contract. */
    public static io.grpc.MethodDescriptor<Message, Message> described(MethodDescriptor method) {
        return described(
                method.getService().getFullName(), method.getName(),
                DynamicMessage.getDefaultInstance(method.getInputType()),
                        DynamicMessage.getDefaultInstance(method.getOutputType()));
    }

    /** The same for a method that no contract knows. */
    public static io.grpc.MethodDescriptor<Message, Message> described(
            String service, String method, Message request, Message response) {
        return io.grpc.MethodDescriptor.<Message, Message>newBuilder()
                .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(io.grpc.MethodDescriptor.generateFullMethodName(service, method))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(response))
                .build();
    }

    private static Metadata metadata(Map<String, String> headers) {
        Metadata metadata = new Metadata();
        headers.forEach((name, value) -> metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        return metadata;
    }
}
