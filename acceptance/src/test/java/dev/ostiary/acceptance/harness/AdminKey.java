package dev.ostiary.acceptance.harness;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** The private key of the first machine user ({@code admin-key.json}): signs the assertions of the JWT profile (RFC 7523). */
public record AdminKey(String userId, String keyId, PrivateKey key) {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    public static AdminKey of(RunningServer server) {
        JsonObject file = Json.parse(server.read("admin-key.json")).getAsJsonObject();
        return new AdminKey(
                Json.string(file, "userId"), Json.string(file, "keyId"), privateKey(Json.string(file, "key")));
    }

    /** A signed assertion of this user for {@code audience}, good for ten minutes. */
    public String assertion(String audience) {
        long now = Instant.now().getEpochSecond();
        JsonObject header = Json.object("alg", "RS256", "typ", "JWT", "kid", keyId);
        JsonObject claims = Json.object("iss", userId, "sub", userId, "aud", audience, "iat", now, "exp", now + 600);
        String input = encode(header) + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(JsonObject object) {
        return URL.encodeToString(object.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static PrivateKey privateKey(String pem) {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        try {
            byte[] pkcs8 = pem.contains("BEGIN RSA PRIVATE KEY") ? wrapped(der) : der;
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** PKCS #1 inside PKCS #8 (RFC 5208): version 0, algorithm rsaEncryption, the key as an octet string. */
    private static byte[] wrapped(byte[] pkcs1) {
        byte[] prefix = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");
        byte[] key = der(0x04, pkcs1);
        byte[] body = new byte[prefix.length + key.length];
        System.arraycopy(prefix, 0, body, 0, prefix.length);
        System.arraycopy(key, 0, body, prefix.length, key.length);
        return der(0x30, body);
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        out.write(0x82);
        out.write(content.length >> 8);
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }
}
