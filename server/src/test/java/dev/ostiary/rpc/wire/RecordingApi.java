package dev.ostiary.rpc.wire;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.ostiary.access.Access;
import dev.ostiary.access.Roles;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderResponse;
import dev.ostiary.http.Overloaded;
import dev.ostiary.http.Request;
import dev.ostiary.instance.Instance;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller;
import dev.ostiary.rpc.Caller.Membership;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Directory;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Repeats;
import dev.ostiary.rpc.contract.Contract;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The whole contract with calls that only write down what reached them, and a directory of four callers. Adding a provider does
 * what its name says: {@code missing} is not found, {@code slow} takes a minute, {@code broken} fails.
 */
final class RecordingApi {

    static final String ADD = "zitadel.admin.v1.AdminService/AddGenericOIDCProvider";

    /** What reached a feature. */
    record Received(String method, Call call, Message message) {}

    static final Instance INSTANCE = new Instance("1", "test", List.of("127.0.0.1"), "10", "100", "en", false);

    private static final Map<String, Caller> CALLERS = Map.of(
            "iamowner", new Caller("u1", "10", List.of(new Membership("1", List.of("IAM_OWNER")))),
            "iamviewer", new Caller("u2", "10", List.of(new Membership("1", List.of("IAM_OWNER_VIEWER")))),
            "orgowner", new Caller("u3", "10", List.of(new Membership("10", List.of("ORG_OWNER")))),
            "norole", new Caller("u4", "10", List.of()));

    private static final Map<String, String> ORGANIZATIONS = Map.of("10", "10", "20", "20", "second.example.com", "20");

    final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    Api api() {
        Calls calls = new Calls();
        calls.on(ADD, AddGenericOIDCProviderRequest.getDefaultInstance(), this::add);
        Contract.FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream())
                .filter(method -> !name(method).equals(ADD))
                .forEach(method ->
                        calls.on(name(method), DynamicMessage.getDefaultInstance(method.getInputType()), echo(method)));
        return new Api(
                Contract.of(Contract.FILES, calls), new FixedDirectory(), new Access(Roles.builtIn()), Repeats.NONE);
    }

    private AddGenericOIDCProviderResponse add(Call call, AddGenericOIDCProviderRequest request) {
        received.add(new Received(ADD, call, request));
        switch (request.getName()) {
            case "missing" -> throw Problem.notFound("INST-Dg331", "Errors.IDPConfig.NotExisting");
            case "overtaken" -> throw new Store.Conflict(new Stream("1", "idp", "2", "1"));
            case "unlucky" -> throw new Store.Unavailable(new IllegalStateException("the queue is full"));
            case "crowded" -> throw new Overloaded("too many");
            case "broken" -> throw new IllegalStateException("a defect");
            case "slow" -> sleep();
            default -> {}
        }
        return AddGenericOIDCProviderResponse.newBuilder().setId("42").build();
    }

    private static void sleep() {
        try {
            TimeUnit.MINUTES.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private BiFunction<Call, DynamicMessage, Message> echo(MethodDescriptor method) {
        return (call, request) -> {
            received.add(new Received(name(method), call, request));
            return DynamicMessage.getDefaultInstance(method.getOutputType());
        };
    }

    private static String name(MethodDescriptor method) {
        return method.getService().getFullName() + "/" + method.getName();
    }

    private static final class FixedDirectory implements Directory {
        @Override
        public <T> T together(Supplier<T> lookUps) {
            return lookUps.get();
        }

        @Override
        public Optional<Instance> instance(Request request) {
            return Optional.of(INSTANCE).filter(instance -> instance.domains().contains(request.host()));
        }

        @Override
        public String origin(Instance instance, Request request) {
            return "http://" + request.authority();
        }

        @Override
        public Optional<Caller> caller(Instance instance, Request request, String token, boolean dpop) {
            return Optional.ofNullable(CALLERS.get(token));
        }

        @Override
        public Optional<String> organization(Instance instance, String idOrDomain) {
            return Optional.ofNullable(ORGANIZATIONS.get(idOrDomain));
        }
    }
}
