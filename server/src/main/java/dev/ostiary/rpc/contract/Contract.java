package dev.ostiary.rpc.contract;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import dev.ostiary.api.protoc_gen_zitadel.v2.Options;
import dev.ostiary.api.protoc_gen_zitadel.v2.V2;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Calls.Implementation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All calls of the contract, each with its implementation, read from the compiled {@code .proto} files. Nothing about a call is
 * said twice: paths, permissions and success status come from there.
 */
public final class Contract {

    /** The files whose services this server answers. Of rules that overlap, the one of the later file wins. */
    public static final List<FileDescriptor> FILES = List.of(
            dev.ostiary.api.admin.v1.V1.getDescriptor(),
            dev.ostiary.api.management.v1.V1.getDescriptor(),
            dev.ostiary.api.auth.v1.V1.getDescriptor(),
            dev.ostiary.api.idp.v2.V2.getDescriptor(),
            dev.ostiary.api.user.v2.V2.getDescriptor(),
            dev.ostiary.api.webkey.v2.V2.getDescriptor(),
            dev.ostiary.api.webkey.v2beta.V2Beta.getDescriptor(),
            dev.ostiary.api.settings.v2.V2.getDescriptor(),
            dev.ostiary.api.session.v2.V2.getDescriptor(),
            dev.ostiary.api.oidc.v2.V2.getDescriptor(),
            dev.ostiary.api.federation.v1.V1.getDescriptor(),
            dev.ostiary.api.openid.v1.V1.getDescriptor(),
            dev.ostiary.api.upstream.v1.V1.getDescriptor(),
            dev.ostiary.api.grpc.health.v1.V1.getDescriptor());

    /** Reads the files, which takes some tenths of a second; whoever needs them later waits for it or finds it done. */
    public static void load() {
        if (FILES.isEmpty()) {
            throw new IllegalStateException("the contract has no files");
        }
    }

    /** The v1 rules are relative to where their service is mounted; all later ones are absolute. */
    static final Map<String, String> MOUNTS = Map.of(
            "zitadel.admin.v1", "/admin/v1",
            "zitadel.management.v1", "/management/v1",
            "zitadel.auth.v1", "/auth/v1");

    private final Map<String, Method> methods = new HashMap<>();
    private final Set<String> services = new LinkedHashSet<>();
    private final Routes routes = new Routes();

    private Contract() {}

    /**
     * Joins the contract with what implements it.
     *
     * @throws IllegalStateException when they don't fit: lists each call that is missing, unknown or of other types
     */
    public static Contract of(List<FileDescriptor> files, Calls calls) {
        Contract contract = new Contract();
        Map<String, Implementation> left = new HashMap<>(calls.byName());
        List<String> faults = new ArrayList<>();
        files.stream()
                .flatMap(file -> file.getServices().stream())
                .forEach(service -> contract.add(service, left, faults));
        left.keySet().forEach(name -> faults.add(name + " is implemented and not in the contract"));
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults.stream()
                    .sorted()
                    .collect(Collectors.joining("\n  ", "the contract and what implements it differ:\n  ", "")));
        }
        return contract;
    }

    /**
     * @param name such as {@code zitadel.admin.v1.AdminService/Healthz}
     */
    public Optional<Method> method(String name) {
        return Optional.ofNullable(methods.get(name));
    }

    /**
     * @param service such as {@code zitadel.admin.v1.AdminService}
     */
    public boolean hasService(String service) {
        return services.contains(service);
    }

    public Routes routes() {
        return routes;
    }

    private void add(ServiceDescriptor service, Map<String, Implementation> left, List<String> faults) {
        services.add(service.getFullName());
        for (MethodDescriptor method : service.getMethods()) {
            String name = service.getFullName() + "/" + method.getName();
            Implementation implementation = left.remove(name);
            if (implementation == null) {
                faults.add(name + " is not implemented");
            } else if (implementation.prototype().getDescriptorForType() != method.getInputType()) {
                faults.add(name + " is implemented for "
                        + implementation.prototype().getDescriptorForType().getFullName() + " and takes "
                        + method.getInputType().getFullName());
            } else {
                add(method, name, implementation);
            }
        }
    }

    private void add(MethodDescriptor descriptor, String name, Implementation implementation) {
        Method method = new Method(
                name,
                implementation,
                permission(descriptor),
                organizationField(descriptor),
                PartFields.of(descriptor),
                successStatus(descriptor),
                DynamicMessage.getDefaultInstance(descriptor.getOutputType()),
                changes(descriptor));
        methods.put(name, method);
        HttpRule rule = descriptor.getOptions().getExtension(AnnotationsProto.http);
        String mount = MOUNTS.getOrDefault(descriptor.getFile().getPackage(), "");
        route(rule, mount, method);
        rule.getAdditionalBindingsList().forEach(more -> route(more, mount, method));
    }

    private void route(HttpRule rule, String mount, Method method) {
        switch (rule.getPatternCase()) {
            case GET -> routes.add("GET", mount + rule.getGet(), rule.getBody(), method);
            case PUT -> routes.add("PUT", mount + rule.getPut(), rule.getBody(), method);
            case POST -> routes.add("POST", mount + rule.getPost(), rule.getBody(), method);
            case DELETE -> routes.add("DELETE", mount + rule.getDelete(), rule.getBody(), method);
            case PATCH -> routes.add("PATCH", mount + rule.getPatch(), rule.getBody(), method);
            case CUSTOM -> throw new IllegalStateException(method.name() + " has a custom HTTP method");
            case PATTERN_NOT_SET -> {}
        }
    }

    static String permission(MethodDescriptor method) {
        String v2 = options(method).getAuthOption().getPermission();
        return v2.isEmpty()
                ? method.getOptions()
                        .getExtension(dev.ostiary.api.v1.V1.authOption)
                        .getPermission()
                : v2;
    }

    /** Reading is done with GET, or by searching. */
    private static boolean changes(MethodDescriptor method) {
        HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
        return switch (rule.getPatternCase()) {
            case POST -> !rule.getPost().endsWith("search");
            case PUT, DELETE, PATCH, CUSTOM -> true;
            case GET, PATTERN_NOT_SET -> false;
        };
    }

    private static Optional<FieldDescriptor> organizationField(MethodDescriptor method) {
        String name = options(method).getAuthOption().getOrgField();
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(method.getInputType().findFieldByName(name));
    }

    static int successStatus(MethodDescriptor method) {
        int declared = options(method).getHttpResponse().getSuccessCode();
        return declared == 0 ? 200 : declared;
    }

    private static Options options(MethodDescriptor method) {
        return method.getOptions().getExtension(V2.options);
    }
}
