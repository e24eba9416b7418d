package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.federation.TestProvider;
import dev.ostiary.policy.LoginPolicy;
import dev.ostiary.user.User.IdpLink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The domain of a login name says whose sign-in it is. */
class DomainSignInTest {
    @TempDir
    Path dir;

    private House house;
    private TestProvider op;
    private TestProvider second;
    private Visitor alice;

    @BeforeEach
    void open() throws IOException {
        house = House.open(dir);
        op = new TestProvider(house.clock);
        second = new TestProvider(house.clock);
        alice = new Visitor(house);
    }

    @AfterEach
    void close() {
        op.close();
        second.close();
        house.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"new@zürich.example", " New@ZÜRICH.example ", "a@b@xn--zrich-kva.example", "@zürich.example"})
    void aDomainIsFoundHoweverItIsTyped(String name) {
        organization("Contoso", "xn--zrich-kva.example", House.policy(false, provider("Contoso", op)));

        alice.open().submit(Paths.LOGIN_NAME, "loginName", name);

        assertThat(alice.left()).startsWith(op.issuer() + "/auth?");
    }

    @Test
    void eachDomainLeadsToItsOwnOrganization() {
        organization("Contoso", "contoso.example", House.policy(false, provider("Contoso", op)));
        organization("Fabrikam", "fabrikam.example", House.policy(false, provider("Fabrikam", second)));

        alice.open().submit(Paths.LOGIN_NAME, "loginName", "new@contoso.example");
        assertThat(alice.left()).startsWith(op.issuer() + "/auth?").contains("login_hint=new%40contoso.example");
        alice.open("login_hint", "x@fabrikam.example");
        assertThat(alice.left()).startsWith(second.issuer() + "/auth?");
        alice.open().submit(Paths.LOGIN_NAME, "loginName", "x@elsewhere.example");
        assertThat(alice.title()).isEqualTo("Enter your password");
    }

    @Test
    void severalProvidersOfADomainAreShown() {
        organization(
                "Contoso",
                "contoso.example",
                House.policy(false, provider("Contoso B", op), provider("Contoso A", second)));

        alice.open().submit(Paths.LOGIN_NAME, "loginName", "new@contoso.example");

        assertThat(alice.html()).containsSubsequence("Continue with Contoso A", "Continue with Contoso B");
        assertThat(alice.get(alice.links().getFirst()).left()).startsWith(second.issuer() + "/auth?");
    }

    @Test
    void whoIsKnownInADomainAndWhoIsNotGoTheSameWay() {
        String idp = provider("Contoso", op);
        String org = organization("Contoso", "contoso.example", House.policy(true, idp));
        house.person("linked@contoso.example", org, null, false, List.of(link(idp)));
        house.person("password@contoso.example", org, House.PASSWORD, false, List.of());

        assertThat(titleFor("linked@contoso.example"))
                .isEqualTo(titleFor("password@contoso.example"))
                .isEqualTo(titleFor("nobody@contoso.example"))
                .isEqualTo("Enter your password");
    }

    @Test
    void withoutPasswordsAndWithSeveralProvidersTheyGoTheSameWayToo() {
        String idp = provider("Contoso", op);
        String org = organization("Contoso", "contoso.example", House.policy(false, idp, provider("More", second)));
        house.person("linked@contoso.example", org, null, false, List.of(link(idp)));

        assertThat(titleFor("linked@contoso.example"))
                .isEqualTo(titleFor("nobody@contoso.example"))
                .isEqualTo("Sign in");
    }

    @Test
    void whoBelongsToAnotherOrganizationKeepsItsRules() {
        organization("Contoso", "contoso.example", House.policy(false, provider("Contoso", op)));
        String idp = provider("Fabrikam", second);
        String fabrikam = organization("Fabrikam", "fabrikam.example", House.policy(true, idp));
        house.person("guest@contoso.example", fabrikam, null, false, List.of(link(idp)));

        alice.open().submit(Paths.LOGIN_NAME, "loginName", "guest@contoso.example");

        assertThat(alice.left()).startsWith(second.issuer() + "/auth?");
    }

    @Test
    void theApplicationsOrganizationCountsMoreThanTheDomain() {
        organization("Contoso", "contoso.example", House.policy(false, provider("Contoso", op)));
        String fabrikam = organization("Fabrikam", "fabrikam.example", LoginPolicy.DEFAULT);

        alice.open("scope", "openid urn:zitadel:iam:org:id:" + fabrikam)
                .submit(Paths.LOGIN_NAME, "loginName", "new@contoso.example");
        assertThat(alice.title()).isEqualTo("Enter your password");
        alice.open("scope", "openid urn:zitadel:iam:org:domain:primary:contoso." + House.HOST);
        assertThat(alice.left()).startsWith(op.issuer() + "/auth?");
    }

    @Test
    void whoWantsAnAccountIsShownTheProvidersThatMakeThem() {
        String makes = house.provider("Makes", op, false, true);
        String links = house.provider("Links", second, true, false);
        house.policy(House.policy(true, makes, links));
        assertThat(alice.open("prompt", "create").left()).startsWith(op.issuer() + "/auth?");

        String makesToo = house.provider("Makes too", second, false, true);
        house.policy(House.policy(true, makes, links, makesToo));
        alice.open("prompt", "create");

        assertThat(alice.title()).isEqualTo("Create an account");
        assertThat(alice.html())
                .contains("Continue with Makes", "Continue with Makes too")
                .doesNotContain("Continue with Links", "name=\"loginName\"");
    }

    @Test
    void whereNoProviderMakesAccountsTheOrdinaryPageIsShown() {
        house.policy(House.policy(true, house.provider("Links", op, true, false)));

        alice.open("prompt", "create");

        assertThat(alice.title()).isEqualTo("Sign in");
        assertThat(alice.html()).contains("Continue with Links");
    }

    private String titleFor(String loginName) {
        Visitor visitor = new Visitor(house);
        visitor.open().submit(Paths.LOGIN_NAME, "loginName", loginName);
        assertThat(visitor.left()).isEmpty();
        return visitor.title();
    }

    private IdpLink link(String idp) {
        return new IdpLink(idp, "there", "there", op.issuer());
    }

    private String provider(String name, TestProvider at) {
        return house.provider(name, at, false, true);
    }

    private String organization(String name, String domain, LoginPolicy policy) {
        String id = house.organization(name, policy);
        house.domain(id, domain);
        return id;
    }
}
