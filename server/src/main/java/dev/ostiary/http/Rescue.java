package dev.ostiary.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers what a handler throws: a defect is logged, and comes out as 500 with the reference under which it was logged. */
public final class Rescue implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Rescue.class);

    private final Handler inside;

    public Rescue(Handler inside) {
        this.inside = inside;
    }

    @Override
    public Response handle(Request request) {
        try {
            return inside.handle(request);
        } catch (TooManyRequests e) {
            return text(429, e.getMessage()).with("Retry-After", e.retryAfter());
        } catch (Overloaded e) {
            return text(503, "the server is busy").with("Retry-After", Overloaded.RETRY_AFTER);
        } catch (Request.BodyTooLarge e) {
            return text(413, "the body is too large");
        } catch (Request.BodyUnreadable e) {
            return text(400, "the body broke off");
        } catch (RuntimeException e) {
            String reference =
                    HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            LOG.error("{} {} failed, reference {}", request.method(), request.path(), reference, e);
            return text(500, "internal error (" + reference + ")");
        }
    }

    private static Response text(int status, String text) {
        return Response.of(status, "text/plain; charset=utf-8", text + "\n");
    }
}
