package dev.ostiary.policy;

import dev.ostiary.api.admin.v1.GetLoginPolicyRequest;
import dev.ostiary.api.admin.v1.GetLoginPolicyResponse;
import dev.ostiary.api.admin.v1.UpdateLoginPolicyRequest;
import dev.ostiary.api.admin.v1.UpdateLoginPolicyResponse;
import dev.ostiary.api.management.v1.AddCustomLoginPolicyRequest;
import dev.ostiary.api.management.v1.AddCustomLoginPolicyResponse;
import dev.ostiary.api.management.v1.GetDefaultLoginPolicyRequest;
import dev.ostiary.api.management.v1.GetDefaultLoginPolicyResponse;
import dev.ostiary.api.management.v1.ResetLoginPolicyToDefaultRequest;
import dev.ostiary.api.management.v1.ResetLoginPolicyToDefaultResponse;
import dev.ostiary.api.management.v1.UpdateCustomLoginPolicyRequest;
import dev.ostiary.api.management.v1.UpdateCustomLoginPolicyResponse;
import dev.ostiary.api.policy.v1.PasswordlessType;
import dev.ostiary.policy.LoginPolicy.Settings;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Twins;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import org.jdbi.v3.core.Handle;

/** The login policy calls of the Admin and the Management API. Those about the policy's providers are in {@link LoginPolicyIdpApi}. */
public final class LoginPolicyApi {
    private final Store store;
    private final LoginPolicies policies;
    private final LoginPolicyIdpApi idps;

    public LoginPolicyApi(Store store, LoginPolicies policies, LoginPolicyIdpApi idps) {
        this.store = store;
        this.policies = policies;
        this.idps = idps;
    }

    public void register(Calls calls) {
        String admin = "zitadel.admin.v1.AdminService/";
        calls.on(admin + "GetLoginPolicy", GetLoginPolicyRequest.getDefaultInstance(), this::get);
        new Twins(calls)
                .on(
                        "UpdateLoginPolicy",
                        "UpdateCustomLoginPolicy",
                        UpdateLoginPolicyRequest.getDefaultInstance(),
                        UpdateCustomLoginPolicyRequest.getDefaultInstance(),
                        UpdateCustomLoginPolicyResponse.getDefaultInstance(),
                        this::update);
        String management = "zitadel.management.v1.ManagementService/";
        calls.on(
                management + "GetLoginPolicy",
                dev.ostiary.api.management.v1.GetLoginPolicyRequest.getDefaultInstance(),
                this::getEffective);
        calls.on(
                management + "GetDefaultLoginPolicy",
                GetDefaultLoginPolicyRequest.getDefaultInstance(),
                this::getDefault);
        calls.on(
                management + "AddCustomLoginPolicy", AddCustomLoginPolicyRequest.getDefaultInstance(), this::addCustom);
        calls.on(
                management + "ResetLoginPolicyToDefault",
                ResetLoginPolicyToDefaultRequest.getDefaultInstance(),
                this::reset);
    }

    private dev.ostiary.api.policy.v1.LoginPolicy message(Handle sql, Stored<LoginPolicy> policy) {
        return LoginPolicyMessage.of(policy, idps.links(sql, policy));
    }

    private GetLoginPolicyResponse get(Call call, GetLoginPolicyRequest request) {
        return store.read(sql -> GetLoginPolicyResponse.newBuilder()
                .setPolicy(message(sql, policies.effective(sql, call.instanceId(), "")))
                .build());
    }

    private GetDefaultLoginPolicyResponse getDefault(Call call, GetDefaultLoginPolicyRequest request) {
        return store.read(sql -> GetDefaultLoginPolicyResponse.newBuilder()
                .setPolicy(message(sql, policies.effective(sql, call.instanceId(), "")))
                .build());
    }

    private dev.ostiary.api.management.v1.GetLoginPolicyResponse getEffective(
            Call call, dev.ostiary.api.management.v1.GetLoginPolicyRequest request) {
        return store.read(sql -> {
            Stored<LoginPolicy> policy = policies.effective(sql, call.instanceId(), call.organization());
            return dev.ostiary.api.management.v1.GetLoginPolicyResponse.newBuilder()
                    .setPolicy(message(sql, policy))
                    .setIsDefault(policy.stream().ownedByInstance())
                    .build();
        });
    }

