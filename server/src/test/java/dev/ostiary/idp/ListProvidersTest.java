package dev.ostiary.idp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.ProviderCalls;
import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.admin.v1.ListProvidersRequest;
import dev.ostiary.api.admin.v1.ListProvidersResponse;
import dev.ostiary.api.admin.v1.ProviderQuery;
import dev.ostiary.api.idp.v1.IDPIDQuery;
import dev.ostiary.api.idp.v1.IDPNameQuery;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.idp.v1.IDPOwnerTypeQuery;
import dev.ostiary.api.idp.v1.Provider;
import dev.ostiary.api.v1.ListQuery;
import dev.ostiary.api.v1.TextQueryMethod;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListProvidersTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Tenant tenant = TESTS.tenant();
    private final IdentityProviders providers =
            new IdentityProviders(TESTS.store, TESTS.vault, TESTS.ids, UrlRule.HTTPS_ONLY, List.of());

    @BeforeEach
    void register() {
        ProviderCalls.register(providers, TESTS.store, TESTS.clock, tenant.calls);
    }

    @Test
    void theInstanceListsItsOwnOnly() {
        add(Level.INSTANCE, "Instance's");
        add(Level.ORGANIZATION, "Organization's");

        assertThat(names(list(ListProvidersRequest.newBuilder()))).containsExactly("Instance's");
    }

    @Test
    void anOrganizationListsTheInstancesToo() {
        add(Level.INSTANCE, "Instance's");
        add(Level.ORGANIZATION, "Organization's");
        addFor(Tenant.OTHER_ORGANIZATION, "Other's");

        assertThat(namesOf(listOfOrganization())).containsExactly("Instance's", "Organization's");
    }

    @ParameterizedTest
    @CsvSource({
        "IDP_OWNER_TYPE_SYSTEM, Instance's",
        "IDP_OWNER_TYPE_ORG, Organization's",
        "IDP_OWNER_TYPE_UNSPECIFIED, Organization's"
    })
    void anOrganizationListsByOwner(IDPOwnerType type, String name) {
        add(Level.INSTANCE, "Instance's");
        add(Level.ORGANIZATION, "Organization's");

        assertThat(namesOf(listOfOrganization(dev.ostiary.api.management.v1.ProviderQuery.newBuilder()
                        .setOwnerTypeQuery(IDPOwnerTypeQuery.newBuilder().setOwnerType(type))
                        .build())))
                .containsExactly(name);
    }

    @Test
    void theOldestComesFirst() {
        for (String name : List.of("c", "a", "b")) {
            add(Level.INSTANCE, name);
            TESTS.clock.advance(Duration.ofMillis(1));
        }

        assertThat(names(list(ListProvidersRequest.newBuilder()))).containsExactly("c", "a", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 'a b c', 3",
        "0, 2, 'a b', 3",
        "1, 1, 'b', 3",
        "2, 5, 'c', 3",
        "3, 5, '', 0",
        "-1, 5, '', 0",
        "0, 1000000, 'a b c', 3"
    })
    void aPartOfTheListKnowsHowLongTheWholeIs(long offset, int limit, String expected, long total) {
        List.of("a", "b", "c").forEach(name -> add(Level.INSTANCE, name));

        ListProvidersResponse page = list(ListProvidersRequest.newBuilder()
                .setQuery(ListQuery.newBuilder().setOffset(offset).setLimit(limit)));

        assertThat(String.join(" ", names(page))).isEqualTo(expected);
        assertThat(page.getDetails().getTotalResult()).isEqualTo(total);
        assertThat(page.getDetails().hasViewTimestamp()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "TEXT_QUERY_METHOD_EQUALS, Acme One, 'Acme One'",
        "TEXT_QUERY_METHOD_EQUALS, acme one, ''",
        "TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE, ACME ONE, 'Acme One'",
        "TEXT_QUERY_METHOD_STARTS_WITH, Acme, 'Acme One|Acme Two'",
        "TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE, acme, 'Acme One|Acme Two'",
        "TEXT_QUERY_METHOD_CONTAINS, e T, 'Acme Two'",
        "TEXT_QUERY_METHOD_CONTAINS, %, '100% Ärzte'",
        "TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE, ÄRZ, '100% Ärzte'",
        "TEXT_QUERY_METHOD_ENDS_WITH, One, 'Acme One'",
        "TEXT_QUERY_METHOD_ENDS_WITH, one, ''",
        "TEXT_QUERY_METHOD_ENDS_WITH_IGNORE_CASE, TWO, 'Acme Two'"
    })
    void namesAreSearchedByEveryMethod(TextQueryMethod method, String text, String expected) {
        List.of("Acme One", "Acme Two", "100% Ärzte").forEach(name -> add(Level.INSTANCE, name));

        ListProvidersResponse found = list(ListProvidersRequest.newBuilder()
                .addQueries(ProviderQuery.newBuilder()
                        .setIdpNameQuery(IDPNameQuery.newBuilder().setName(text).setMethod(method))));

        assertThat(String.join("|", names(found))).isEqualTo(expected);
        assertThat(found.getDetails().getTotalResult()).isEqualTo(found.getResultCount());
    }

    @Test
    void severalFiltersMustAllHold() {
        String id = add(Level.INSTANCE, "Acme");
        add(Level.INSTANCE, "Acme");

        assertThat(list(ListProvidersRequest.newBuilder()
                                .addQueries(byId(id))
                                .addQueries(ProviderQuery.newBuilder()
                                        .setIdpNameQuery(
                                                IDPNameQuery.newBuilder().setName("Acme"))))
                        .getResultList())
                .extracting(Provider::getId)
                .containsExactly(id);
        assertThat(list(ListProvidersRequest.newBuilder()
                                .addQueries(byId(id))
                                .addQueries(ProviderQuery.newBuilder()
                                        .setIdpNameQuery(
                                                IDPNameQuery.newBuilder().setName("Other"))))
                        .getResultList())
                .isEmpty();
    }

    @Test
    void anIdOfSomebodyElseFindsNothing() {
        String id = add(Level.ORGANIZATION, "Organization's");

        assertThat(list(ListProvidersRequest.newBuilder().addQueries(byId(id))).getResultList())
                .isEmpty();
    }

    @Test
    void anEmptyFilterIsRefused() {
        Refusal.of(() -> list(ListProvidersRequest.newBuilder().addQueries(ProviderQuery.getDefaultInstance())))
                .is(Kind.INVALID_ARGUMENT, "ADMIN-Dr2aa")
                .says("List.Query.Invalid");
        Refusal.of(() -> listOfOrganization(dev.ostiary.api.management.v1.ProviderQuery.getDefaultInstance()))
                .is(Kind.INVALID_ARGUMENT, "ORG-Dr2aa");
    }

    private String add(Level level, String name) {
        return providers.add(tenant.call(), level, oidc(name)).id();
    }

    private void addFor(String organization, String name) {
        providers.add(tenant.callAbout(organization), Level.ORGANIZATION, oidc(name));
    }

    private static Draft oidc(String name) {
        Oidc config = new Oidc("https://op.example.com", "client", List.of(), false, false);
        return new Draft(name, IdentityProvider.Options.NONE, config, "s3cret");
    }

    private static ProviderQuery byId(String id) {
        return ProviderQuery.newBuilder()
                .setIdpIdQuery(IDPIDQuery.newBuilder().setId(id))
                .build();
    }

    private ListProvidersResponse list(ListProvidersRequest.Builder request) {
        return tenant.answer(
                Tenant.method(Level.INSTANCE, "ListProviders"), request.build(), ListProvidersResponse.class);
    }

    private dev.ostiary.api.management.v1.ListProvidersResponse listOfOrganization(
            dev.ostiary.api.management.v1.ProviderQuery... queries) {
        return tenant.answer(
                Tenant.method(Level.ORGANIZATION, "ListProviders"),
                dev.ostiary.api.management.v1.ListProvidersRequest.newBuilder()
                        .addAllQueries(List.of(queries))
                        .build(),
                dev.ostiary.api.management.v1.ListProvidersResponse.class);
    }

    private static List<String> names(ListProvidersResponse response) {
        return response.getResultList().stream().map(Provider::getName).toList();
    }

    private static List<String> namesOf(dev.ostiary.api.management.v1.ListProvidersResponse response) {
        return response.getResultList().stream().map(Provider::getName).toList();
    }
}
