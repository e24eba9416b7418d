package dev.ostiary.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;
import org.slf4j.LoggerFactory;

/**
 * The same algorithms as the JDK's, in machine code: RS256 is signed twice as fast, ES256 checked fourteen times
 * (<a href="https://github.com/corretto/amazon-corretto-crypto-provider">Amazon Corretto Crypto Provider</a>).
 */
public final class NativeAlgorithms {
    private NativeAlgorithms() {}

    /** Puts them before the JDK's for everything in this JVM. Where there are none for this machine, the JDK's stay. */
    public static void install() {
        Throwable why = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
        if (why == null) {
            Security.insertProviderAt(AmazonCorrettoCryptoProvider.INSTANCE, 1);
        } else {
            LoggerFactory.getLogger(NativeAlgorithms.class)
                    .info("no native cryptography for this machine, the JDK's own is used: {}", why.toString());
        }
    }
}
