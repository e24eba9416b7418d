package dev.ostiary.bench;

import com.google.protobuf.MessageLite;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A request. The {@link Connection} adds where it goes to.
 *
 * @param line method and target
 * @param headers each with its line's end
 */
record Call(String line, String headers, byte[] body) {

    Call(String line, String headers, String body) {
        this(line, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Call of(String method, String path, String authorization, String type, String body) {
        return new Call(
                method + " " + path, "Authorization: " + authorization + "\r\nContent-Type: " + type + "\r\n", body);
    }

    static Call json(String method, String path, String token, String body) {
        return of(method, path, "Bearer " + token, "application/json", body);
    }

    /** A call about an organization. */
    static Call about(String organization, String method, String path, String token, String body) {
        return json(method, path, token + "\r\nx-zitadel-orgid: " + organization, body);
    }

    /** A call of a service about an organization, in Connect's binary form. */
    static Call unary(String organization, String method, String token, MessageLite request) {
        String headers = "Authorization: Bearer " + token + "\r\nx-zitadel-orgid: " + organization
                + "\r\nConnect-Protocol-Version: 1\r\nContent-Type: application/proto\r\n";
        return new Call("POST /" + method, headers, request.toByteArray());
    }

    static Call get(String path, String token) {
        return json("GET", path, token, "");
    }

    /** The Authorization header of a client with a secret (RFC 6749 section 2.3.1). */
    static String basic(String clientId, String secret) {
        String pair = SignIn.encoded(clientId) + ":" + SignIn.encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** A form without a token. */
    static Call form(String path, String form) {
        return new Call("POST " + path, "Content-Type: application/x-www-form-urlencoded\r\n", form);
    }

    byte[] bytes(int port) {
        byte[] head = (line + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n" + headers + "Content-Length: "
                        + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
