package dev.ostiary.idp.credential;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The key pair with which Ostiary signs requests to one SAML provider and opens assertions from it, and the certificate that says so.
 *
 * @param privateKeyPem RSA, PKCS#8 in PEM
 * @param certificatePem signed by the key itself with SHA-256, in PEM
 */
public record SamlKeys(String privateKeyPem, String certificatePem) {
    public static final int BITS = 4096;

    /** RFC 5280 section 4.1.2.2: at most 20 bytes, positive. */
    private static final Pattern SERIAL = Pattern.compile("[1-9][0-9]{0,46}");

    private static final int RANDOM_SERIAL_BITS = 127;
    private static final String LINE = "\n";

    /**
     * Makes a new pair. With {@link #BITS} this is seconds of computing: call it before a transaction begins, not inside.
     *
     * @param providerId the certificate's subject, and its serial number when it is a number
     * @param now when the certificate begins to be valid, to the second
     */
    public static SamlKeys generate(String providerId, Instant now, Duration validity, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            byte[] certificate =
                    certificate(pair, providerId, now, now.plus(validity)).getEncoded();
            return new SamlKeys(pem("PRIVATE KEY", pair.getPrivate().getEncoded()), pem("CERTIFICATE", certificate));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("every JDK can sign a certificate with RSA", e);
        }
    }

    private static X509CertificateHolder certificate(KeyPair pair, String providerId, Instant from, Instant until)
            throws OperatorCreationException, IOException {
        X500Name subject = new X500NameBuilder()
                .addRDN(BCStyle.O, "Ostiary")
                .addRDN(BCStyle.SERIALNUMBER, providerId)
                .build();
        return new JcaX509v3CertificateBuilder(
                        subject, serial(providerId), Date.from(from), Date.from(until), subject, pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(
                        Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()));
    }

    private static BigInteger serial(String providerId) {
        return SERIAL.matcher(providerId).matches()
                ? new BigInteger(providerId)
                : new BigInteger(RANDOM_SERIAL_BITS, new SecureRandom()).setBit(0);
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, LINE.getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----" + LINE + body + LINE + "-----END " + label + "-----" + LINE;
    }

    /** Reads a private key that was made here. */
    public static PrivateKey privateKey(String pem) {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            // The cause might quote the key.
            throw new IllegalStateException("a SAML provider's private key is an RSA key in PKCS#8");
        } finally {
            Arrays.fill(der, (byte) 0);
        }
    }

    /** The private key stays out of logs. */
    @Override
    public String toString() {
        return "SamlKeys[certificatePem=" + certificatePem + "]";
    }
}
