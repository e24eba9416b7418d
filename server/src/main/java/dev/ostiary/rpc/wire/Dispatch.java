package dev.ostiary.rpc.wire;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import dev.ostiary.api.v1.ErrorDetail;
import dev.ostiary.http.Overloaded;
import dev.ostiary.http.Request;
import dev.ostiary.http.Route;
import dev.ostiary.instance.Instance;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller;
import dev.ostiary.rpc.Directory;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.rpc.Reach;
import dev.ostiary.rpc.Repeats;
import dev.ostiary.rpc.contract.Method;
import dev.ostiary.rpc.limit.Limits;
import dev.ostiary.store.Store;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to every call between decoding and encoding, once and in this order: instance, decoding (400), token (401),
 * organization (403), permission (403), limits (400), the feature.
 */
public final class Dispatch {

    /** The most a message may take, packed and unpacked. */
    static final int MESSAGE_BYTES = 4 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final Problem BUSY =
            Problem.plain(Kind.UNAVAILABLE, "the server is busy: nothing was changed, try again in a moment");
    private static final String BEARER = "Bearer ";
    private static final String DPOP = "DPoP ";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Directory directory;
    private final Permissions permissions;
    private final Limits limits;
    private final ErrorTexts texts;
    private final Repeats repeats;
    private final Deadlines deadlines = new Deadlines();

    public Dispatch(Directory directory, Permissions permissions, Limits limits, ErrorTexts texts, Repeats repeats) {
        this.directory = directory;
        this.permissions = permissions;
        this.limits = limits;
        this.texts = texts;
        this.repeats = repeats;
    }

    /**
     * Makes a call. Never throws: a defect is logged and comes out as INTERNAL with the reference under which it was logged.
     *
     * @param time returns how long the caller waits, when it says so
     * @param decode reads the message that was sent
     */
    Outcome run(Method method, Request request, Supplier<Optional<Duration>> time, Supplier<Message> decode) {
        request.exchange().at(new Route("api", method.name()));
        Outcome outcome = outcome(method, request, time, decode);
        request.exchange().ended(outcome.statusName());
        return outcome;
    }

    private Outcome outcome(
            Method method, Request request, Supplier<Optional<Duration>> time, Supplier<Message> decode) {
        Locale language = ErrorTexts.language(request.headers().apply("Accept-Language"));
        try {
            Supplier<Message> work = () -> answer(method, request, decode, language);
            Optional<Duration> limit = time.get();
            return new Outcome.Answer(limit.isEmpty() ? work.get() : deadlines.within(limit.get(), work));
        } catch (Problem problem) {
            return refusal(problem, language);
        } catch (Request.BodyTooLarge e) {
            String text = "received message larger than max (" + MESSAGE_BYTES + " bytes)";
            Status status = refusal(Problem.plain(Kind.RESOURCE_EXHAUSTED, text), language)
                    .status();
            return new Outcome.Refusal(Kind.RESOURCE_EXHAUSTED, 413, status);
        } catch (Request.BodyUnreadable e) {
            return refusal(Problem.plain(Kind.INVALID_ARGUMENT, "the request body broke off"), language);
        } catch (Overloaded | Store.Unavailable busy) {
            LOG.warn("{} was refused: {}", method.name(), busy.getMessage());
            return refusal(BUSY, language);
        } catch (Store.Conflict meanwhile) {
            return refusal(Problem.plain(Kind.ABORTED, "changed by somebody else meanwhile: try again"), language);
        } catch (RuntimeException defect) {
            String reference =
                    HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            LOG.error("{} failed, reference {}", method.name(), reference, defect);
            return refusal(Problem.plain(Kind.INTERNAL, "internal error (" + reference + ")"), language);
        }
    }

