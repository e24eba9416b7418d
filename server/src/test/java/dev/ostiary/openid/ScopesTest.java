package dev.ostiary.openid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopesTest {

    @ParameterizedTest
    @CsvSource({
        "openid, true",
        "profile, true",
        "address, true",
        "offline_access, true",
        "OPENID, false",
        "foo, false",
        "urn:zitadel:iam:org:id:1, true",
        "urn:zitadel:iam:org:id:, false",
        "urn:zitadel:iam:org:domain:primary:a.test, true",
        "urn:zitadel:iam:org:roles:id:1, true",
        "urn:zitadel:iam:org:idp:id:1, true",
        "urn:zitadel:iam:org:project:id:1:aud, true",
        "urn:zitadel:iam:org:project:id:zitadel:aud, true",
        "urn:zitadel:iam:org:project:id::aud, false",
        "urn:zitadel:iam:org:project:id:1, false",
        "urn:zitadel:iam:org:project:role:admin, true",
        "urn:zitadel:iam:org:project:role:, false",
        "urn:zitadel:iam:user:metadata, true",
        "urn:zitadel:iam:user:metadata:x, false",
        "urn:zitadel:iam:user:resourceowner, true",
        "urn:zitadel:iam:org:projects:roles, true",
    })
    void unknownScopesAreDropped(String scope, boolean kept) {
        assertThat(Scopes.forApplication(List.of(scope))).isEqualTo(kept ? List.of(scope) : List.of());
    }

    @Property
    void droppingScopesTwiceDropsNoMore(@ForAll String text) {
        List<String> once = Scopes.forApplication(Scopes.parse(text));

        assertThat(Scopes.forApplication(once)).isEqualTo(once);
        assertThat(Scopes.parse(String.join(" ", once))).isEqualTo(once);
    }

    @Test
    void aScopeNamedTwiceCountsOnce() {
        assertThat(Scopes.parse("openid  email openid")).containsExactly("openid", "email");
    }

    @Test
    void aMachineGetsRolesButNoOrganizationButItsOwn() {
        List<String> asked = List.of(
                "openid",
                "urn:zitadel:iam:org:project:role:admin",
                "urn:zitadel:iam:org:id:1",
                "urn:zitadel:iam:org:id:2",
                "urn:zitadel:iam:org:domain:primary:a.test",
                "urn:zitadel:iam:org:domain:primary:b.test",
                "foo");

        assertThat(Scopes.forMachine(asked, "1", "a.test"))
                .containsExactly(
                        "openid",
                        "urn:zitadel:iam:org:project:role:admin",
                        "urn:zitadel:iam:org:id:1",
                        "urn:zitadel:iam:org:domain:primary:a.test");
    }

    @ParameterizedTest
    @CsvSource({
        "openid,         false, openid",
        "openid,         true,  openid reader writer",
        "openid reader,  false, openid reader",
        "openid reader,  true,  openid reader",
        "openid king,    false, openid",
        "openid king,    true,  openid",
    })
    void aProjectHasOnlyItsOwnRolesAskedForAndAllWhenItAssertsThem(String asked, boolean asserted, String granted) {
        assertThat(Scopes.withRolesOf(scopes(asked), List.of("reader", "writer"), asserted))
                .isEqualTo(scopes(granted));
    }

    @ParameterizedTest
    @CsvSource({
        "openid,                   true",
        "openid reader,            true",
        "openid writer,            false",
        "openid writer all,        true",
        "openid reader by1,        true",
        "openid reader by2,        false",
        "openid reader by2 by1,    true",
        "openid all by2,           false",
    })
    void scopesNarrowTheRolesThatAreTold(String asked, boolean told) {
        assertThat(Scopes.showRole(scopes(asked), "reader", "1")).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"openid, false", "openid reader, true", "openid all, true", "openid by1, false"})
    void onlySomeScopesAskForRoles(String asked, boolean roles) {
        assertThat(Scopes.askForRoles(scopes(asked))).isEqualTo(roles);
    }

    /** Scopes in short: {@code reader}, {@code writer} and {@code king} are roles, {@code by1} those that organization 1 gave. */
    private static List<String> scopes(String text) {
        return Scopes.parse(text).stream()
                .map(word -> switch (word) {
                    case "openid" -> word;
                    case "all" -> "urn:zitadel:iam:org:projects:roles";
                    case "by1", "by2" -> "urn:zitadel:iam:org:roles:id:" + word.substring(2);
                    default -> "urn:zitadel:iam:org:project:role:" + word;
                })
                .toList();
    }

    @Test
    void theInstancesOwnProjectHasAName() {
        List<String> scopes = List.of(
                "urn:zitadel:iam:org:project:id:zitadel:aud",
                "urn:zitadel:iam:org:project:id:7:aud",
                "urn:zitadel:iam:org:project:id:900:aud");

        assertThat(Scopes.projects(scopes, "900")).containsExactly("900", "7");
    }
}
