package dev.ostiary.org;

import dev.ostiary.access.Access;
import dev.ostiary.api.management.v1.AddOrgDomainRequest;
import dev.ostiary.api.management.v1.AddOrgDomainResponse;
import dev.ostiary.api.management.v1.GenerateOrgDomainValidationRequest;
import dev.ostiary.api.management.v1.GenerateOrgDomainValidationResponse;
import dev.ostiary.api.management.v1.ListOrgDomainsRequest;
import dev.ostiary.api.management.v1.ListOrgDomainsResponse;
import dev.ostiary.api.management.v1.RemoveOrgDomainRequest;
import dev.ostiary.api.management.v1.RemoveOrgDomainResponse;
import dev.ostiary.api.management.v1.SetPrimaryOrgDomainRequest;
import dev.ostiary.api.management.v1.SetPrimaryOrgDomainResponse;
import dev.ostiary.api.management.v1.ValidateOrgDomainRequest;
import dev.ostiary.api.management.v1.ValidateOrgDomainResponse;
import dev.ostiary.api.org.v1.Domain;
import dev.ostiary.api.org.v1.DomainSearchQuery;
import dev.ostiary.api.org.v1.DomainValidationType;
import dev.ostiary.org.OrgDomains.Whose;
import dev.ostiary.org.UnprovenDomain.Challenge;
import dev.ostiary.org.UnprovenDomain.Way;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The calls of the Management API about an organization's domains. */
public final class OrgDomainApi {
    private final Store store;
    private final Orgs orgs;
    private final OrgDomains domains;
    private final Access access;
    private final InstantSource clock;

    public OrgDomainApi(Store store, Orgs orgs, OrgDomains domains, Access access, InstantSource clock) {
        this.store = store;
        this.orgs = orgs;
        this.domains = domains;
        this.access = access;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "ListOrgDomains", ListOrgDomainsRequest.getDefaultInstance(), this::list);
        calls.on(service + "AddOrgDomain", AddOrgDomainRequest.getDefaultInstance(), this::add);
        calls.on(
                service + "GenerateOrgDomainValidation",
                GenerateOrgDomainValidationRequest.getDefaultInstance(),
                this::challenge);
        calls.on(service + "ValidateOrgDomain", ValidateOrgDomainRequest.getDefaultInstance(), this::verify);
        calls.on(service + "SetPrimaryOrgDomain", SetPrimaryOrgDomainRequest.getDefaultInstance(), this::setPrimary);
        calls.on(service + "RemoveOrgDomain", RemoveOrgDomainRequest.getDefaultInstance(), this::remove);
    }

    private static Whose whose(Call call) {
        return new Whose(call.instanceId(), call.organization(), call.actor());
    }

    /** Who may write every organization of the instance is believed. */
    private AddOrgDomainResponse add(Call call, AddOrgDomainRequest request) {
        boolean trusted = access.allows(call, "org.write", "");
        return AddOrgDomainResponse.newBuilder()
                .setDetails(Details.created(domains.add(whose(call), request.getDomain(), trusted)))
                .build();
    }

    private GenerateOrgDomainValidationResponse challenge(Call call, GenerateOrgDomainValidationRequest request) {
        Way way = switch (request.getType()) {
            case DOMAIN_VALIDATION_TYPE_HTTP -> Way.HTTP;
            case DOMAIN_VALIDATION_TYPE_DNS -> Way.DNS;
            case DOMAIN_VALIDATION_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw Problem.invalid("ORG-Gsw31", "Errors.Org.DomainVerificationTypeInvalid");
        };
        Challenge challenge = domains.challenge(whose(call), request.getDomain(), way);
        String domain = DomainName.of(request.getDomain()).orElseThrow();
        return GenerateOrgDomainValidationResponse.newBuilder()
                .setToken(challenge.proof())
                .setUrl(challenge.place(domain))
                .build();
    }

    private ValidateOrgDomainResponse verify(Call call, ValidateOrgDomainRequest request) {
        return ValidateOrgDomainResponse.newBuilder()
                .setDetails(Details.changed(domains.verify(whose(call), request.getDomain())))
                .build();
    }

    private SetPrimaryOrgDomainResponse setPrimary(Call call, SetPrimaryOrgDomainRequest request) {
        return SetPrimaryOrgDomainResponse.newBuilder()
                .setDetails(Details.changed(domains.setPrimary(whose(call), request.getDomain())))
                .build();
    }

    private RemoveOrgDomainResponse remove(Call call, RemoveOrgDomainRequest request) {
        return RemoveOrgDomainResponse.newBuilder()
                .setDetails(Details.changed(domains.remove(whose(call), request.getDomain())))
                .build();
    }

    private ListOrgDomainsResponse list(Call call, ListOrgDomainsRequest request) {
        Stored<Org> org = store.read(sql -> orgs.find(sql, call.instanceId(), call.organization()))
                .orElseThrow(() -> Problem.notFound("QUERY-iTTGJ", "Errors.Org.NotFound"));
        List<Domain> all = messages(org)
                .filter(domain -> request.getQueriesList().stream().allMatch(query -> matches(domain, query)))
                .sorted(Comparator.comparing(Domain::getDomainName))
                .toList();
        Page.Window window = Filters.window(request.getQuery());
        List<Domain> page =
                all.stream().skip(window.offset()).limit(window.limit()).toList();
        return ListOrgDomainsResponse.newBuilder()
                .setDetails(Details.list(page.isEmpty() ? 0 : all.size(), clock.instant()))
                .addAllResult(page)
                .build();
    }

    private static boolean matches(Domain domain, DomainSearchQuery query) {
        return Filters.text(
                        query.getDomainNameQuery().getMethod(),
                        query.getDomainNameQuery().getName())
                .matches(domain.getDomainName());
    }

    private static Stream<Domain> messages(Stored<Org> org) {
        Stream<Domain> verified = org.state().domains().stream()
                .map(name -> message(org, name)
                        .setIsVerified(true)
                        .setIsPrimary(name.equals(org.state().primaryDomain()))
                        .build());
        Stream<Domain> unproven = org.state().unproven().stream()
                .map(domain -> message(org, domain.name())
                        .setValidationType(type(domain))
                        .build());
        return Stream.concat(verified, unproven);
    }

    private static Domain.Builder message(Stored<Org> org, String name) {
        return Domain.newBuilder()
                .setOrgId(org.id())
                .setDetails(Details.read(org))
                .setDomainName(name);
    }

    private static DomainValidationType type(UnprovenDomain domain) {
        Challenge challenge = domain.challenge();
        if (challenge == null) {
            return DomainValidationType.DOMAIN_VALIDATION_TYPE_UNSPECIFIED;
        }
        return switch (challenge.way()) {
            case HTTP -> DomainValidationType.DOMAIN_VALIDATION_TYPE_HTTP;
            case DNS -> DomainValidationType.DOMAIN_VALIDATION_TYPE_DNS;
        };
    }
}
