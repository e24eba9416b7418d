package dev.ostiary.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses (RFC 4632 section 3.1, RFC 4291 section 2.3), such as {@code 10.0.0.0/8}.
 *
 * @param network 4 or 16 bytes, hexadecimal, the bits after the prefix zero
 * @param prefix number of leading bits that an address must share
 */
public record Cidr(String network, int prefix) {
    private static final Pattern FOUR_PARTS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    /**
     * Reads {@code address/prefix}; an address alone means this address only.
     *
     * @throws IllegalArgumentException when it is neither; the message says what is allowed
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = literal(slash < 0 ? text : text.substring(0, slash), text);
        int bits = address.length * 8;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), bits, text);
        for (int bit = prefix; bit < bits; bit++) {
            address[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return new Cidr(HexFormat.of().formatHex(address), prefix);
    }

    /** Tells whether the address is in this range; an IPv4 address is never in an IPv6 range. */
    public boolean contains(InetAddress address) {
        byte[] range = HexFormat.of().parseHex(network);
        byte[] bytes = address.getAddress();
        if (bytes.length != range.length) {
            return false;
        }
        int whole = prefix / 8;
        int rest = prefix % 8;
        return Arrays.equals(bytes, 0, whole, range, 0, whole)
                && (rest == 0 || ((bytes[whole] ^ range[whole]) & (0xFF00 >> rest) & 0xFF) == 0);
    }

    private static byte[] literal(String address, String whole) {
        // the JDK also reads 10 as 0.0.0.10, which is not what 10/8 means
        if (!address.contains(":") && !FOUR_PARTS.matcher(address).matches()) {
            throw refused(whole, null);
        }
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            throw refused(whole, e);
        }
    }

    private static int prefix(String digits, int bits, String whole) {
        try {
            int prefix = Integer.parseInt(digits);
            if (prefix >= 0 && prefix <= bits) {
                return prefix;
            }
        } catch (NumberFormatException e) {
            throw refused(whole, e);
        }
        throw refused(whole, null);
    }

    private static IllegalArgumentException refused(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'" + text + "' is not a range of IP addresses such as 10.0.0.0/8 or fd00::/8", cause);
    }
}
