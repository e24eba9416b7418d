package dev.ostiary.federation.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.rule.ClaimRule.Comparison;
import dev.ostiary.federation.rule.ClaimRule.Condition;
import dev.ostiary.federation.rule.ClaimRule.Field;
import dev.ostiary.store.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules make of claims. */
class VerdictTest {
    private static final String ISSUER = "https://op.example.com";
    private static final Role ADMIN = new Role("acme", "shop", "", "admin");
    private static final Role MANAGER = Role.inOrganization("acme", "ORG_USER_MANAGER");

    static ClaimRule field(Field field, String... claim) {
        return new ClaimRule(List.of(claim), Condition.NONE, field, null, null);
    }

    static ClaimRule metadata(String name, String... claim) {
        return new ClaimRule(List.of(claim), Condition.NONE, null, name, null);
    }

    static ClaimRule role(Role role, Condition condition, String... claim) {
        return new ClaimRule(List.of(claim), condition, null, null, role);
    }

    private static Condition equalTo(String value) {
        return new Condition(Comparison.EQUALS, value, false);
    }

    private static Verdict verdict(String claims, ClaimRule... rules) {
        return Verdict.of(new ClaimRuleSet(ISSUER, List.of(rules)), ISSUER, claims.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'groups':'a'}                               | groups        | a   | false",
                "{'groups':['a','b',3,true,null,1.50]}        | groups        | a,b,3,true,1.50 | true",
                "{'groups':[['a'],[['b']]]}                   | groups        | a,b | true",
                "{'groups':[{'name':'a'},{'name':['b','c']}]} | groups/name   | a,b,c | true",
                "{'realm':{'roles':['a']}}                    | realm/roles   | a   | true",
                "{'roles':{'a':{'org':'x'},'b':{}}}           | roles         | a,b | true",
                "{'https://x.example/roles':['a']}            | https:~~x.example~roles | a | true",
                "{'groups':[]}                                | groups        | ``  | true",
                "{'groups':null}                              | groups        | ``  | false",
                "{'groups':'a'}                               | groups/name   | ``  | false",
                "{'Groups':'a'}                               | groups        | ``  | false",
                "['groups']                                   | groups        | ``  | false",
                "not json                                     | groups        | ``  | false",
                "``                                           | groups        | ``  | false",
            })
    void aClaimIsFoundWhereverItStands(String claims, String path, String values, boolean isList) {
        List<String> names = Arrays.stream(path.split("/"))
                .map(name -> name.replace('~', '/'))
                .toList();

        ClaimValues found = ClaimValues.at(ClaimValues.parse(claims.replace('\'', '"')), names);

        assertThat(found.values().stream().collect(Collectors.joining(","))).isEqualTo(values);
        assertThat(found.isList()).isEqualTo(isList);
    }

    @ParameterizedTest
    @CsvSource({
        "ANY,x,false,anything,true",
        "EQUALS,admins,false,admins,true",
        "EQUALS,admins,false,Admins,false",
        "EQUALS,admins,true,ADMINS,true",
        "EQUALS,admins,false,admins2,false",
        "CONTAINS,min,false,admins,true",
        "CONTAINS,MIN,false,admins,false",
        "STARTS_WITH,cn=Admins,true,'CN=admins,dc=acme',true",
        "STARTS_WITH,dmins,false,admins,false",
        "ENDS_WITH,@acme.test,false,a@acme.test,true",
        "ENDS_WITH,@acme.test,false,a@acme.test.evil,false",
        "EQUALS,(a+)+$,false,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!,false",
    })
    void aConditionComparesTexts(Comparison how, String value, boolean ignoreCase, String given, boolean holds) {
        assertThat(new Condition(how, value, ignoreCase).holds(given)).isEqualTo(holds);
    }

    @Test
    void theFirstRuleThatHasAValueCounts() {
        Verdict verdict = verdict(
                "{'nick':'Al','name':'Alice','dep':['x','y'],'one':'z'}",
                field(Field.DISPLAY_NAME, "missing"),
                field(Field.DISPLAY_NAME, "nick"),
                field(Field.DISPLAY_NAME, "name"),
                metadata("department", "dep"),
                metadata("single", "one"));

        assertThat(verdict.profile(Field.DISPLAY_NAME, "before")).isEqualTo("Al");
        assertThat(verdict.profile(Field.GIVEN_NAME, "before")).isEqualTo("before");
        assertThat(verdict.metadata().get("department")).isEqualTo(new Verdict.Said("[\"x\",\"y\"]", 4));
        assertThat(verdict.metadata().get("single")).isEqualTo(new Verdict.Said("z", 5));
        assertThat(verdict.findings()).extracting(Finding::holds).containsExactly(false, true, false, true, true);
        assertThat(verdict.findings().get(0).detail()).contains("not there");
        assertThat(verdict.findings().get(2).detail()).contains("earlier rule");
    }

    @Test
    void aRoleIsGivenOnceByTheFirstRuleThatHolds() {
        Verdict verdict = verdict(
                "{'groups':['staff','boss']}",
                role(ADMIN, equalTo("nobody"), "groups"),
                role(ADMIN, equalTo("boss"), "groups"),
                role(ADMIN, Condition.NONE, "groups"),
                role(MANAGER, equalTo("staff"), "groups"));

        assertThat(verdict.roles()).containsOnlyKeys(ADMIN, MANAGER).containsEntry(ADMIN, 2);
        assertThat(verdict.findings().getFirst().detail()).contains("condition");
    }

    @Test
    void whereAnotherIssuerVouchesNoRoleIsGivenAndTheRestIs() {
        ClaimRuleSet rules = new ClaimRuleSet(
                ISSUER, List.of(role(ADMIN, Condition.NONE, "groups"), field(Field.NICK_NAME, "groups")));

        Verdict verdict = Verdict.of(rules, "https://evil.example.com", "{\"groups\":[\"admins\"]}");

        assertThat(verdict.roles()).isEmpty();
        assertThat(verdict.profile(Field.NICK_NAME, "")).isEqualTo("admins");
        assertThat(verdict.findings().getFirst().detail()).contains("another issuer");
    }

    @ParameterizedTest
    @CsvSource({
        "GIVEN_NAME,'  Al\tice ',Al ice",
        "PREFERRED_LANGUAGE,de_CH,de-CH",
        "PREFERRED_LANGUAGE,no language at all,''",
        "PREFERRED_LANGUAGE,en-x-a-private-tag-that-is-long,''",
        "FAMILY_NAME,'   ',''",
    })
    void aValueIsBroughtIntoTheProfilesForm(Field field, String value, String becomes) {
        Verdict verdict = Verdict.of(
                new ClaimRuleSet(ISSUER, List.of(field(field, "claim"))), ISSUER, Json.write(Map.of("claim", value)));

        assertThat(verdict.profile(field, "")).isEqualTo(becomes);
        assertThat(verdict.findings().getFirst().holds()).isEqualTo(!becomes.isEmpty());
    }

    @Test
    void whatIsTooLongIsRefusedAndNotCut() {
        Verdict verdict = verdict(
                "{'long':'" + "x".repeat(201) + "','huge':'" + "x".repeat(500_001) + "'}",
                field(Field.GIVEN_NAME, "long"),
                metadata("huge", "huge"));

        assertThat(verdict.profile()).isEmpty();
        assertThat(verdict.metadata()).isEmpty();
        assertThat(verdict.findings()).noneMatch(Finding::holds);
    }

    @Test
    void noFindingTellsAClaimsValue() {
        Verdict verdict = verdict(
                "{'a':'personal','b':'personal'}",
                field(Field.GIVEN_NAME, "a"),
                metadata("m", "b"),
                role(ADMIN, Condition.NONE, "a"));

        assertThat(verdict.findings()).noneMatch(finding -> finding.detail().contains("personal"));
    }
}
