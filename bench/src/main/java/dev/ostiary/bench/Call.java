package dev.ostiary.bench;

import java.nio.charset.StandardCharsets;

/** A request as it goes over the wire. */
record Call(byte[] bytes) {

    static Call of(String method, String path, String authorization, String type, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + authorization
                + "\r\nContent-Type: " + type + "\r\nContent-Length: " + content.length + "\r\n\r\n";
        return new Call((head + body).getBytes(StandardCharsets.UTF_8));
    }

    static Call json(String method, String path, String token, String body) {
        return of(method, path, "Bearer " + token, "application/json", body);
    }

    /** A call about an organization. */
    static Call about(String organization, String method, String path, String token, String body) {
        return json(method, path, token + "\r\nx-zitadel-orgid: " + organization, body);
    }

    static Call get(String path, String token) {
        return json("GET", path, token, "");
    }
}