    private Message answer(Method method, Request request, Supplier<Message> decode, Locale language) {
        Instance instance = directory
                .instance(request)
                .orElseThrow(() -> Problem.plain(Kind.NOT_FOUND, "no instance has the host name of this request"));
        Message message = decode.get();
        Call call = method.needsToken()
                ? directory.together(() -> permitted(method, instance, request, message, language))
                : new Call(instance, directory.origin(instance, request), "", Caller.NOBODY, language);
        limits.violation(message).ifPresent(text -> {
            throw Problem.plain(Kind.INVALID_ARGUMENT, text);
        });
        String key = method.changes() ? request.header(IDEMPOTENCY_KEY).orElse("") : "";
        return key.isEmpty()
                ? method.implementation().handler().apply(call, message)
                : repeats.once(
                        call,
                        key,
                        method.name(),
                        message,
                        method.answer(),
                        () -> method.implementation().handler().apply(call, message));
    }

    private Call permitted(Method method, Instance instance, Request request, Message message, Locale language) {
        Caller caller = caller(instance, request);
        String organization = organization(method, instance, caller, request, message);
        Call call = new Call(instance, directory.origin(instance, request), organization, caller, language);
        if (method.needsPermission()) {
            return within(call, method, message);
        }
        return call;
    }

    /** Who has the permission on some projects only gets no further than to these. */
    private Call within(Call call, Method method, Message message) {
        Reach reach = permissions.reach(call, method.permission());
        if (!method.implementation().narrows() && !reach.covers(method.parts(message))) {
            throw Problem.denied("AUTH-3jknH", "No matching permissions found");
        }
        return call.within(reach);
    }

    private Caller caller(Instance instance, Request request) {
        String header = request.headers().apply("Authorization");
        if (header == null) {
            throw Problem.plain(Kind.UNAUTHENTICATED, "auth header missing");
        }
        boolean dpop = header.startsWith(DPOP);
        String scheme = dpop ? DPOP : BEARER;
        if (!header.startsWith(scheme) || header.length() == scheme.length()) {
            throw Problem.unauthenticated("AUTH-toLo1", "invalid auth header");
        }
        return directory
                .caller(instance, request, header.substring(scheme.length()), dpop)
                .orElseThrow(() -> Problem.unauthenticated("AUTH-7fs1e", "Errors.Token.Invalid"));
    }

    /** What the request names wins over the header, and the header over the caller's own. */
    private String organization(Method method, Instance instance, Caller caller, Request request, Message message) {
        String named = method.organizationField()
                .flatMap(field -> named(message, field))
                .orElseGet(() -> request.header("x-zitadel-orgid").orElse(""));
        if (named.isEmpty() || named.equals(caller.organization())) {
            return caller.organization();
        }
        return directory
                .organization(instance, named)
                .orElseThrow(() -> Problem.denied("AUTH-Bs7Ds", "Organisation doesn't exist"));
    }

    /** The organization's id or domain: the field itself, or the one text that is set in it. */
    private static Optional<String> named(Message message, FieldDescriptor field) {
        Object value = message.getField(field);
        Optional<String> text = value instanceof Message nested
                ? nested.getAllFields().values().stream().map(String::valueOf).findFirst()
                : Optional.of((String) value);
        return text.filter(t -> !t.isEmpty());
    }

    /** Words a problem for the caller: {@code text (id)}, with the two apart in a detail when it has an id. */
    Outcome.Refusal refusal(Problem problem, Locale language) {
        String text = texts.text(problem.key(), language);
        Status.Builder status = Status.newBuilder().setCode(problem.kind().grpcCode);
        problem.id()
                .ifPresentOrElse(
                        id -> status.setMessage(text + " (" + id + ")").addDetails(detail(id, text)),
                        () -> status.setMessage(text));
        return new Outcome.Refusal(problem.kind(), problem.kind().httpStatus, status.build());
    }

    private static Any detail(String id, String text) {
        return Any.pack(ErrorDetail.newBuilder().setId(id).setMessage(text).build());
    }
}
