package dev.ostiary.rpc.wire;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import dev.ostiary.api.grpc.reflection.v1.ErrorResponse;
import dev.ostiary.api.grpc.reflection.v1.ExtensionNumberResponse;
import dev.ostiary.api.grpc.reflection.v1.ExtensionRequest;
import dev.ostiary.api.grpc.reflection.v1.FileDescriptorResponse;
import dev.ostiary.api.grpc.reflection.v1.ListServiceResponse;
import dev.ostiary.api.grpc.reflection.v1.ServerReflectionRequest;
import dev.ostiary.api.grpc.reflection.v1.ServerReflectionResponse;
import dev.ostiary.api.grpc.reflection.v1.ServiceResponse;
import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Response.Header;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.rpc.contract.Symbols;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * gRPC's server reflection (<a href="https://github.com/grpc/grpc/blob/master/doc/server-reflection.md">protocol</a>), by which
 * tools call a server without having its {@code .proto} files. Anybody may ask: it says nothing that the contract doesn't.
 *
 * <p>One stream is questions and answers in turn, on the request's own thread; it ends when the client ends it, goes away, or is
 * silent for longer than the web server lets it. Both versions of the protocol are the same bytes.
 */
public final class Reflection implements Handler {

    public static final String V1 = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    public static final String V1_ALPHA = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

    private static final String TYPE = "application/grpc";

    private final List<FileDescriptor> files;
    private volatile @Nullable Symbols symbols;

    /**
     * @param contract the files whose services are told, beside reflection itself
     */
    public Reflection(List<FileDescriptor> contract) {
        this.files = Stream.concat(
                        contract.stream(),
                        Stream.of(
                                dev.ostiary.api.grpc.reflection.v1.V1.getDescriptor(),
                                dev.ostiary.api.grpc.reflection.v1alpha.V1Alpha.getDescriptor()))
                .toList();
    }

    @Override
    public Response handle(Request request) {
        if (!request.method().equals("POST")) {
            return Response.of(405).with("Allow", "POST");
        }
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.equals(TYPE) && !type.equals(TYPE + "+proto")) {
            return Response.of(415).with("Accept-Post", TYPE + ", " + TYPE + "+proto");
        }
        List<Header> headers =
                List.of(Grpc.contentType(request), Grpc.ACCEPTS, new Header("Cache-Control", "no-store"));
        return Response.streamed(200, headers, out -> converse(request, out));
    }

    private Map<String, String> converse(Request request, OutputStream out) throws IOException {
        Set<String> sent = new HashSet<>();
        try {
            Optional<Message> question = next(request);
            while (question.isPresent()) {
                out.write(Frames.write(answer((ServerReflectionRequest) question.get(), sent)));
                out.flush();
                question = next(request);
            }
            return GrpcStatus.OK;
        } catch (Problem broken) {
            return GrpcStatus.of(Status.newBuilder()
                    .setCode(broken.kind().grpcCode)
                    .setMessage(broken.key())
                    .build());
        }
    }

    private static Optional<Message> next(Request request) throws IOException {
        String encoding = request.headers().apply("grpc-encoding");
        return Frames.next(request.body(), encoding, ServerReflectionRequest.getDefaultInstance());
    }

    private ServerReflectionResponse answer(ServerReflectionRequest question, Set<String> sent) {
        ServerReflectionResponse.Builder answer = ServerReflectionResponse.newBuilder()
                .setValidHost(question.getHost())
                .setOriginalRequest(question);
        Symbols known = symbols();
        switch (question.getMessageRequestCase()) {
            case LIST_SERVICES -> answer.setListServicesResponse(services(known));
            case FILE_BY_FILENAME -> files(answer, known.file(question.getFileByFilename()), sent);
            case FILE_CONTAINING_SYMBOL -> files(answer, known.declaring(question.getFileContainingSymbol()), sent);
            case FILE_CONTAINING_EXTENSION -> {
                ExtensionRequest extension = question.getFileContainingExtension();
                files(
                        answer,
                        known.declaringExtension(extension.getContainingType(), extension.getExtensionNumber()),
                        sent);
            }
            case ALL_EXTENSION_NUMBERS_OF_TYPE -> numbers(answer, known, question.getAllExtensionNumbersOfType());
            case MESSAGEREQUEST_NOT_SET -> answer.setErrorResponse(error(Kind.INVALID_ARGUMENT, "nothing was asked"));
        }
        return answer.build();
    }

    private static ListServiceResponse services(Symbols known) {
        ListServiceResponse.Builder list = ListServiceResponse.newBuilder();
        known.services()
                .forEach(name -> list.addService(ServiceResponse.newBuilder().setName(name)));
        return list.build();
    }

    private static void numbers(ServerReflectionResponse.Builder answer, Symbols known, String type) {
        known.extensionsOf(type)
                .ifPresentOrElse(
                        numbers -> answer.setAllExtensionNumbersResponse(ExtensionNumberResponse.newBuilder()
                                .setBaseTypeName(type)
                                .addAllExtensionNumber(numbers)),
                        () -> answer.setErrorResponse(error(Kind.NOT_FOUND, "there is no such type")));
    }

    private static void files(
            ServerReflectionResponse.Builder answer, Optional<FileDescriptor> found, Set<String> sent) {
        found.ifPresentOrElse(
                file -> answer.setFileDescriptorResponse(withImports(file, sent)),
                () -> answer.setErrorResponse(error(Kind.NOT_FOUND, "no file of this server has it")));
    }

    /** The file first, then what it imports and this stream has not had yet. */
    private static FileDescriptorResponse withImports(FileDescriptor asked, Set<String> sent) {
        FileDescriptorResponse.Builder files = FileDescriptorResponse.newBuilder();
        sent.add(asked.getName());
        Deque<FileDescriptor> left = new ArrayDeque<>(List.of(asked));
        while (!left.isEmpty()) {
            FileDescriptor file = left.remove();
            files.addFileDescriptorProto(file.toProto().toByteString());
            file.getDependencies().stream()
                    .filter(needed -> sent.add(needed.getName()))
                    .forEach(left::add);
        }
        return files.build();
    }

    private static ErrorResponse error(Kind kind, String text) {
        return ErrorResponse.newBuilder()
                .setErrorCode(kind.grpcCode)
                .setErrorMessage(text)
                .build();
    }

    /** Indexed when somebody first asks; twice when two ask at once, which harms nobody. */
    private Symbols symbols() {
        Symbols known = symbols;
        if (known == null) {
            known = Symbols.of(files);
            symbols = known;
        }
        return known;
    }
}
