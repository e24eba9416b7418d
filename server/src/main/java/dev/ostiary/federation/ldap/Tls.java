package dev.ostiary.federation.ldap;

import dev.ostiary.idp.credential.CredentialException;
import dev.ostiary.idp.credential.PemCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes connections to one host secure, and makes sure that it is this host that answers (RFC 4513 section 3.1.3). */
final class Tls extends SSLSocketFactory {
    /** The JDK's name for the rules of LDAP. */
    private static final String RULES = "LDAPS";

    private final SSLSocketFactory sockets;
    private final String host;

    private Tls(SSLSocketFactory sockets, String host) {
        this.sockets = sockets;
        this.host = host;
    }

    /**
     * @param host as it is configured: the certificate must name it
     * @param rootCa certificates in PEM that vouch for it; empty for those of the JDK
     */
    static Tls to(String host, String rootCa) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, rootCa.isEmpty() ? null : trustIn(rootCa), null);
        return new Tls(context.getSocketFactory(), host);
    }

    private static TrustManager[] trustIn(String rootCa) throws GeneralSecurityException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (X509Certificate each : PemCertificates.parse(rootCa.getBytes(StandardCharsets.ISO_8859_1))) {
                trusted.setCertificateEntry("ca" + number++, each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return trust.getTrustManagers();
        } catch (CredentialException | IOException e) {
            throw new GeneralSecurityException("the configured certificates can't be read", e);
        }
    }

    /** Secures a connection; returns when the other side has proved who it is. */
    SSLSocket secure(Socket plain) throws IOException {
        SSLSocket secured = secured(plain, plain.getPort());
        secured.startHandshake();
        return secured;
    }

    private SSLSocket secured(Socket plain, int port) throws IOException {
        SSLSocket secured = (SSLSocket) sockets.createSocket(plain, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(RULES);
        secured.setSSLParameters(parameters);
        return secured;
    }

    /** For StartTLS. */
    @Override
    public Socket createSocket(Socket plain, String ignored, int port, boolean autoClose) throws IOException {
        return secured(plain, port);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String to, int port) throws IOException {
        throw unguarded();
    }

    @Override
    public Socket createSocket(String to, int port, @Nullable InetAddress from, int fromPort) throws IOException {
        throw unguarded();
    }

    @Override
    public Socket createSocket(InetAddress to, int port) throws IOException {
        throw unguarded();
    }

    @Override
    public Socket createSocket(InetAddress to, int port, @Nullable InetAddress from, int fromPort) throws IOException {
        throw unguarded();
    }

    private static IOException unguarded() {
        return new IOException("connections are made where addresses are checked");
    }
}
