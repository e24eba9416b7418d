package dev.ostiary.idp.credential;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The textual encoding of keys and certificates (RFC 7468). */
final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /**
     * Returns the contents of all blocks with a label that are base64, in their order.
     *
     * @param label such as {@code CERTIFICATE}
     */
    static List<byte[]> blocks(String text, String label) {
        Pattern block =
                Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*+)-----END " + label + "-----");
        return block.matcher(text)
                .results()
                .flatMap(found -> decoded(found.group(1)).stream())
                .toList();
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static String block(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(content) + "\n-----END " + label + "-----\n";
    }
}
