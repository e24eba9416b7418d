package dev.ostiary.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** One of many clients, with a kept connection to each server it meets. Used by one thread. */
final class Client implements AutoCloseable {
    private final int port;
    private final Map<Integer, Connection> connections = new HashMap<>();

    /** @param port of the server under test that this client uses */
    Client(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    /** Sends to the server under test. */
    Connection.Answer send(Call call) throws IOException {
        return send(port, call);
    }

    Connection.Answer send(int to, Call call) throws IOException {
        Connection connection = connections.get(to);
        if (connection == null) {
            connection = new Connection(to);
            connections.put(to, connection);
        }
        return connection.send(call);
    }

    /** Sends, and requires an answer with success. */
    Connection.Answer succeed(Call call) throws IOException {
        Connection.Answer answer = send(call);
        if (answer.status() / 100 != 2) {
            throw new Refused(call, answer);
        }
        return answer;
    }

    /** Sends, and returns a field of the JSON that is answered. */
    String field(Call call, String name) throws IOException {
        JsonElement field =
                JsonParser.parseString(succeed(call).text()).getAsJsonObject().get(name);
        if (field == null) {
            throw new IOException(call.line() + ": the answer has no " + name);
        }
        return field.getAsString();
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections.values()) {
            connection.close();
        }
        connections.clear();
    }

    /** An answer without success. The connection is as good as before. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(Call call, Connection.Answer answer) {
            super(call.line() + ": " + answer.status() + " "
                    + answer.text().substring(0, Math.min(300, answer.body().length / 2)));
        }
    }
}
