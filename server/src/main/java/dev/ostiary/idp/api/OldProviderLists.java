package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.IDPQuery;
import dev.ostiary.api.admin.v1.ListIDPsRequest;
import dev.ostiary.api.admin.v1.ListIDPsResponse;
import dev.ostiary.api.idp.v1.IDP;
import dev.ostiary.api.idp.v1.IDPFieldName;
import dev.ostiary.api.idp.v1.IDPNameQuery;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.OldProviders;
import dev.ostiary.idp.ProviderQuery;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Page;
import dev.ostiary.store.Stored;
import java.time.InstantSource;
import java.util.List;

/** The deprecated lists of providers. They can be sorted by name; otherwise they begin with the oldest. */
final class OldProviderLists {
    private final OldProviders providers;
    private final InstantSource clock;

    OldProviderLists(OldProviders providers, InstantSource clock) {
        this.providers = providers;
        this.clock = clock;
    }

    void register(Calls calls) {
        calls.on("zitadel.admin.v1.AdminService/ListIDPs", ListIDPsRequest.getDefaultInstance(), this::listOfInstance);
        calls.on(
                "zitadel.management.v1.ManagementService/ListOrgIDPs",
                dev.ostiary.api.management.v1.ListOrgIDPsRequest.getDefaultInstance(),
                this::listOfOrganization);
    }

    private ListIDPsResponse listOfInstance(Call call, ListIDPsRequest request) {
        Page<Stored<IdentityProvider>> page = providers.list(
                call,
                Level.INSTANCE,
                query -> {
                    for (IDPQuery filter : request.getQueriesList()) {
                        query = switch (filter.getQueryCase()) {
                            case IDP_ID_QUERY -> query.id(filter.getIdpIdQuery().getId());
                            case IDP_NAME_QUERY -> byName(query, filter.getIdpNameQuery());
                            case QUERY_NOT_SET -> throw Problem.invalid("ADMIN-Dr2aa", "List.Query.Invalid");
                        };
                    }
                    return sorted(
                            query,
                            request.getSortingColumn(),
                            request.getQuery().getAsc());
                },
                Filters.window(request.getQuery()));
        return ListIDPsResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .setSortingColumn(request.getSortingColumn())
                .addAllResult(messages(page))
                .build();
    }

    private dev.ostiary.api.management.v1.ListOrgIDPsResponse listOfOrganization(
            Call call, dev.ostiary.api.management.v1.ListOrgIDPsRequest request) {
        Page<Stored<IdentityProvider>> page = providers.list(
                call,
                Level.ORGANIZATION,
                query -> {
                    for (dev.ostiary.api.management.v1.IDPQuery filter : request.getQueriesList()) {
                        query = switch (filter.getQueryCase()) {
                            case IDP_ID_QUERY -> query.id(filter.getIdpIdQuery().getId());
                            case IDP_NAME_QUERY -> byName(query, filter.getIdpNameQuery());
                            case OWNER_TYPE_QUERY ->
                                query.owner(
                                        filter.getOwnerTypeQuery().getOwnerType() == IDPOwnerType.IDP_OWNER_TYPE_SYSTEM
                                                ? call.instanceId()
                                                : call.organization());
                            case QUERY_NOT_SET -> throw Problem.invalid("ORG-Dr2aa", "List.Query.Invalid");
                        };
                    }
                    return sorted(
                            query,
                            request.getSortingColumn(),
                            request.getQuery().getAsc());
                },
                Filters.window(request.getQuery()));
        return dev.ostiary.api.management.v1.ListOrgIDPsResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .setSortingColumn(request.getSortingColumn())
                .addAllResult(messages(page))
                .build();
    }

    private static ProviderQuery byName(ProviderQuery query, IDPNameQuery filter) {
        return query.name(Filters.text(filter.getMethod(), filter.getName()));
    }

    private static ProviderQuery sorted(ProviderQuery query, IDPFieldName column, boolean ascending) {
        return column == IDPFieldName.IDP_FIELD_NAME_NAME ? query.sortedByName(ascending) : query;
    }

    private static List<IDP> messages(Page<Stored<IdentityProvider>> page) {
        return page.rows().stream().map(OldProviderMessage::of).toList();
    }
}
