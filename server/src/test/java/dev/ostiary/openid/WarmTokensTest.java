package dev.ostiary.openid;

import static dev.ostiary.openid.ProviderFixture.PROJECT;
import static dev.ostiary.openid.ProviderFixture.basic;
import static dev.ostiary.openid.ProviderFixture.json;
import static dev.ostiary.openid.ProviderFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.GrantingCalls;
import dev.ostiary.app.AppEvent;
import dev.ostiary.crypto.Secrets;
import dev.ostiary.http.Response;
import dev.ostiary.org.OrgEvent;
import dev.ostiary.org.Orgs;
import dev.ostiary.project.ProjectEvent;
import dev.ostiary.project.Projects;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token that was validated lately is validated again without a query, and what it is validated by is never outdated. */
class WarmTokensTest {
    private static final String ROLES = "urn:zitadel:iam:org:project:roles";
    private static final String DOMAIN = "urn:zitadel:iam:user:resourceowner:primary_domain";
    private static final String SCOPES = "openid profile email urn:zitadel:iam:user:metadata "
            + "urn:zitadel:iam:user:resourceowner urn:zitadel:iam:org:project:role:reader";

    @TempDir
    Path directory;

    private ProviderFixture fixture;
    private GrantingCalls administrator;
    private String acme;
    private String grant;
    private String api;
    private String token;

    @BeforeEach
    void open() throws Exception {
        fixture = new ProviderFixture(directory);
        administrator = fixture.administrator();
        acme = fixture.organization;
        administrator.role(acme, PROJECT, "reader");
        grant = administrator.give(acme, fixture.person.id(), PROJECT, "", "reader");
        api = fixture.api();
        String client = fixture.web().add();
        token = text(fixture.redeem(client, fixture.code(client, "scope", SCOPES)), "access_token");
        assertThat(introspect()).containsEntry("active", true);
        assertThat(userinfo()).containsKey("sub");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Response ask(String secret) {
        return fixture.post(IntrospectEndpoint.PATH, Map.of("token", token), basic(api, secret));
    }

    private Map<String, Object> introspect() {
        return json(ask("s3cret"));
    }

    private Map<String, Object> userinfo() {
        return json(fixture.userinfo(token));
    }

    private void change(ProjectEvent event) {
        fixture.store.write(tx -> tx.record(
                Projects.KIND,
                Projects.KIND.stream(fixture.instance.id(), PROJECT, acme),
                fixture.projects.find(tx.sql(), fixture.instance.id(), PROJECT).orElseThrow(),
                "",
                List.of(event)));
    }

    @Test
    void itIsValidatedWithoutAQuery() {
        Map<String, Object> introspected = introspect();
        Map<String, Object> told = userinfo();

        assertThat(fixture.store.quietly(this::introspect))
                .isEqualTo(introspected)
                .containsKey(ROLES);
        assertThat(fixture.store.quietly(this::userinfo)).isEqualTo(told).containsKeys(ROLES, DOMAIN);
        assertThatThrownBy(
                        () -> fixture.post(IntrospectEndpoint.PATH, Map.of("token", token), basic("other", "s3cret")))
                .hasMessageContaining("closed");
    }

    @Test
    void aRoleThatIsTakenIsToldNoLonger() {
        administrator.take(acme, fixture.person.id(), grant);

        assertThat(introspect()).containsEntry("active", true).doesNotContainKey(ROLES);
        assertThat(userinfo()).doesNotContainKey(ROLES);
    }

    @Test
    void thePrimaryDomainOfNowIsTold() {
        fixture.store.write(tx -> tx.record(
                Orgs.KIND,
                Orgs.KIND.stream(fixture.instance.id(), acme, acme),
                fixture.orgs.find(tx.sql(), fixture.instance.id(), acme).orElseThrow(),
                "",
                List.of(new OrgEvent.PrimaryDomainSet("zenith.example.com"))));

        assertThat(introspect()).containsEntry(DOMAIN, "zenith.example.com");
        assertThat(userinfo()).containsEntry(DOMAIN, "zenith.example.com");
    }

    @Test
    void whoseProjectIsInactiveLearnsNothing() {
        change(new ProjectEvent.Deactivated());
        assertThat(introspect()).containsEntry("error", "invalid_client");

        change(new ProjectEvent.Reactivated());
        assertThat(introspect()).containsEntry("active", true);
    }

    @Test
    void aSecretThatWasReplacedIsWorthNothing() {
        fixture.change(api, new AppEvent.ApiSecretChanged(Secrets.hash("another")));

        assertThat(introspect()).containsEntry("error", "invalid_client");
        assertThat(json(ask("another"))).containsEntry("active", true);
    }
}
