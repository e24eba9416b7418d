package dev.ostiary.rpc.wire;

import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Packed messages. The limit counts unpacked bytes, so a small message can't unfold into a large one. */
final class Gzip {
    private Gzip() {}

    /**
     * Says whether messages are packed with gzip ({@code true}) or not at all.
     *
     * @throws Problem UNIMPLEMENTED for any other encoding
     */
    static boolean accepts(@Nullable String encoding) {
        return switch (encoding) {
            case "gzip" -> true;
            case "identity", "" -> false;
            case null -> false;
            default ->
                throw Problem.plain(
                        Kind.UNIMPLEMENTED, "unknown compression \"" + encoding + "\": supported encodings are gzip");
        };
    }

    /**
     * @param otherwise the kind of problem when it is not gzip
     * @throws Problem RESOURCE_EXHAUSTED when it unfolds into more than a message may have
     */
    static byte[] unpack(byte[] packed, Kind otherwise) {
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] message = unpacked.readNBytes(Dispatch.MESSAGE_BYTES + 1);
            if (message.length > Dispatch.MESSAGE_BYTES) {
                throw tooLarge();
            }
            return message;
        } catch (IOException e) {
            throw Problem.plain(otherwise, "grpc: failed to decompress the received message");
        }
    }

    static Problem tooLarge() {
        return Problem.plain(
                Kind.RESOURCE_EXHAUSTED, "received message larger than max (" + Dispatch.MESSAGE_BYTES + " bytes)");
    }
}
