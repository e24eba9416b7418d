package dev.ostiary.acceptance.harness;

import com.google.gson.JsonObject;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Clients that add and update identity providers as fast as they can, and remember exactly what the server acknowledged. */
public final class Writers {

    /**
     * What is known of one provider.
     *
     * @param acknowledged the content of the last write that was answered with success
     * @param inFlight the content of a write that was sent and not answered: it may be there or not; {@code null} when there is none
     */
    public record Written(String acknowledged, @Nullable String inFlight) {
        public boolean allows(String name) {
            return name.equals(acknowledged) || name.equals(inFlight);
        }
    }

    private final Map<String, Written> written = new ConcurrentHashMap<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acknowledgements = new AtomicInteger();
    private final AtomicInteger counter = new AtomicInteger();

    /** Starts {@code count} clients; they end when the server does. */
    public List<Thread> start(RunningServer server, int count) {
        List<Thread> threads = new ArrayList<>();
        String token = server.token();
        for (int i = 0; i < count; i++) {
            threads.add(Thread.ofVirtual()
                    .start(() -> writeUntilItEnds(Api.at(server.origin()).as(token))));
        }
        return threads;
    }

    private void writeUntilItEnds(Api api) {
        try {
            while (true) {
                write(api);
            }
        } catch (UncheckedIOException | Refused ended) {
            // the server was killed: what was under way stays in flight; or it refused, which is on record
        }
    }

    /**
     * Adds a provider and changes it twice.
     *
     * @throws UncheckedIOException when the server did not answer
     * @throws Refused when it did, but not with success
     */
    void write(Api api) {
        String id = add(api);
        update(api, id);
        update(api, id);
    }

    private String add(Api api) {
        String name = nextName();
        String id = acknowledged(api.post("/admin/v1/idps/generic_oidc", provider(name)))
                .string("id");
        written.put(id, new Written(name, null));
        return id;
    }

    private void update(Api api, String id) {
        String name = nextName();
        written.computeIfPresent(id, (same, before) -> new Written(before.acknowledged(), name));
        acknowledged(api.put("/admin/v1/idps/generic_oidc/" + id, provider(name)));
        written.put(id, new Written(name, null));
    }

    private Answer acknowledged(Answer answer) {
        if (answer.status() != 200) {
            refusals.add(answer.status() + " " + answer.text());
            throw new Refused();
        }
        acknowledgements.incrementAndGet();
        return answer;
    }

    private String nextName() {
        return "provider " + counter.incrementAndGet();
    }

    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static JsonObject provider(String name) {
        return Json.object(
                "name",
                name,
                "issuer",
                "https://accounts.example.com",
                "clientId",
                "id of " + name,
                "clientSecret",
                "secret",
                "scopes",
                Json.array("openid", name.replace(' ', '-')));
    }

    /** What was answered, but not with success: there should be nothing. */
    public Queue<String> refusals() {
        return refusals;
    }

    public int acknowledgements() {
        return acknowledgements.get();
    }

    /** Every provider a write of which was acknowledged, by id. */
    public Map<String, Written> written() {
        return written;
    }

    /** Whether a provider is there as it was when this was known of it, or as a later write left it. */
    public static boolean isAtLeast(Written known, Answer answer) {
        return answer.status() == 200 && number(answer.string("idp.name")) >= number(known.acknowledged());
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(name.indexOf(' ') + 1));
    }

    /** What is wrong with a provider as the server tells it now; "" if nothing is. */
    public static String complaint(String id, Written written, Answer answer) {
        if (answer.status() != 200) {
            return id + " (" + written.acknowledged() + ") is lost: " + answer.status();
        }
        String name = answer.string("idp.name");
        boolean whole = answer.string("idp.config.oidc.clientId").equals("id of " + name)
                && answer.string("idp.config.oidc.scopes.1").equals(name.replace(' ', '-'));
        return written.allows(name) && whole ? "" : id + " should be " + written + " but is " + answer.text();
    }
}
