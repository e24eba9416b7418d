package dev.ostiary.crypto;

import dev.ostiary.http.Overloaded;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.FixedBlockPool;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords that people choose: Argon2id (RFC 9106), 19 MiB, two passes, one lane, in PHC text form.
 *
 * <p>Runs on a few platform threads, one core fewer than there are: hashing is pure CPU and memory, and a flood of logins must queue here
 * rather than take the machine. Who finds the queue full gets {@link Overloaded} at once.
 */
public final class Passwords implements AutoCloseable {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;

    /** A block is 1 KiB; a few more are used on the way. More than that, as hashes made elsewhere may need, is not kept. */
    private static final int BLOCKS = MEMORY_KIB + 8;

    private static final int HASH_BYTES = 32;

    /** About a second or two of work. */
    private static final int WAITING_PER_THREAD = 32;

    private static final int IDLE_SECONDS = 10;

    private static final Pattern ARGON2ID = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=\\d{1,7},t=\\d{1,2},p=\\d{1,2}\\$[A-Za-z0-9+/]{11,86}\\$[A-Za-z0-9+/]{22,86}");
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private final ThreadPoolExecutor pool;
    private final String nobodysHash;

    /**
     * Each thread works in the same memory again and again: new blocks for each password outgrow the young generation, and the heap with it.
     * The memory goes with the thread, when nobody has come with a password for a while.
     */
    private final ThreadLocal<BlockPool> blocks = ThreadLocal.withInitial(() -> new FixedBlockPool(BLOCKS));

    public Passwords(int threads) {
        this(threads, threads * WAITING_PER_THREAD);
    }

    /** @param waiting how many may wait for their turn */
    Passwords(int threads, int waiting) {
        pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().name("password-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        nobodysHash = phc(new Cost(MEMORY_KIB, PASSES, 1), Secrets.bytes(16), Secrets.bytes(HASH_BYTES));
    }

    /** How many passwords wait for their turn. */
    public int waiting() {
        return pool.getQueue().size();
    }

    public String hash(String password) {
        Cost cost = new Cost(MEMORY_KIB, PASSES, 1);
        byte[] salt = Secrets.bytes(16);
        return phc(cost, salt, onPool(() -> argon2id(password, salt, cost, HASH_BYTES)));
    }

    /** Tells whether {@link #verify} can read a hash that was made elsewhere: Argon2id, or bcrypt. */
    public static boolean isSupported(String hash) {
        return BCRYPT.matcher(hash).matches() || ARGON2ID.matcher(hash).matches() && canBeComputed(hash.split("\\$"));
    }

    /** One character more than whole groups of four is no base64. */
    private static boolean canBeComputed(String[] argon2id) {
        return Cost.parse(argon2id[3]).isBearable() && argon2id[4].length() % 4 != 1 && argon2id[5].length() % 4 != 1;
    }

    /** @param phc a hash that {@link #hash} made or that {@link #isSupported} */
    public boolean verify(String password, String phc) {
        if (BCRYPT.matcher(phc).matches()) {
            return onPool(() -> OpenBSDBCrypt.checkPassword(phc, password.toCharArray()));
        }
        String[] parts = phc.split("\\$"); // "", "argon2id", "v=19", "m=…,t=…,p=…", salt, hash
        Cost cost = Cost.parse(parts[3]);
        byte[] salt = Base64.getDecoder().decode(parts[4]);
        byte[] expected = Base64.getDecoder().decode(parts[5]);
        return MessageDigest.isEqual(onPool(() -> argon2id(password, salt, cost, expected.length)), expected);
    }

    /** Takes as long as {@link #verify}: for users that don't exist, so that time doesn't tell. */
    public void verifyNothing(String password) {
        verify(password, nobodysHash);
    }

    private <T> T onPool(Callable<T> work) {
        try {
            return pool.submit(work).get();
        } catch (RejectedExecutionException full) {
            throw new Overloaded("too many passwords wait to be checked");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while hashing", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("hashing failed", e.getCause());
        }
    }

    private byte[] argon2id(String password, byte[] salt, Cost cost, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib)
                .withIterations(cost.passes)
                .withParallelism(cost.lanes)
                .withSalt(salt)
                .withBlockPool(blocks.get())
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private static String phc(Cost cost, byte[] salt, byte[] hash) {
        return "$argon2id$v=19$m=" + cost.memoryKib + ",t=" + cost.passes + ",p=" + cost.lanes + "$"
                + ENCODER.encodeToString(salt) + "$" + ENCODER.encodeToString(hash);
    }

    @Override
    public void close() {
        pool.close();
    }

    private record Cost(int memoryKib, int passes, int lanes) {
        static Cost parse(String text) {
            String[] values = text.split(",");
            return new Cost(number(values[0]), number(values[1]), number(values[2]));
        }

        /** Whoever brings a hash must not decide how much memory and time each login takes. */
        boolean isBearable() {
            return memoryKib >= 8 && memoryKib <= 256 * 1024 && passes >= 1 && passes <= 10 && lanes >= 1 && lanes <= 8;
        }

        private static int number(String assignment) {
            return Integer.parseInt(assignment.substring(2));
        }
    }
}