    private UpdateLoginPolicyResponse update(Call call, Level level, UpdateLoginPolicyRequest request) {
        Settings settings = new Settings(
                request.getAllowUsernamePassword(),
                request.getAllowRegister(),
                request.getAllowExternalIdp(),
                request.getForceMfa(),
                request.getForceMfaLocalOnly(),
                request.getPasswordlessType() == PasswordlessType.PASSWORDLESS_TYPE_ALLOWED,
                request.getHidePasswordReset(),
                request.getIgnoreUnknownUsernames(),
                request.getAllowDomainDiscovery(),
                request.getDisableLoginWithEmail(),
                request.getDisableLoginWithPhone(),
                request.getDefaultRedirectUri(),
                LoginPolicyMessage.duration(request.getPasswordCheckLifetime()),
                LoginPolicyMessage.duration(request.getExternalLoginCheckLifetime()),
                LoginPolicyMessage.duration(request.getMfaInitSkipLifetime()),
                LoginPolicyMessage.duration(request.getSecondFactorCheckLifetime()),
                LoginPolicyMessage.duration(request.getMultiFactorCheckLifetime()));
        Stored<LoginPolicy> changed = store.write(
                tx -> policies.change(tx, level, call.instanceId(), level.owner(call), call.actor(), settings));
        return UpdateLoginPolicyResponse.newBuilder()
                .setDetails(Details.changed(changed))
                .build();
    }

    private AddCustomLoginPolicyResponse addCustom(Call call, AddCustomLoginPolicyRequest request) {
        Settings settings = new Settings(
                request.getAllowUsernamePassword(),
                request.getAllowRegister(),
                request.getAllowExternalIdp(),
                request.getForceMfa(),
                request.getForceMfaLocalOnly(),
                request.getPasswordlessType() == PasswordlessType.PASSWORDLESS_TYPE_ALLOWED,
                request.getHidePasswordReset(),
                request.getIgnoreUnknownUsernames(),
                request.getAllowDomainDiscovery(),
                request.getDisableLoginWithEmail(),
                request.getDisableLoginWithPhone(),
                request.getDefaultRedirectUri(),
                LoginPolicyMessage.duration(request.getPasswordCheckLifetime()),
                LoginPolicyMessage.duration(request.getExternalLoginCheckLifetime()),
                LoginPolicyMessage.duration(request.getMfaInitSkipLifetime()),
                LoginPolicyMessage.duration(request.getSecondFactorCheckLifetime()),
                LoginPolicyMessage.duration(request.getMultiFactorCheckLifetime()));
        LoginPolicy policy = new LoginPolicy(
                settings,
                request.getSecondFactorsList().stream()
                        .map(LoginPolicyMessage::secondFactor)
                        .distinct()
                        .toList(),
                request.getMultiFactorsList().stream()
                        .map(LoginPolicyMessage::multiFactor)
                        .distinct()
                        .toList(),
                request.getIdpsList().stream()
                        .map(AddCustomLoginPolicyRequest.IDP::getIdpId)
                        .distinct()
                        .toList());
        Stored<LoginPolicy> added = store.write(tx -> {
            Stored<LoginPolicy> own = policies.add(tx, call.instanceId(), call.organization(), call.actor(), policy);
            request.getIdpsList()
                    .forEach(idp -> idps.requireOwned(tx.sql(), call, idp.getIdpId(), idp.getOwnerType(), "Org-FEd32"));
            return own;
        });
        return AddCustomLoginPolicyResponse.newBuilder()
                .setDetails(Details.created(added))
                .build();
    }

    private ResetLoginPolicyToDefaultResponse reset(Call call, ResetLoginPolicyToDefaultRequest request) {
        Stored<LoginPolicy> removed =
                store.write(tx -> policies.remove(tx, call.instanceId(), call.organization(), call.actor()));
        return ResetLoginPolicyToDefaultResponse.newBuilder()
                .setDetails(Details.changed(removed))
                .build();
    }
}
