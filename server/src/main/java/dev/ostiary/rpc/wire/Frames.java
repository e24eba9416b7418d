package dev.ostiary.rpc.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The length-prefixed messages of gRPC: a byte of flags, four bytes of length, the message. A request has exactly one,
 * unless its call streams.
 *
 * <p>What is no such message is INTERNAL, as gRPC's list of status codes wants it.
 */
final class Frames {
    private Frames() {}

    static final int PREFIX = 5;
    static final int TRAILERS = 0x80;
    private static final int COMPRESSED = 1;

    /** The most a body with one message may take. */
    static final int BODY_BYTES = PREFIX + Dispatch.MESSAGE_BYTES;

    /**
     * Reads the only message of a request.
     *
     * @param encoding the {@code grpc-encoding} header, null when it was not sent
     * @throws Problem INTERNAL when it is broken, RESOURCE_EXHAUSTED when it is too large, UNIMPLEMENTED when it is packed in a
     *     way that is not supported
     */
    static Message read(byte[] body, @Nullable String encoding, Message prototype) {
        boolean gzip = Gzip.accepts(encoding);
        if (body.length < PREFIX) {
            throw broken(body.length == 0 ? "no message was sent" : "unexpected EOF");
        }
        int length = length(body);
        if (length != body.length - PREFIX) {
            throw broken(length > body.length - PREFIX ? "unexpected EOF" : "more than one message was sent");
        }
        return message(body[0], Arrays.copyOfRange(body, PREFIX, body.length), gzip, prototype);
    }

    /**
     * Reads the next message of a stream, waiting until it has arrived; empty when the stream has ended.
     *
     * @param encoding the {@code grpc-encoding} header, null when it was not sent
     * @throws Problem as {@link #read}
     * @throws IOException when the peer broke off
     */
    static Optional<Message> next(InputStream body, @Nullable String encoding, Message prototype) throws IOException {
        boolean gzip = Gzip.accepts(encoding);
        byte[] prefix = body.readNBytes(PREFIX);
        if (prefix.length == 0) {
            return Optional.empty();
        }
        int length = prefix.length < PREFIX ? 0 : length(prefix);
        byte[] message = body.readNBytes(length);
        if (prefix.length < PREFIX || message.length < length) {
            throw broken("unexpected EOF");
        }
        return Optional.of(message(prefix[0], message, gzip, prototype));
    }

    private static int length(byte[] frame) {
        int length = ByteBuffer.wrap(frame, 1, 4).getInt();
        if (length < 0 || length > Dispatch.MESSAGE_BYTES) {
            throw Gzip.tooLarge();
        }
        return length;
    }

    private static Message message(byte flags, byte[] message, boolean gzip, Message prototype) {
        return switch (flags) {
            case 0 -> parse(message, prototype, Kind.INTERNAL);
            case COMPRESSED -> {
                if (!gzip) {
                    throw broken("compressed flag set with identity or empty encoding");
                }
                yield parse(Gzip.unpack(message, Kind.INTERNAL), prototype, Kind.INTERNAL);
            }
            default -> throw broken("unknown flags " + (flags & 0xff));
        };
    }

    /** Reads a message in protobuf's binary form. */
    static Message parse(byte[] message, Message prototype, Kind otherwise) {
        try {
            return prototype.getParserForType().parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw Problem.plain(
                    otherwise, "grpc: error unmarshalling request: proto: cannot parse invalid wire-format data");
        }
    }

    /** Writes a message as one frame. */
    static byte[] write(Message message) {
        int length = message.getSerializedSize();
        byte[] frame = new byte[PREFIX + length];
        ByteBuffer.wrap(frame).putInt(1, length);
        try {
            message.writeTo(CodedOutputStream.newInstance(frame, PREFIX, length));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return frame;
    }

    /** Writes trailers as one frame, as gRPC-Web does. */
    static byte[] trailers(byte[] text) {
        return ByteBuffer.allocate(PREFIX + text.length)
                .put((byte) TRAILERS)
                .putInt(text.length)
                .put(text)
                .array();
    }

    private static Problem broken(String how) {
        return Problem.plain(Kind.INTERNAL, "grpc: error reading request: " + how);
    }
}
