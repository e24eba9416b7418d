package dev.ostiary;

import dev.ostiary.http.Handler;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.rpc.contract.Contract;
import dev.ostiary.rpc.contract.OpenApi;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Serves the OpenAPI document, which is made when it is first asked for. Anybody may read it: it says nothing that the contract doesn't. */
final class OpenApiDocument implements Handler {
    private record Document(byte[] json, String tag) {}

    private volatile @Nullable Document document;

    @Override
    public Response handle(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Response.of(405).with("Allow", "GET");
        }
        Document made = document();
        boolean known =
                request.header("If-None-Match").filter(made.tag()::equals).isPresent();
        Response response = known ? Response.of(304) : Response.of(200, "application/json", made.json());
        return response.with("ETag", made.tag())
                .with("Cache-Control", "no-cache")
                .with("Access-Control-Allow-Origin", "*");
    }

    /** Made twice when two ask at once, which harms nobody. */
    private Document document() {
        Document known = document;
        if (known != null) {
            return known;
        }
        byte[] json = OpenApi.of(Contract.FILES).toString().getBytes(StandardCharsets.UTF_8);
        CRC32C sum = new CRC32C();
        sum.update(json);
        Document made = new Document(json, "\"" + Long.toHexString(sum.getValue()) + "\"");
        document = made;
        return made;
    }
}
