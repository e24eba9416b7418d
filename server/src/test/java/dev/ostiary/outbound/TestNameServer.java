package dev.ostiary.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server that knows TXT records and nothing else (RFC 1035 section 4). */
final class TestNameServer implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int RESPONSE = 0x8580;
    private static final int NO_SUCH_NAME = 3;

    final Map<String, List<String>> texts = new ConcurrentHashMap<>();
    private final DatagramSocket socket;

    TestNameServer() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            DatagramPacket asked = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(asked);
                byte[] answer = answer(ByteBuffer.wrap(buffer, 0, asked.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private byte[] answer(ByteBuffer asked) {
        short id = asked.getShort();
        asked.position(HEADER);
        String name = name(asked);
        int end = asked.position() + 4; // type and class
        byte[] question = new byte[end - HEADER];
        asked.get(HEADER, question);
        List<String> found = texts.getOrDefault(name, List.of());
        ByteBuffer answer = ByteBuffer.allocate(512)
                .putShort(id)
                .putShort((short) (RESPONSE | (texts.containsKey(name) ? 0 : NO_SUCH_NAME)))
                .putShort((short) 1)
                .putShort((short) found.size())
                .putInt(0)
                .put(question);
        found.forEach(text -> put(answer, text.getBytes(StandardCharsets.US_ASCII)));
        byte[] bytes = new byte[answer.position()];
        answer.get(0, bytes);
        return bytes;
    }

    private static void put(ByteBuffer answer, byte[] text) {
        answer.putShort((short) (0xC000 | HEADER))
                .putShort((short) 16)
                .putShort((short) 1)
                .putInt(60)
                .putShort((short) (text.length + 1))
                .put((byte) text.length)
                .put(text);
    }

    private static String name(ByteBuffer asked) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (int length = asked.get(); length > 0; length = asked.get()) {
            byte[] label = new byte[length];
            asked.get(label);
            name.writeBytes(label);
            name.write('.');
        }
        return name.toString(StandardCharsets.US_ASCII).replaceAll("\\.$", "");
    }

    @Override
    public void close() {
        socket.close();
    }
}
