package dev.ostiary.federation.rule;

import dev.ostiary.api.federation.v1.ClaimComparison;
import dev.ostiary.api.federation.v1.ClaimCondition;
import dev.ostiary.api.federation.v1.ClaimOrganizationRole;
import dev.ostiary.api.federation.v1.ClaimProfileField;
import dev.ostiary.api.federation.v1.ClaimProfileValue;
import dev.ostiary.api.federation.v1.ClaimProjectRole;
import dev.ostiary.api.federation.v1.ClaimRoleChange;
import dev.ostiary.api.federation.v1.ClaimRuleFinding;
import dev.ostiary.api.federation.v1.TestClaimRulesResponse;
import dev.ostiary.federation.rule.ClaimRule.Comparison;
import dev.ostiary.federation.rule.ClaimRule.Condition;
import dev.ostiary.federation.rule.ClaimRule.Field;
import java.util.Map;
import java.util.Objects;

/** Rules and verdicts as messages. */
final class RuleMessage {
    private static final String FIELD = "CLAIM_PROFILE_FIELD_";
    private static final String COMPARISON = "CLAIM_COMPARISON_";

    private RuleMessage() {}

    static dev.ostiary.api.federation.v1.ClaimRule of(ClaimRule rule) {
        dev.ostiary.api.federation.v1.ClaimRule.Builder message =
                dev.ostiary.api.federation.v1.ClaimRule.newBuilder().addAllClaim(rule.claim());
        if (rule.condition().comparison() != Comparison.ANY) {
            message.setCondition(ClaimCondition.newBuilder()
                    .setComparison(ClaimComparison.valueOf(
                            COMPARISON + rule.condition().comparison().name()))
                    .setValue(rule.condition().value())
                    .setIgnoreCase(rule.condition().ignoreCase()));
        }
        if (rule.field() != null) {
            return message.setProfileField(of(rule.field())).build();
        }
        if (rule.metadata() != null) {
            return message.setMetadataKey(rule.metadata()).build();
        }
        Role role = Objects.requireNonNull(rule.role());
        return role.isInOrganization()
                ? message.setOrganizationRole(inOrganization(role)).build()
                : message.setProjectRole(onProject(role)).build();
    }

    private static ClaimProfileField of(Field field) {
        return ClaimProfileField.valueOf(FIELD + field.name());
    }

    private static ClaimProjectRole onProject(Role role) {
        return ClaimProjectRole.newBuilder()
                .setProjectId(role.project())
                .setProjectGrantId(role.projectGrant())
                .setRoleKey(role.role())
                .setOrganizationId(role.organization())
                .build();
    }

    private static ClaimOrganizationRole inOrganization(Role role) {
        return ClaimOrganizationRole.newBuilder()
                .setOrganizationId(role.organization())
                .setRole(role.role())
                .build();
    }

    static Condition condition(dev.ostiary.api.federation.v1.ClaimRule message) {
        if (!message.hasCondition()) {
            return Condition.NONE;
        }
        ClaimCondition condition = message.getCondition();
        return new Condition(
                Comparison.valueOf(condition.getComparison().name().substring(COMPARISON.length())),
                condition.getValue(),
                condition.getIgnoreCase());
    }

    static Field field(ClaimProfileField field) {
        return Field.valueOf(field.name().substring(FIELD.length()));
    }

    static TestClaimRulesResponse of(Verdict verdict, ClaimedRoles.Forecast forecast) {
        TestClaimRulesResponse.Builder answer = TestClaimRulesResponse.newBuilder();
        verdict.findings().forEach(finding -> answer.addFindings(of(finding, verdict, forecast)));
        verdict.profile()
                .forEach((field, said) -> answer.addProfile(ClaimProfileValue.newBuilder()
                        .setField(of(field))
                        .setValue(said.value())
                        .setRule(said.rule())));
        verdict.metadata().forEach((name, said) -> answer.putMetadata(name, said.value()));
        forecast.plan()
                .given()
                .forEach(role ->
                        answer.addGiven(change(role).setRule(verdict.roles().getOrDefault(role, 0))));
        forecast.plan().taken().forEach(role -> answer.addTaken(change(role)));
        return answer.build();
    }

    /** A role that nobody can give is the finding of the first rule that gives it. */
    private static ClaimRuleFinding of(Finding finding, Verdict verdict, ClaimedRoles.Forecast forecast) {
        ClaimRuleFinding.Builder message = ClaimRuleFinding.newBuilder()
                .setRule(finding.rule())
                .setHolds(finding.holds())
                .setDetail(finding.detail());
        forecast.refused().entrySet().stream()
                .filter(refused -> Objects.equals(verdict.roles().get(refused.getKey()), finding.rule()))
                .map(Map.Entry::getValue)
                .findFirst()
                .ifPresent(problem -> message.setHolds(false).setDetail("can't give the role: " + problem.key()));
        return message.build();
    }

    private static ClaimRoleChange.Builder change(Role role) {
        return role.isInOrganization()
                ? ClaimRoleChange.newBuilder().setOrganizationRole(inOrganization(role))
                : ClaimRoleChange.newBuilder().setProjectRole(onProject(role));
    }
}
