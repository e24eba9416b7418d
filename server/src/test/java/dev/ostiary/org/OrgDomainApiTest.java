package dev.ostiary.org;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.access.Access;
import dev.ostiary.access.Roles;
import dev.ostiary.api.management.v1.AddOrgDomainRequest;
import dev.ostiary.api.management.v1.AddOrgDomainResponse;
import dev.ostiary.api.management.v1.GenerateOrgDomainValidationRequest;
import dev.ostiary.api.management.v1.GenerateOrgDomainValidationResponse;
import dev.ostiary.api.management.v1.ListOrgDomainsRequest;
import dev.ostiary.api.management.v1.ListOrgDomainsResponse;
import dev.ostiary.api.org.v1.Domain;
import dev.ostiary.api.org.v1.DomainNameQuery;
import dev.ostiary.api.org.v1.DomainSearchQuery;
import dev.ostiary.api.org.v1.DomainValidationType;
import dev.ostiary.api.v1.TextQueryMethod;
import dev.ostiary.outbound.OutboundAnswer;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller;
import dev.ostiary.rpc.Caller.Membership;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrgDomainApiTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final String SERVICE = "zitadel.management.v1.ManagementService/";

    private final Tenant tenant = TESTS.tenant();
    private final Orgs orgs = new Orgs(TESTS.ids, List.of());
    private final String acme = tenant.write(tx -> orgs.add(tx, tenant.id, "id.example.com", Tenant.ACTOR, "Acme"))
            .id();

    OrgDomainApiTest() {
        OrgDomains domains = new OrgDomains(
                TESTS.store,
                orgs,
                new DomainProof(uri -> new OutboundAnswer(404, name -> null, new byte[0]), name -> List.of()));
        new OrgDomainApi(TESTS.store, orgs, domains, new Access(Roles.builtIn()), TESTS.clock).register(tenant.calls);
    }

    @Test
    void anOwnerOfTheOrganizationHasToProveADomain() {
        add(caller(acme, "ORG_OWNER"), "acme.example");

        GenerateOrgDomainValidationResponse challenge = tenant.answer(
                caller(acme, "ORG_OWNER"),
                SERVICE + "GenerateOrgDomainValidation",
                GenerateOrgDomainValidationRequest.newBuilder()
                        .setDomain("acme.example")
                        .setType(DomainValidationType.DOMAIN_VALIDATION_TYPE_DNS)
                        .build(),
                GenerateOrgDomainValidationResponse.class);

        assertThat(challenge.getUrl()).isEqualTo("_zitadel-challenge.acme.example");
        assertThat(challenge.getToken()).isNotEmpty();
        assertThat(list().getResultList())
                .extracting(Domain::getDomainName, Domain::getIsVerified, Domain::getValidationType)
                .containsExactly(
                        tuple("acme.example", false, DomainValidationType.DOMAIN_VALIDATION_TYPE_DNS),
                        tuple("acme.id.example.com", true, DomainValidationType.DOMAIN_VALIDATION_TYPE_UNSPECIFIED));
    }

    @Test
    void whoAdministersTheInstanceIsBelieved() {
        AddOrgDomainResponse added = add(caller(tenant.id, "IAM_OWNER"), "acme.example");

        assertThat(added.getDetails().getResourceOwner()).isEqualTo(acme);
        assertThat(added.getDetails().getSequence()).isEqualTo(5);
        assertThat(list().getResultList()).extracting(Domain::getIsVerified).containsExactly(true, true);
    }

    @Test
    void whoMayOnlyReadTheInstanceIsNotBelieved() {
        add(caller(tenant.id, "IAM_OWNER_VIEWER"), "acme.example");

        assertThat(list().getResultList()).extracting(Domain::getIsVerified).containsExactly(false, true);
    }

    @Test
    void domainsAreFoundByTheirName() {
        add(caller(tenant.id, "IAM_OWNER"), "acme.example");
        DomainNameQuery query = DomainNameQuery.newBuilder()
                .setName("ID.EXAMPLE")
                .setMethod(TextQueryMethod.TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE)
                .build();

        ListOrgDomainsResponse found = list(ListOrgDomainsRequest.newBuilder()
                .addQueries(DomainSearchQuery.newBuilder().setDomainNameQuery(query))
                .build());

        assertThat(found.getDetails().getTotalResult()).isEqualTo(1);
        assertThat(found.getResultList()).extracting(Domain::getDomainName).containsExactly("acme.id.example.com");
        assertThat(found.getResult(0).getIsPrimary()).isTrue();
        assertThat(found.getResult(0).getOrgId()).isEqualTo(acme);
    }

    private AddOrgDomainResponse add(Call call, String domain) {
        return tenant.answer(
                call,
                SERVICE + "AddOrgDomain",
                AddOrgDomainRequest.newBuilder().setDomain(domain).build(),
                AddOrgDomainResponse.class);
    }

    private ListOrgDomainsResponse list() {
        return list(ListOrgDomainsRequest.getDefaultInstance());
    }

    private ListOrgDomainsResponse list(ListOrgDomainsRequest request) {
        return tenant.answer(
                caller(acme, "ORG_OWNER"), SERVICE + "ListOrgDomains", request, ListOrgDomainsResponse.class);
    }

    private Call caller(String resource, String role) {
        Call call = tenant.callAbout(acme);
        Caller caller = new Caller(Tenant.ACTOR, acme, List.of(new Membership(resource, List.of(role))));
        return new Call(call.instance(), call.origin(), acme, caller, call.language());
    }
}
