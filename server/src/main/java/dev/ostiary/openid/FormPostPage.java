package dev.ostiary.openid;

import dev.ostiary.http.Response;
import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page that posts an answer to the application, by itself or, without script, by a button. */
final class FormPostPage {
    private static final String SCRIPT = "document.forms[0].submit()";

    /** The one script is allowed by its hash. There is no form-action: browsers would apply it to where the application redirects next. */
    private static final String POLICY =
            "default-src 'none'; script-src 'sha256-" + sha256(SCRIPT) + "'; frame-ancestors 'none'; base-uri 'none'";

    private FormPostPage() {}

    static Response of(FormPosts.FormPost answer) {
        StringOutput html = new StringOutput();
        html.writeContent("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><title>Continue</title></head>"
                + "<body><form method=\"post\" action=\"");
        Escape.htmlAttribute(answer.redirectUri(), html);
        html.writeContent("\">");
        answer.fields().forEach((name, value) -> field(html, name, value));
        html.writeContent(
                "<button type=\"submit\">Continue</button></form><script>" + SCRIPT + "</script></body></html>\n");
        return Answers.notStored(Response.of(200, "text/html;charset=utf-8", html.toString()))
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "no-referrer")
                .with("X-Content-Type-Options", "nosniff");
    }

    private static void field(StringOutput html, String name, String value) {
        html.writeContent("<input type=\"hidden\" name=\"");
        Escape.htmlAttribute(name, html);
        html.writeContent("\" value=\"");
        Escape.htmlAttribute(value, html);
        html.writeContent("\">");
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
