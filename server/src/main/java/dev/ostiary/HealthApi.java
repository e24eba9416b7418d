package dev.ostiary;

import dev.ostiary.rpc.Calls;

/** The contract's health calls: a server that can answer them is well. */
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
    }
}
