package dev.ostiary.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.ostiary.api.grpc.reflection.v1.ExtensionRequest;
import dev.ostiary.api.grpc.reflection.v1.ServerReflectionRequest;
import dev.ostiary.api.grpc.reflection.v1.ServerReflectionResponse;
import dev.ostiary.api.grpc.reflection.v1.ServiceResponse;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.contract.Contract;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reflection without a socket between; {@link ReflectionStreamTest} has one. */
class ReflectionTest {

    private static final ServerReflectionRequest LIST =
            ServerReflectionRequest.newBuilder().setListServices("").build();

    private final Reflection reflection = new Reflection(Contract.FILES);

    private record Talk(List<ServerReflectionResponse> answers, Map<String, String> trailers) {}

    private Talk ask(ServerReflectionRequest... questions) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (ServerReflectionRequest question : questions) {
            body.write(Frames.write(question));
        }
        return ask(body.toByteArray(), Map.of("Content-Type", "application/grpc"));
    }

    private Talk ask(byte[] body, Map<String, String> headers) throws IOException {
        Response answer = reflection.handle(Requests.of("POST", Reflection.V1, body, headers));
        assertThat(answer.status()).isEqualTo(200);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, String> trailers = answer.streamed().orElseThrow().write(out);
        InputStream written = new ByteArrayInputStream(out.toByteArray());
        List<ServerReflectionResponse> answers = new ArrayList<>();
        for (var next = next(written); next.isPresent(); next = next(written)) {
            answers.add((ServerReflectionResponse) next.get());
        }
        return new Talk(answers, trailers);
    }

    private static Optional<Message> next(InputStream written) throws IOException {
        return Frames.next(written, null, ServerReflectionResponse.getDefaultInstance());
    }

    private static ServerReflectionRequest symbol(String name) {
        return ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(name)
                .build();
    }

    private static List<FileDescriptorProto> files(ServerReflectionResponse answer)
            throws InvalidProtocolBufferException {
        List<FileDescriptorProto> files = new ArrayList<>();
        for (ByteString file : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
            files.add(FileDescriptorProto.parseFrom(file));
        }
        return files;
    }

    @Test
    void allServicesAreListedAndReflectionItself() throws IOException {
        Talk talk = ask(LIST);
        assertThat(talk.trailers()).containsExactly(Map.entry("grpc-status", "0"));
        assertThat(talk.answers().getFirst().getListServicesResponse().getServiceList())
                .extracting(ServiceResponse::getName)
                .isSorted()
                .contains(
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection",
                        "zitadel.admin.v1.AdminService");
        assertThat(talk.answers().getFirst().getOriginalRequest()).isEqualTo(LIST);
    }

    @Test
    void aFileComesFirstAndWithAllThatItImports() throws IOException {
        List<FileDescriptorProto> files =
                files(ask(symbol("zitadel.admin.v1.AdminService")).answers().getFirst());
        assertThat(files.getFirst().getName()).isEqualTo("zitadel/admin/v1.proto");
        Set<String> names = new HashSet<>();
        files.forEach(file -> assertThat(names.add(file.getName())).isTrue());
        assertThat(files).allSatisfy(file -> assertThat(names).containsAll(file.getDependencyList()));
    }

    @Test
    void whatAStreamHasHadIsNotSentAgainUnlessItIsAskedFor() throws IOException {
        Talk talk = ask(symbol("zitadel.admin.v1.AdminService"), symbol("zitadel.idp.v1.Options"));
        assertThat(files(talk.answers().get(1)))
                .extracting(FileDescriptorProto::getName)
                .containsExactly("zitadel/idp/v1.proto");
    }

    @Test
    void filesAndExtensionsAreFound() throws IOException {
        ServerReflectionRequest byName = ServerReflectionRequest.newBuilder()
                .setFileByFilename("google/api/annotations.proto")
                .build();
        ServerReflectionRequest byExtension = ServerReflectionRequest.newBuilder()
                .setFileContainingExtension(ExtensionRequest.newBuilder()
                        .setContainingType("google.protobuf.MethodOptions")
                        .setExtensionNumber(72295728))
                .build();
        ServerReflectionRequest numbers = ServerReflectionRequest.newBuilder()
                .setAllExtensionNumbersOfType("google.protobuf.MethodOptions")
                .build();
        Talk talk = ask(byName, byExtension, numbers);
        assertThat(files(talk.answers().get(0)).getFirst().getName()).isEqualTo("google/api/annotations.proto");
        assertThat(files(talk.answers().get(1)).getFirst().getName()).isEqualTo("google/api/annotations.proto");
        assertThat(talk.answers().get(2).getAllExtensionNumbersResponse().getExtensionNumberList())
                .contains(72295728);
    }

    @Test
    void whatIsNotThereIsAnErrorOfItsQuestionAndTheStreamGoesOn() throws IOException {
        Talk talk = ask(
                symbol("no.such.Service"),
                ServerReflectionRequest.newBuilder()
                        .setFileByFilename("../etc/passwd")
                        .build(),
                ServerReflectionRequest.newBuilder()
                        .setAllExtensionNumbersOfType("no.such.Type")
                        .build(),
                ServerReflectionRequest.newBuilder()
                        .setFileContainingExtension(ExtensionRequest.getDefaultInstance())
                        .build(),
                ServerReflectionRequest.getDefaultInstance(),
                LIST);
        assertThat(talk.answers())
                .extracting(answer -> answer.getErrorResponse().getErrorCode())
                .containsExactly(5, 5, 5, 5, 3, 0);
        assertThat(talk.trailers()).containsEntry("grpc-status", "0");
    }

    @ParameterizedTest
    @CsvSource({
        "00000000, 13",
        "000000000501, 13",
        "00ffffffff, 8",
        "0000400001, 8",
        "0100000000, 13",
        "0200000000, 13",
        "0000000003ffffff, 13"
    })
    void aBrokenFrameEndsTheStreamWithItsStatus(String hex, String status) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(Frames.write(LIST));
        body.write(HexFormat.of().parseHex(hex));
        Talk talk = ask(body.toByteArray(), Map.of("Content-Type", "application/grpc"));
        assertThat(talk.answers()).hasSize(1);
        assertThat(talk.trailers()).containsEntry("grpc-status", status).containsKey("grpc-message");
    }

    @Test
    void aPackedQuestionIsReadAndAnUnknownPackingRefused() throws IOException {
        byte[] gzip = ConnectTest.gzip(LIST.toByteArray());
        byte[] body = ByteBuffer.allocate(5 + gzip.length)
                .put((byte) 1)
                .putInt(gzip.length)
                .put(gzip)
                .array();
        assertThat(ask(body, Map.of("Content-Type", "application/grpc+proto", "grpc-encoding", "gzip"))
                        .answers())
                .hasSize(1);
        assertThat(ask(body, Map.of("Content-Type", "application/grpc", "grpc-encoding", "snappy"))
                        .trailers())
                .containsEntry("grpc-status", "12");
    }

    @Test
    void nothingAskedIsNothingAnswered() throws IOException {
        Talk talk = ask();
        assertThat(talk.answers()).isEmpty();
        assertThat(talk.trailers()).containsEntry("grpc-status", "0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "application/grpc-web", "application/proto"})
    void otherEncodingsAreRefused(String contentType) {
        Request request = Requests.of("POST", Reflection.V1, new byte[0], Map.of("Content-Type", contentType));
        assertThat(reflection.handle(request).status()).isEqualTo(415);
    }

    @Test
    void otherMethodsAreRefused() {
        assertThat(reflection
                        .handle(Requests.of("GET", Reflection.V1, new byte[0], Map.of()))
                        .status())
                .isEqualTo(405);
    }

    @Test
    void aPeerThatIsGoneEndsTheStream() {
        InputStream gone = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset");
            }
        };
        Map<String, String> headers = Map.of("Content-Type", "application/grpc");
        Request request = new Request("POST", Reflection.V1, "", "127.0.0.1", "127.0.0.1", headers::get, gone);
        Response answer = reflection.handle(request);
        assertThatThrownBy(() -> answer.streamed().orElseThrow().write(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessage("reset");
    }
}
