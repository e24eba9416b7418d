package dev.ostiary.acceptance.harness;

import dev.ostiary.acceptance.harness.Writers.Refused;
import dev.ostiary.acceptance.harness.Writers.Written;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Clients that write and read without a break while something happens to the servers, and that go on whatever comes of it.
 *
 * <p>A server may say that it is unavailable, or not answer at all. Any other answer than the right one is a wrong one: a write that was
 * acknowledged before a read began and that the read doesn't see, on whichever server; a token that was revoked and opens something; an
 * internal error.
 */
public final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<Api> servers;
    private final String revoked;
    private final Writers writers = new Writers();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private Load(List<Api> servers, String revoked) {
        this.servers = servers;
        this.revoked = revoked;
    }

    /**
     * Starts clients of each server.
     *
     * @param servers calls as IAM_OWNER; all servers have the same data
     * @param writers number of clients that write, of each server
     */
    public static Load on(List<Api> servers, int writers) {
        Load load = new Load(servers, revokedToken(servers.getFirst()));
        load.writers.write(servers.getFirst());
        for (Api server : servers) {
            for (int i = 0; i < writers; i++) {
                load.keepDoing(load.writers::write, server);
            }
            load.keepDoing(load::read, server);
        }
        try {
            Await.until("writes before anything happens", PATIENCE, () -> load.acknowledgements() > 50);
            return load;
        } catch (AssertionError e) {
            load.close();
            throw e;
        }
    }

    private static String revokedToken(Api api) {
        String user = api.post("/management/v1/users/machine", Json.object("userName", "revoked", "name", "revoked"))
                .ok()
                .string("userId");
        String path = "/management/v1/users/" + user + "/pats";
        var token = api.post(path, Json.object()).ok();
        api.delete(path + "/" + token.string("tokenId")).ok();
        return token.string("token");
    }

    private void keepDoing(Consumer<Api> action, Api server) {
        threads.add(Thread.ofVirtual().start(() -> {
            while (!over) {
                attempt(() -> action.accept(server));
            }
        }));
    }

    /** Returns whether the answer was a success. */
    private boolean attempt(Runnable action) {
        try {
            action.run();
            return true;
        } catch (UncheckedIOException e) {
            unanswered.incrementAndGet();
        } catch (Refused e) {
            // counted where it was refused
        }
        LockSupport.parkNanos(PAUSE_NANOS);
        return false;
    }

    private void read(Api server) {
        for (String id : writers.written().keySet()) {
            Written known = writers.written().get(id);
            judge(
                    server.get("/admin/v1/idps/templates/" + id),
                    200,
                    answer -> Writers.isAtLeast(known, answer) && isWhole(answer));
            judge(server.as(revoked).get("/auth/v1/users/me"), 401, answer -> true);
            if (over) {
                return;
            }
        }
    }

    private void judge(Answer answer, int status, Predicate<Answer> expected) {
        reads.incrementAndGet();
        if (answer.status() == 503) {
            unavailable.incrementAndGet();
        } else if (answer.status() != status || !expected.test(answer)) {
            wrong.add(answer.toString());
        }
    }

    private static boolean isWhole(Answer answer) {
        return answer.string("idp.config.oidc.clientId").equals("id of " + answer.string("idp.name"));
    }

    /** Waits until each server acknowledges a write; returns how long that took. */
    public Duration untilAllAreGood() {
        return untilGood(servers);
    }

    /** The same of some of the servers. */
    public Duration untilGood(List<Api> some) {
        long start = System.nanoTime();
        for (Api server : some) {
            Await.until("a server to be good again", PATIENCE, () -> attempt(() -> writers.write(server)));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    public int acknowledgements() {
        return writers.acknowledgements();
    }

    /** How often a server said that it was unavailable, or didn't answer. */
    public int errors() {
        return unavailable.get()
                + unanswered.get()
                + (int) refusals().filter(Load::isUnavailable).count();
    }

    private Stream<String> refusals() {
        return writers.refusals().stream();
    }

    private static boolean isUnavailable(String refusal) {
        return refusal.startsWith("503 ");
    }

    /** Every answer that should not have been given. */
    public List<String> wrongAnswers() {
        List<String> all = new ArrayList<>(wrong);
        refusals().filter(refusal -> !isUnavailable(refusal)).forEach(all::add);
        return all;
    }

    /** Ends the clients; returns what is wrong with what was acknowledged, as each server tells it now. */
    public List<String> lost() {
        close();
        List<String> complaints = new ArrayList<>();
        for (Api server : servers) {
            for (Map.Entry<String, Written> one : writers.written().entrySet()) {
                Answer answer = server.get("/admin/v1/idps/templates/" + one.getKey());
                String complaint = Writers.complaint(one.getKey(), one.getValue(), answer);
                if (!complaint.isEmpty()) {
                    complaints.add(complaint);
                }
            }
        }
        return complaints;
    }

    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What there is to count. */
    @Override
    public String toString() {
        return "acknowledged writes: %d, reads: %d, 503: %d, no answer: %d, wrong answers: %d"
                .formatted(
                        acknowledgements(),
                        reads.get(),
                        errors() - unanswered.get(),
                        unanswered.get(),
                        wrongAnswers().size());
    }
}
