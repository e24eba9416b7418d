package dev.ostiary.federation.rule;

import dev.ostiary.api.federation.v1.GetClaimRulesRequest;
import dev.ostiary.api.federation.v1.GetClaimRulesResponse;
import dev.ostiary.api.federation.v1.SetClaimRulesRequest;
import dev.ostiary.api.federation.v1.SetClaimRulesResponse;
import dev.ostiary.api.federation.v1.TestClaimRulesRequest;
import dev.ostiary.api.federation.v1.TestClaimRulesResponse;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The calls about claim rules. They are this server's own. */
public final class ClaimRuleApi {
    private static final String SERVICE = "ostiary.federation.v1.ClaimRuleService/";

    private final Store store;
    private final Claiming claiming;
    private final IdentityProviders providers;
    private final Users users;
    private final RuleRights rights;

    public ClaimRuleApi(Store store, Claiming claiming, IdentityProviders providers, Users users, RuleRights rights) {
        this.store = store;
        this.claiming = claiming;
        this.providers = providers;
        this.users = users;
        this.rights = rights;
    }

    public void register(Calls calls) {
        calls.on(SERVICE + "GetClaimRules", GetClaimRulesRequest.getDefaultInstance(), this::get);
        calls.on(SERVICE + "SetClaimRules", SetClaimRulesRequest.getDefaultInstance(), this::set);
        calls.on(SERVICE + "TestClaimRules", TestClaimRulesRequest.getDefaultInstance(), this::test);
    }

    private GetClaimRulesResponse get(Call call, GetClaimRulesRequest request) {
        Stored<IdentityProvider> idp = provider(call, request.getIdpId());
        rights.requireRead(call, idp);
        GetClaimRulesResponse.Builder answer = GetClaimRulesResponse.newBuilder();
        store.read(sql -> claiming.rules().find(sql, call.instanceId(), idp.id()))
                .ifPresent(rules -> {
                    rules.state().rules().forEach(rule -> answer.addRules(RuleMessage.of(rule)));
                    answer.setIssuer(rules.state().issuer())
                            .setChangeDate(Details.timestamp(rules.revision().changedAt()));
                });
        return answer.build();
    }

    private SetClaimRulesResponse set(Call call, SetClaimRulesRequest request) {
        Stored<IdentityProvider> idp = provider(call, request.getIdpId());
        rights.requireWrite(call, idp);
        Wanted wanted = wanted(call, idp, request.getRulesList());
        Stored<ClaimRuleSet> set = store.write(tx -> claiming.rules()
                .set(
                        tx,
                        providers.find(tx.sql(), call.instanceId(), idp.id()).orElseThrow(ClaimRuleApi::noProvider),
                        call.actor(),
                        wanted.rules(),
                        wanted.notTheirs()));
        return SetClaimRulesResponse.newBuilder()
                .setChangeDate(Details.timestamp(set.revision().changedAt()))
                .build();
    }

    /**
     * Rules that a caller brings.
     *
     * @param notTheirs those that give what the caller may not give
     */
    private record Wanted(List<ClaimRule> rules, List<ClaimRule> notTheirs) {}

    private Wanted wanted(
            Call call, Stored<IdentityProvider> idp, List<dev.ostiary.api.federation.v1.ClaimRule> messages) {
        return store.read(sql -> {
            List<ClaimRule> rules =
                    messages.stream().map(message -> rule(sql, idp, message)).toList();
            return new Wanted(rules, rights.notTheirs(sql, call, rules));
        });
    }

    private ClaimRule rule(Handle sql, Stored<IdentityProvider> idp, dev.ostiary.api.federation.v1.ClaimRule message) {
        return new ClaimRule(
                message.getClaimList(),
                RuleMessage.condition(message),
                message.hasProfileField() ? RuleMessage.field(message.getProfileField()) : null,
                message.hasMetadataKey() ? message.getMetadataKey() : null,
                role(sql, idp, message));
    }

    private @Nullable Role role(
            Handle sql, Stored<IdentityProvider> idp, dev.ostiary.api.federation.v1.ClaimRule message) {
        return switch (message.getTargetCase()) {
            case PROJECT_ROLE ->
                rights.onProject(
                        sql,
                        idp,
                        message.getProjectRole().getProjectId(),
                        message.getProjectRole().getProjectGrantId(),
                        message.getProjectRole().getRoleKey());
            case ORGANIZATION_ROLE ->
                rights.inOrganization(
                        idp,
                        message.getOrganizationRole().getOrganizationId(),
                        message.getOrganizationRole().getRole());
            case PROFILE_FIELD, METADATA_KEY -> null;
            case TARGET_NOT_SET -> throw Problem.invalid("RULE-Tn5et", "A rule must say what the claim becomes");
        };
    }

    private TestClaimRulesResponse test(Call call, TestClaimRulesRequest request) {
        Stored<IdentityProvider> idp = provider(call, request.getIdpId());
        rights.requireRead(call, idp);
        String user = request.getUserId().isEmpty() ? "" : user(call, request.getUserId());
        ClaimRuleSet rules = request.hasRules()
                ? tried(call, idp, request.getRules().getRulesList())
                : stored(call, idp).map(Stored::state).orElseGet(() -> new ClaimRuleSet("", List.of()));
        Verdict verdict = Verdict.of(rules, idp.state().config().issuer(), SampleClaims.json(request.getClaims()));
        return RuleMessage.of(
                verdict, store.read(sql -> claiming.roles().forecast(sql, call.instanceId(), idp.id(), user, verdict)));
    }

    /** Whoever may not set rules learns nothing from trying them. */
    private ClaimRuleSet tried(
            Call call, Stored<IdentityProvider> idp, List<dev.ostiary.api.federation.v1.ClaimRule> messages) {
        Wanted wanted = wanted(call, idp, messages);
        String issuer = idp.state().config().issuer();
        ClaimRules.requireThere(stored(call, idp).orElse(null), issuer, wanted.notTheirs());
        return new ClaimRuleSet(issuer, wanted.rules());
    }

    private Optional<Stored<ClaimRuleSet>> stored(Call call, Stored<IdentityProvider> idp) {
        return store.read(sql -> claiming.rules().find(sql, call.instanceId(), idp.id()));
    }

    private String user(Call call, String id) {
        Optional<Stored<User>> user = store.read(sql -> users.find(sql, call.instanceId(), id));
        rights.requireUsers(call, user.map(Stored::owner).orElse(call.organization()));
        return user.map(Stored::id).orElseThrow(() -> Problem.notFound("RULE-Us9nf", "Errors.User.NotFound"));
    }

    private Stored<IdentityProvider> provider(Call call, String id) {
        return store.read(sql -> providers.find(sql, call.instanceId(), id)).orElseThrow(ClaimRuleApi::noProvider);
    }

    /** Whether a provider is there is nobody's secret: its id is in the addresses of the sign-in pages. */
    private static Problem noProvider() {
        return Problem.notFound("RULE-Ip4nf", "Errors.IDPConfig.NotExisting");
    }
}
