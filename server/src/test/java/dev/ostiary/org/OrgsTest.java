package dev.ostiary.org;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.rpc.Problem.Kind;
import dev.ostiary.store.Stored;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrgsTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final Orgs orgs = new Orgs(TESTS.ids, List.of());

    @Test
    void anOrganizationOwnsItself() {
        Stored<Org> acme = add("Acme");

        assertThat(acme.owner()).isEqualTo(acme.id());
        assertThat(TESTS.store.<Optional<Stored<Org>>>read(sql -> orgs.find(sql, tenant.id, acme.id())))
                .contains(acme);
    }

    @Test
    void anOrganizationHasAVerifiedPrimaryDomainFromTheStart() {
        Stored<Org> acme = add(" Acme Inc ");

        assertThat(acme.state().name()).isEqualTo("Acme Inc");
        assertThat(acme.state().primaryDomain()).isEqualTo("acme-inc.id.example.com");
        assertThat(acme.state().domains()).containsExactly("acme-inc.id.example.com");
        assertThat(tenant.eventTypes()).containsExactly("org.added", "org.domain.verified", "org.domain.primary.set");
    }

    @ParameterizedTest
    @CsvSource({
        "Acme, acme",
        "Acme Inc, acme-inc",
        "'A.B/C', abc",
        "-Acme-, acme",
        "Zürich, zürich",
        "'!!!', org",
        "'---', org",
        "100%, 100"
    })
    void aNameBecomesALabel(String name, String label) {
        assertThat(Orgs.domain(name, "id.example.com")).isEqualTo(label + ".id.example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void aNameIsMandatory(String name) {
        Refusal.of(() -> add(name)).is(Kind.INVALID_ARGUMENT, "ORG-mruNY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Acme", "ACME", " acme "})
    void aNameIsTakenOnceWithoutRegardToCase(String name) {
        add("Acme");

        Refusal.of(() -> add(name)).is(Kind.ALREADY_EXISTS, "V3-DKcYh").says("Errors.Org.AlreadyExisting");
    }

    @Test
    void aDomainIsTakenOnce() {
        add("Acme Inc");

        Refusal.of(() -> add("Acme-Inc")).is(Kind.ALREADY_EXISTS, "V3-DKcYh");
    }

    @Test
    void anotherInstanceMayHaveTheSameName() {
        add("Acme");
        Tenant other = TESTS.tenant();

        other.write(tx -> orgs.add(tx, other.id, "id.example.com", Tenant.ACTOR, "Acme"));

        assertThat(other.eventTypes()).contains("org.added");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme.id.example.com", "ACME.ID.example.com"})
    void anOrganizationIsFoundByItsDomainWithoutRegardToCase(String domain) {
        Stored<Org> acme = add("Acme");

        assertThat(byDomain(tenant.id, domain)).contains(acme);
        assertThat(TESTS.store.<Optional<Stored<Org>>>read(sql -> orgs.byPrimaryDomain(sql, tenant.id, domain)))
                .contains(acme);
    }

    @Test
    void aDomainOfAnotherInstanceFindsNothing() {
        add("Acme");

        assertThat(byDomain(TESTS.tenant().id, "acme.id.example.com")).isEmpty();
        assertThat(byDomain(tenant.id, "id.example.com")).isEmpty();
    }

    private Stored<Org> add(String name) {
        return tenant.write(tx -> orgs.add(tx, tenant.id, "id.example.com", Tenant.ACTOR, name));
    }

    private Optional<Stored<Org>> byDomain(String instance, String domain) {
        return TESTS.store.read(sql -> orgs.byDomain(sql, instance, domain));
    }
}
