package dev.ostiary.federation.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.Reason;
import dev.ostiary.idp.credential.LdapServer;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says what went wrong with one server, in words for administrators. */
record Troubles(LdapServer at, Deadline deadline) {
    /** It is there, but not for us, or not now; or it isn't there any more. */
    private static final Set<ResultCode> NOBODY_ANSWERS = Set.of(
            ResultCode.BUSY,
            ResultCode.UNAVAILABLE,
            ResultCode.TIME_LIMIT_EXCEEDED,
            ResultCode.TIMEOUT,
            ResultCode.SERVER_DOWN,
            ResultCode.CONNECT_ERROR);

    String server() {
        return (at.tls() ? "ldaps://" : "ldap://") + at.host() + ":" + at.port();
    }

    DirectoryFailure here(Reason reason, String detail, @Nullable Throwable cause) {
        return DirectoryFailure.here(reason, Stage.CONNECT, server() + ": " + detail, cause);
    }

    DirectoryFailure unreachable(String detail, Throwable cause) {
        return here(Reason.PROVIDER_UNREACHABLE, over() ? "timeout: no answer in time" : detail, cause);
    }

    /**
     * @param otherwise when it isn't that nobody answers
     * @param secret that was sent along; not shown even when the server repeats it
     */
    DirectoryFailure of(Stage stage, LDAPException e, Reason otherwise, String secret) {
        boolean insecure = isOfTls(e);
        boolean nobody = NOBODY_ANSWERS.contains(e.getResultCode()) || insecure || over();
        String detail = over() ? "timeout: no answer in time" : (insecure ? "tls: " : "") + said(e, secret);
        return DirectoryFailure.here(
                nobody ? Reason.PROVIDER_UNREACHABLE : otherwise, stage, server() + ": " + detail, e);
    }

    private boolean over() {
        return deadline.left().isZero();
    }

    private static boolean isOfTls(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    /** The result's number and name (RFC 4511 appendix A), and what the server or the library says to it. */
    String said(LDAPException e, String secret) {
        String words = e.getDiagnosticMessage() == null ? String.valueOf(e.getMessage()) : e.getDiagnosticMessage();
        String said = "result " + e.getResultCode().intValue() + " ("
                + e.getResultCode().getName() + ")" + (words.isBlank() ? "" : ": " + words);
        return secret.isEmpty() ? said : said.replace(secret, "…");
    }
}
