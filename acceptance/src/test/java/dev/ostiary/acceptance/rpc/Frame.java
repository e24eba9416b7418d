package dev.ostiary.acceptance.rpc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A frame of gRPC and gRPC-Web: a flag byte, four bytes of length, the payload.
 *
 * @param flag 0 message, 1 compressed message, 0x80 trailers
 * @param payload uncompressed
 */
public record Frame(int flag, byte[] payload) {
    private static final int HEADER = 5;

    static Frame message(byte[] payload, boolean compressed) {
        return new Frame(compressed ? 1 : 0, payload);
    }

    public byte[] encoded() {
        byte[] sent = flag == 1 ? gzip(payload) : payload;
        return ByteBuffer.allocate(HEADER + sent.length)
                .put((byte) flag)
                .putInt(sent.length)
                .put(sent)
                .array();
    }

    static List<Frame> parse(byte[] body) {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.wrap(body);
        while (buffer.hasRemaining()) {
            int flag = Byte.toUnsignedInt(buffer.get());
            byte[] payload = new byte[buffer.getInt()];
            buffer.get(payload);
            frames.add(new Frame(flag, (flag & 1) == 1 ? gunzip(payload) : payload));
        }
        return frames;
    }

    /** The trailers of the last frame: {@code name: value} lines. */
    public Map<String, String> trailers() {
        if (flag != 0x80) {
            throw new AssertionError("not a trailers frame: flag " + flag);
        }
        Map<String, String> trailers = new TreeMap<>();
        new String(payload, StandardCharsets.US_ASCII)
                .lines()
                .forEach(line -> trailers.put(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).strip()));
        return trailers;
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] gunzip(byte[] zipped) {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return zip.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
