package dev.ostiary.federation.saml;

import static dev.ostiary.federation.saml.SamlRefused.require;

import dev.ostiary.federation.saml.SamlRefused.Check;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Undoes DEFLATE (RFC 1951), up to a size. */
final class Inflating {
    private Inflating() {}

    static byte[] inflated(byte[] deflated, int most) throws SamlRefused {
        Inflater raw = new Inflater(true);
        try (InflaterInputStream stream = new InflaterInputStream(new ByteArrayInputStream(deflated), raw)) {
            byte[] inflated = stream.readNBytes(most + 1);
            require(inflated.length <= most, Check.MESSAGE, "the message has more than " + most + " bytes");
            return inflated;
        } catch (IOException malformed) {
            throw new SamlRefused(Check.MESSAGE, "the message can't be decompressed", malformed);
        } finally {
            raw.end();
        }
    }
}
