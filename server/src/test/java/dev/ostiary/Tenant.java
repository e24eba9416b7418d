package dev.ostiary;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.ostiary.instance.Instance;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Level;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** One instance of a {@link TestStore}: calls about it, and the events that were recorded in it. */
public final class Tenant {
    public static final String ORGANIZATION = "110";
    public static final String OTHER_ORGANIZATION = "120";
    public static final String ACTOR = "111";

    /** An event as it is kept. */
    public record Recorded(String stream, long version, String type, String actor, String owner, String payload) {}

    public final String id;
    public final Calls calls = new Calls();
    private final TestStore of;

    Tenant(TestStore of, String id) {
        this.of = of;
        this.id = id;
    }

    public <T> T write(Function<Transaction, T> command) {
        return of.store.write(command);
    }

    /** A call about {@link #ORGANIZATION}. */
    public Call call() {
        return callAbout(ORGANIZATION);
    }

    public Call callAbout(String organization) {
        return new Call(
                new Instance(id, "Test", List.of("id.example.com"), ORGANIZATION, "130", "en", false),
                "https://id.example.com",
                organization,
                new Caller(ACTOR, ORGANIZATION, List.of()),
                Locale.ENGLISH);
    }

    /** Runs a registered call about {@link #ORGANIZATION} and returns its answer. */
    public <A extends Message> A answer(String method, Message request, Class<A> answer) {
        return answer(call(), method, request, answer);
    }

    public <A extends Message> A answer(Call call, String method, Message request, Class<A> answer) {
        return answer.cast(implementation(method).handler().apply(call, request));
    }

    /** Runs a call that both levels have by the same name; the level's own message is read from the other's bytes. */
    public Message answerTo(Level level, String name, Message request) throws InvalidProtocolBufferException {
        Calls.Implementation implementation = implementation(method(level, name));
        Message own = implementation.prototype().getParserForType().parseFrom(request.toByteString());
        return implementation.handler().apply(call(), own);
    }

    private Calls.Implementation implementation(String method) {
        return Objects.requireNonNull(calls.byName().get(method), method);
    }

    /** The full name of a call of the Admin or the Management API. */
    public static String method(Level level, String name) {
        return (level == Level.INSTANCE ? "zitadel.admin.v1.AdminService/" : "zitadel.management.v1.ManagementService/")
                + name;
    }

    /** Everything that happened in the instance, in the order it was committed. */
    public List<Recorded> events() {
        return of.store.read(sql -> sql.select(
                        "select stream, version, type, actor, owner, payload from events where instance = ? order by position",
                        id)
                .map((row, context) -> new Recorded(
                        row.getString(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)))
                .list());
    }

    public List<String> eventTypes() {
        return events().stream().map(Recorded::type).toList();
    }
}
