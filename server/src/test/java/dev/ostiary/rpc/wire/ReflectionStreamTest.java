package dev.ostiary.rpc.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.api.grpc.reflection.v1.ServerReflectionRequest;
import dev.ostiary.api.grpc.reflection.v1.ServerReflectionResponse;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Streamed;
import dev.ostiary.http.WebServer;
import dev.ostiary.rpc.contract.Contract;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.AsyncRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream of questions and answers over HTTP/2: in turn, ended by the client, cancelled by the client, failed by the server. */
class ReflectionStreamTest {

    private static final ServerReflectionRequest LIST =
            ServerReflectionRequest.newBuilder().setListServices("").build();

    private final Reflection reflection = new Reflection(Contract.FILES);
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private final HttpClient client = new HttpClient(new HttpClientTransportOverHTTP2(new HTTP2Client()));
    private WebServer server;

    @BeforeEach
    void start() throws Exception {
        server = WebServer.start(this::answer, 0, "127.0.0.1");
        client.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.stop();
        server.stop();
    }

    /** Reflection, writing down how each stream ended; {@code /defect} fails in the middle of its answer. */
    private Response answer(Request request) {
        Streamed body = request.path().equals("/defect")
                ? ReflectionStreamTest::defect
                : reflection.handle(request).streamed().orElseThrow();
        return Response.streamed(200, List.of(), out -> {
            try {
                Map<String, String> trailers = body.write(out);
                ended.add("status " + trailers.get("grpc-status"));
                return trailers;
            } catch (IOException gone) {
                ended.add("gone");
                throw gone;
            }
        });
    }

    private static Map<String, String> defect(OutputStream out) throws IOException {
        out.write(Frames.write(ServerReflectionResponse.getDefaultInstance()));
        out.flush();
        throw new IllegalStateException("a defect");
    }

    /** One open stream. */
    private final class Conversation {
        private final AsyncRequestContent questions = new AsyncRequestContent("application/grpc");
        private final InputStreamResponseListener answers = new InputStreamResponseListener();
        private final InputStream body = new BufferedInputStream(answers.getInputStream());
        private final CompletableFuture<Result> result = new CompletableFuture<>();
        private final org.eclipse.jetty.client.Request request;

        Conversation(String path) {
            request = client.newRequest("http://127.0.0.1:" + server.port() + path)
                    .method("POST")
                    .body(questions)
                    .onComplete(result::complete);
            request.send(answers);
        }

        ServerReflectionResponse ask(ServerReflectionRequest question) throws IOException {
            questions.write(ByteBuffer.wrap(Frames.write(question)), Callback.NOOP);
            questions.flush();
            return (ServerReflectionResponse) Frames.next(body, null, ServerReflectionResponse.getDefaultInstance())
                    .orElseThrow();
        }
    }

    @Test
    void eachQuestionIsAnsweredBeforeTheNextIsAsked() throws Exception {
        Conversation talk = new Conversation(Reflection.V1_ALPHA);
        assertThat(talk.ask(LIST).hasListServicesResponse()).isTrue();
        ServerReflectionRequest unknown = ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol("no.such.Symbol")
                .build();
        assertThat(talk.ask(unknown).getErrorResponse().getErrorCode()).isEqualTo(5);
        talk.questions.close();
        assertThat(talk.body.read()).isEqualTo(-1);
        Result result = talk.result.get(30, TimeUnit.SECONDS);
        assertThat(result.isSucceeded()).isTrue();
        assertThat(result.getResponse().getTrailers().get("grpc-status")).isEqualTo("0");
        assertThat(ended.poll(30, TimeUnit.SECONDS)).isEqualTo("status 0");
    }

    @Test
    void aStreamThatTheClientCancelsEnds() throws Exception {
        Conversation talk = new Conversation(Reflection.V1);
        talk.ask(LIST);
        talk.request.abort(new IOException("enough")).get(30, TimeUnit.SECONDS);
        assertThat(ended.poll(30, TimeUnit.SECONDS)).isEqualTo("gone");
    }

    @Test
    void anAnswerThatFailsIsNotTakenForComplete() throws Exception {
        Conversation talk = new Conversation("/defect");
        assertThat(talk.result.get(30, TimeUnit.SECONDS).isSucceeded()).isFalse();
        assertThat(ended).isEmpty();
    }
}
