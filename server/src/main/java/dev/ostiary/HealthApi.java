package dev.ostiary;

import dev.ostiary.api.grpc.health.v1.HealthCheckRequest;
import dev.ostiary.api.grpc.health.v1.HealthCheckResponse;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.contract.Contract;

/**
 * The contract's health calls, and gRPC's own (<a href="https://github.com/grpc/grpc/blob/master/doc/health-checking.md">health checking
 * protocol</a>; watching is not supported): a server that can answer them is well.
 */
final class HealthApi {

    void register(Calls calls) {
        calls.on(
                "zitadel.admin.v1.AdminService/Healthz",
                dev.ostiary.api.admin.v1.HealthzRequest.getDefaultInstance(),
                (call, request) -> dev.ostiary.api.admin.v1.HealthzResponse.getDefaultInstance());
        calls.on(
                "zitadel.management.v1.ManagementService/Healthz",
                dev.ostiary.api.management.v1.HealthzRequest.getDefaultInstance(),
                (call, request) -> dev.ostiary.api.management.v1.HealthzResponse.getDefaultInstance());
        calls.on(
                "zitadel.auth.v1.AuthService/Healthz",
                dev.ostiary.api.auth.v1.HealthzRequest.getDefaultInstance(),
                (call, request) -> dev.ostiary.api.auth.v1.HealthzResponse.getDefaultInstance());
        calls.on("grpc.health.v1.Health/Check", HealthCheckRequest.getDefaultInstance(), this::check);
    }

    /** The empty name stands for the whole server. */
    private HealthCheckResponse check(Call call, HealthCheckRequest request) {
        boolean known = request.getService().isEmpty()
                || Contract.FILES.stream()
                        .flatMap(file -> file.getServices().stream())
                        .anyMatch(service -> service.getFullName().equals(request.getService()));
        if (!known) {
            throw Problem.plain(Problem.Kind.NOT_FOUND, "unknown service");
        }
        return HealthCheckResponse.newBuilder()
                .setStatus(HealthCheckResponse.ServingStatus.SERVING)
                .build();
    }
}
