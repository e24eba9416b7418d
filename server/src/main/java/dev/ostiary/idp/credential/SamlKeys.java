package dev.ostiary.idp.credential;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The key pair with which this server signs SAML requests, and opens what is encrypted for it.
 *
 * @param privateKey PKCS #8 in PEM
 * @param certificate self-signed, in PEM: what the provider knows the key by
 */
public record SamlKeys(String privateKey, String certificate) {

    /**
     * Makes a key pair. Takes up to some seconds.
     *
     * @param id of the provider it is for: it stands in the certificate's subject, and as its serial number when it is a number
     * @param bits of the RSA key
     */
    public static SamlKeys generate(String id, int bits, Instant now, Duration lifetime) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            X509Certificate certificate = certificate(id, pair, now, lifetime);
            return new SamlKeys(
                    Pem.block("PRIVATE KEY", pair.getPrivate().getEncoded()),
                    Pem.block("CERTIFICATE", certificate.getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("the platform has no RSA", e);
        }
    }

    private static X509Certificate certificate(String id, KeyPair pair, Instant now, Duration lifetime)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Ostiary")
                .addRDN(BCStyle.SERIALNUMBER, id)
                .build();
        BigInteger serial = id.matches("[1-9]\\d{0,40}") ? new BigInteger(id) : BigInteger.ONE;
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject, serial, Date.from(now), Date.from(now.plus(lifetime)), subject, pair.getPublic());
        builder.addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
    }

    /** The private key stays out of logs. */
    @Override
    public String toString() {
        return "SamlKeys[" + certificate + "]";
    }
}
