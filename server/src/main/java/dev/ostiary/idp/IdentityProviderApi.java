package dev.ostiary.idp;

import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderResponse;
import dev.ostiary.api.admin.v1.DeleteProviderRequest;
import dev.ostiary.api.admin.v1.DeleteProviderResponse;
import dev.ostiary.api.admin.v1.GetProviderByIDRequest;
import dev.ostiary.api.admin.v1.GetProviderByIDResponse;
import dev.ostiary.api.admin.v1.ListProvidersRequest;
import dev.ostiary.api.admin.v1.ListProvidersResponse;
import dev.ostiary.api.admin.v1.ProviderQuery;
import dev.ostiary.api.admin.v1.UpdateGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.UpdateGenericOIDCProviderResponse;
import dev.ostiary.api.idp.v1.IDPNameQuery;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.idp.IdentityProviderTable.Query;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem;
import dev.ostiary.rpc.Twins;
import dev.ostiary.store.Page;
import dev.ostiary.store.Stored;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** The provider calls of the Admin and the Management API. */
public final class IdentityProviderApi {
    private final IdentityProviders providers;
    private final InstantSource clock;

    public IdentityProviderApi(IdentityProviders providers, InstantSource clock) {
        this.providers = providers;
        this.clock = clock;
    }

    public void register(Calls calls) {
        Twins twins = new Twins(calls);
        twins.on(
                "AddGenericOIDCProvider",
                AddGenericOIDCProviderRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.AddGenericOIDCProviderRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.AddGenericOIDCProviderResponse.getDefaultInstance(),
                this::addGenericOidc);
        twins.on(
                "UpdateGenericOIDCProvider",
                UpdateGenericOIDCProviderRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.UpdateGenericOIDCProviderRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.UpdateGenericOIDCProviderResponse.getDefaultInstance(),
                this::updateGenericOidc);
        twins.on(
                "DeleteProvider",
                DeleteProviderRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.DeleteProviderRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.DeleteProviderResponse.getDefaultInstance(),
                this::delete);
        twins.on(
                "GetProviderByID",
                GetProviderByIDRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.GetProviderByIDRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.GetProviderByIDResponse.getDefaultInstance(),
                this::get);
        calls.on(
                "zitadel.admin.v1.AdminService/ListProviders",
                ListProvidersRequest.getDefaultInstance(),
                this::listOfInstance);
        calls.on(
                "zitadel.management.v1.ManagementService/ListProviders",
                dev.ostiary.api.management.v1.ListProvidersRequest.getDefaultInstance(),
                this::listOfOrganization);
    }

    private AddGenericOIDCProviderResponse addGenericOidc(
            Call call, Level level, AddGenericOIDCProviderRequest request) {
        Stored<IdentityProvider> added = providers.addGenericOidc(
                call,
                level,
                new GenericOidc(
                        request.getName(),
                        request.getIssuer(),
                        request.getClientId(),
                        request.getClientSecret(),
                        request.getScopesList(),
                        ProviderMessage.options(request.getProviderOptions()),
                        request.getIsIdTokenMapping(),
                        request.getUsePkce()));
        return AddGenericOIDCProviderResponse.newBuilder()
                .setDetails(Details.created(added))
                .setId(added.id())
                .build();
    }

    private UpdateGenericOIDCProviderResponse updateGenericOidc(
            Call call, Level level, UpdateGenericOIDCProviderRequest request) {
        Stored<IdentityProvider> updated = providers.updateGenericOidc(
                call,
                level,
                request.getId(),
                new GenericOidc(
                        request.getName(),
                        request.getIssuer(),
                        request.getClientId(),
                        request.getClientSecret(),
                        request.getScopesList(),
                        ProviderMessage.options(request.getProviderOptions()),
                        request.getIsIdTokenMapping(),
                        request.getUsePkce()));
        return UpdateGenericOIDCProviderResponse.newBuilder()
                .setDetails(Details.changed(updated))
                .build();
    }

    private DeleteProviderResponse delete(Call call, Level level, DeleteProviderRequest request) {
        return DeleteProviderResponse.newBuilder()
                .setDetails(Details.changed(providers.remove(call, level, request.getId())))
                .build();
    }

    private GetProviderByIDResponse get(Call call, Level level, GetProviderByIDRequest request) {
        return GetProviderByIDResponse.newBuilder()
                .setIdp(ProviderMessage.of(providers.get(call, level, request.getId())))
                .build();
    }

    private ListProvidersResponse listOfInstance(Call call, ListProvidersRequest request) {
        UnaryOperator<Query> filters = query -> {
            for (ProviderQuery filter : request.getQueriesList()) {
                query = switch (filter.getQueryCase()) {
                    case IDP_ID_QUERY -> query.id(filter.getIdpIdQuery().getId());
                    case IDP_NAME_QUERY -> byName(query, filter.getIdpNameQuery());
                    case QUERY_NOT_SET -> throw Problem.invalid("ADMIN-Dr2aa", "List.Query.Invalid");
                };
            }
            return query;
        };
        Page<Stored<IdentityProvider>> page =
                providers.list(call, Level.INSTANCE, filters, Filters.window(request.getQuery()));
        return ListProvidersResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(messages(page))
                .build();
    }

    private dev.ostiary.api.management.v1.ListProvidersResponse listOfOrganization(
            Call call, dev.ostiary.api.management.v1.ListProvidersRequest request) {
        UnaryOperator<Query> filters = query -> {
            for (dev.ostiary.api.management.v1.ProviderQuery filter : request.getQueriesList()) {
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
            return query;
        };
        Page<Stored<IdentityProvider>> page =
                providers.list(call, Level.ORGANIZATION, filters, Filters.window(request.getQuery()));
        return dev.ostiary.api.management.v1.ListProvidersResponse.newBuilder()
                .setDetails(Details.list(page.total(), clock.instant()))
                .addAllResult(messages(page))
                .build();
    }

    private static Query byName(Query query, IDPNameQuery filter) {
        return query.name(Filters.text(filter.getMethod(), filter.getName()));
    }

    private static List<dev.ostiary.api.idp.v1.Provider> messages(Page<Stored<IdentityProvider>> page) {
        return page.rows().stream().map(ProviderMessage::of).toList();
    }
}
