package dev.ostiary.policy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.ostiary.ProviderCalls;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderResponse;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.UrlRule;
import dev.ostiary.rpc.Level;
import dev.ostiary.store.Stored;
import java.util.List;

/** A tenant with the instance's login policy and the calls about policies and providers. */
final class PolicyFixture {
    final TestStore tests;
    final Tenant tenant;
    final LoginPolicies policies;

    PolicyFixture(TestStore tests) {
        this.tests = tests;
        tenant = tests.tenant();
        policies = new LoginPolicies(tests.store);
        tenant.write(tx -> policies.add(tx, tenant.id, tenant.id, "", LoginPolicy.DEFAULT));
        IdentityProviders providers = new IdentityProviders(
                tests.store,
                tests.vault,
                tests.ids,
                UrlRule.HTTPS_ONLY,
                List.of((tx, provider, actor) ->
                        policies.removeEverywhere(tx, provider.stream().instance(), provider.id(), actor)));
        ProviderCalls.register(providers, tests.store, tests.clock, tenant.calls);
        LoginPolicyIdpApi idps = new LoginPolicyIdpApi(tests.store, policies, providers, tests.clock);
        idps.register(tenant.calls);
        new LoginPolicyApi(tests.store, policies, idps).register(tenant.calls);
    }

    /** Adds a provider and returns its id. */
    String provider(Level level, String name) {
        AddGenericOIDCProviderRequest request = AddGenericOIDCProviderRequest.newBuilder()
                .setName(name)
                .setIssuer("https://op.example.com")
                .setClientId("client")
                .setClientSecret("s3cret")
                .build();
        return twin(level, "AddGenericOIDCProvider", request, AddGenericOIDCProviderResponse.parser())
                .getId();
    }

    /** Runs a call of either level in the Admin API's messages. */
    <A extends Message> A twin(Level level, String call, Message request, Parser<A> answer) {
        try {
            return answer.parseFrom(tenant.answerTo(level, call, request).toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    <A extends Message> A answer(Level level, String call, Message request, Class<A> type) {
        return tenant.answer(Tenant.method(level, call), request, type);
    }

    LoginPolicy effective(String organization) {
        Stored<LoginPolicy> policy = tests.store.read(sql -> policies.effective(sql, tenant.id, organization));
        return policy.state();
    }
}
