package dev.ostiary.federation.ldap;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.Ldap.Attributes;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectorySearchTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ada|ada",
                "*|\\2a",
                "ada)(uid=*|ada\\29\\28uid=\\2a",
                "a\\b|a\\5cb",
                "é|\\c3\\a9",
                "a&b|a&b",
                "(!|\\28!"
            })
    void whatAPersonTypedIsEscaped(String name, String escaped) {
        assertThat(filter(List.of("uid"), name)).hasToString("(&(objectClass=person)(uid=" + escaped + "))");
    }

    @Test
    void allClassesMustHoldAndOneOfTheNames() {
        Ldap config = config(List.of("person", "acmeStaff"), List.of("uid", "mail"));

        assertThat(DirectorySearch.filter(config, "ada"))
                .hasToString("(&(objectClass=person)(objectClass=acmeStaff)(|(uid=ada)(mail=ada)))");
    }

    @Property
    void aNameIsOneValueWhateverStandsInIt(@ForAll String name) throws LDAPException {
        Filter[] parts = filter(List.of("uid"), name).getComponents();

        assertThat(parts).hasSize(2);
        assertThat(parts[1].getFilterType()).isEqualTo(Filter.FILTER_TYPE_EQUALITY);
        assertThat(parts[1].getAttributeName()).isEqualTo("uid");
        assertThat(Filter.create(filter(List.of("uid"), name).toString())).isEqualTo(filter(List.of("uid"), name));
    }

    @Test
    void whatIsConfiguredAndTheGroupsAreAskedForAndTwoEntriesAreEnough() {
        SearchRequest request = DirectorySearch.request(config(List.of("person"), List.of("uid")), "ada", 7);

        assertThat(request.getAttributes()).containsExactly("uid", "mail", "memberOf");
        assertThat(request.getScope()).isEqualTo(SearchScope.SUB);
        assertThat(request.getSizeLimit()).isEqualTo(2);
        assertThat(request.getTimeLimitSeconds()).isEqualTo(7);
        assertThat(DirectorySearch.attributes(attributes("", ""))).containsExactly(SearchRequest.NO_ATTRIBUTES);
    }

    @ParameterizedTest
    @CsvSource({"PT0S,PT10S", "PT-1S,PT10S", "PT3S,PT3S", "PT1H,PT60S"})
    void anAttemptHasItsTimeAndNeverMoreThanAMinute(Duration configured, Duration counts) {
        assertThat(DirectoryLogin.time(configured)).isEqualTo(counts);
    }

    private static Filter filter(List<String> attributes, String name) {
        return DirectorySearch.filter(config(List.of("person"), attributes), name);
    }

    private static Ldap config(List<String> classes, List<String> filters) {
        return new Ldap(
                List.of("ldaps://directory.acme.test"),
                false,
                "dc=acme,dc=test",
                "cn=reader",
                "dn",
                classes,
                filters,
                Duration.ZERO,
                attributes("uid", "mail"),
                "");
    }

    private static Attributes attributes(String id, String email) {
        return new Attributes(id, "", "", "", "", id, email, "", "", "", "", "", "");
    }
}
