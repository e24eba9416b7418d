package dev.ostiary.repeat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.crypto.Vault;
import dev.ostiary.repeat.KeptAnswerTable.Kept;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.rpc.Repeats;
import dev.ostiary.store.Store;
import dev.ostiary.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Idempotency keys (<a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header">The Idempotency-Key HTTP
 * Header Field</a>): the same request of the same caller under the same key changes something once, and is answered alike for a day.
 *
 * <p>The key is taken in the transaction that changes something, so that no crash comes between. A call that was refused has used no
 * key. Answers may hold secrets: they are kept sealed.
 */
public final class RepeatedCalls implements Repeats {
    static final Duration KEPT = Duration.ofDays(1);
    static final String UNDERWAY = "a request with this idempotency key is under way, or its answer is not known";

    private static final int LONGEST_KEY = 255;
    private static final KeptAnswerTable TABLE = new KeptAnswerTable();

    private final Store store;
    private final Vault vault;
    private final InstantSource clock;
    private final Set<String> underway = ConcurrentHashMap.newKeySet();

    public RepeatedCalls(Store store, Vault vault, InstantSource clock) {
        this.store = store;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public Message once(Call call, String key, String method, Message request, Message answer, Supplier<Message> work) {
        if (key.length() > LONGEST_KEY) {
            throw Problem.plain(Kind.INVALID_ARGUMENT, "an idempotency key has at most " + LONGEST_KEY + " characters");
        }
        String id = Secrets.hash(call.actor() + "\n" + key);
        String content = Base64.getEncoder().encodeToString(request.toByteArray());
        String what = Secrets.hash(method + "\n" + call.organization() + "\n" + content);
        Claim claim = new Claim(call.instanceId(), id, what, new AtomicBoolean());
        if (!underway.add(call.instanceId() + id)) {
            throw Problem.plain(Kind.ABORTED, UNDERWAY);
        }
        try {
            return known(claim, answer).orElseGet(() -> make(claim, work));
        } finally {
            underway.remove(call.instanceId() + id);
        }
    }

    private Optional<Message> known(Claim claim, Message answer) {
        Optional<Kept> kept = store.read(sql ->
                TABLE.find(sql, claim.instance(), claim.id(), clock.instant().minus(KEPT)));
        return kept.map(known -> {
            if (!known.request().equals(claim.request())) {
                throw Problem.plain(Kind.INVALID_ARGUMENT, "the idempotency key was used for another request");
            }
            if (known.sealed().isEmpty()) {
                throw Problem.plain(Kind.ABORTED, UNDERWAY);
            }
            return read(vault.open(claim.instance(), place(claim), known.sealed()), answer);
        });
    }

    private Message make(Claim claim, Supplier<Message> work) {
        Message answer = ScopedValue.where(Claim.CURRENT, claim).call(work::get);
        if (claim.taken().get()) {
            String content = Base64.getEncoder().encodeToString(answer.toByteArray());
            String sealed = vault.seal(claim.instance(), place(claim), content);
            store.write(tx -> {
                TABLE.answer(tx, claim, sealed);
                return sealed;
            });
        }
        return answer;
    }

    private static String place(Claim claim) {
        return "answer/" + claim.id();
    }

    private static Message read(String content, Message answer) {
        try {
            return answer.getParserForType().parseFrom(Base64.getDecoder().decode(content));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a kept answer can't be read", e);
        }
    }

    /**
     * Forgets keys that were used long ago.
     *
     * @return how many; unless it is 0 there may be more
     */
    public static int sweep(Transaction tx) {
        return TABLE.sweep(tx);
    }
}
