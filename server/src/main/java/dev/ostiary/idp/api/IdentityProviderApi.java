package dev.ostiary.idp.api;

import dev.ostiary.api.admin.v1.DeleteProviderRequest;
import dev.ostiary.api.admin.v1.DeleteProviderResponse;
import dev.ostiary.api.admin.v1.GetProviderByIDRequest;
import dev.ostiary.api.admin.v1.GetProviderByIDResponse;
import dev.ostiary.api.admin.v1.ListProvidersRequest;
import dev.ostiary.api.admin.v1.ListProvidersResponse;
import dev.ostiary.api.admin.v1.MigrateGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.MigrateGenericOIDCProviderResponse;
import dev.ostiary.api.admin.v1.RegenerateSAMLProviderCertificateRequest;
import dev.ostiary.api.admin.v1.RegenerateSAMLProviderCertificateResponse;
import dev.ostiary.api.idp.v1.IDPNameQuery;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.idp.v2.GetIDPByIDRequest;
import dev.ostiary.api.idp.v2.GetIDPByIDResponse;
import dev.ostiary.idp.Draft;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.Kind;
import dev.ostiary.idp.ProviderQuery;
import dev.ostiary.idp.SamlProviders;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Permissions;
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
    private final SamlProviders saml;
    private final Permissions permissions;
    private final InstantSource clock;

    public IdentityProviderApi(
            IdentityProviders providers, SamlProviders saml, Permissions permissions, InstantSource clock) {
        this.providers = providers;
        this.saml = saml;
        this.permissions = permissions;
        this.clock = clock;
    }

    public void register(Calls calls) {
        Twins twins = new Twins(calls);
        KindCalls kinds = new KindCalls(twins, this::add, this::update);
        OidcCalls.register(kinds);
        OAuthCalls.register(kinds);
        JwtCalls.register(kinds);
        AzureAdCalls.register(kinds);
        GitHubCalls.register(kinds);
        GitHubEnterpriseCalls.register(kinds);
        GitLabCalls.register(kinds);
        GitLabSelfHostedCalls.register(kinds);
        GoogleCalls.register(kinds);
        LdapCalls.register(kinds);
        AppleCalls.register(kinds);
        SamlCalls.register(kinds);
        twins.on(
                "MigrateGenericOIDCProvider",
                MigrateGenericOIDCProviderRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.MigrateGenericOIDCProviderRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.MigrateGenericOIDCProviderResponse.getDefaultInstance(),
                this::migrate);
        twins.on(
                "RegenerateSAMLProviderCertificate",
                RegenerateSAMLProviderCertificateRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.RegenerateSAMLProviderCertificateRequest.getDefaultInstance(),
                dev.ostiary.api.management.v1.RegenerateSAMLProviderCertificateResponse.getDefaultInstance(),
                this::regenerate);
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
        calls.on(
                "zitadel.idp.v2.IdentityProviderService/GetIDPByID",
                GetIDPByIDRequest.getDefaultInstance(),
                this::getV2);
    }

    private Stored<IdentityProvider> add(Call call, Level level, Draft draft) {
        return draft.config().kind() == Kind.SAML ? saml.add(call, level, draft) : providers.add(call, level, draft);
    }

    private Stored<IdentityProvider> update(Call call, Level level, String id, Draft draft) {
        return draft.config().kind() == Kind.SAML
                ? saml.update(call, level, id, draft)
                : providers.update(call, level, id, draft);
    }

    private MigrateGenericOIDCProviderResponse migrate(
            Call call, Level level, MigrateGenericOIDCProviderRequest request) {
        Draft to = switch (request.getTemplateCase()) {
            case AZURE -> AzureAdCalls.draft(request.getAzure());
            case GOOGLE -> GoogleCalls.draft(request.getGoogle());
            case TEMPLATE_NOT_SET ->
                throw Problem.invalid(
                        level == Level.INSTANCE ? "COMMAND-s9219" : "COMMAND-s9s2919", "Errors.IDPConfig.NotExisting");
        };
        return MigrateGenericOIDCProviderResponse.newBuilder()
                .setDetails(Details.created(providers.migrate(call, level, request.getId(), to)))
                .build();
    }

    private RegenerateSAMLProviderCertificateResponse regenerate(
            Call call, Level level, RegenerateSAMLProviderCertificateRequest request) {
        return RegenerateSAMLProviderCertificateResponse.newBuilder()
                .setDetails(Details.changed(saml.regenerateCertificate(call, level, request.getId())))
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

    /** Which permission it takes depends on whose it is. */
    private GetIDPByIDResponse getV2(Call call, GetIDPByIDRequest request) {
        Stored<IdentityProvider> provider = providers.get(call, request.getId());
        boolean ofInstance = provider.stream().ownedByInstance();
        permissions.check(call, ofInstance ? "iam.idp.read" : "org.idp.read", ofInstance ? "" : provider.owner());
        return GetIDPByIDResponse.newBuilder()
                .setIdp(ProviderMessageV2.of(provider))
                .build();
    }

    private ListProvidersResponse listOfInstance(Call call, ListProvidersRequest request) {
        UnaryOperator<ProviderQuery> filters = query -> {
            for (dev.ostiary.api.admin.v1.ProviderQuery filter : request.getQueriesList()) {
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
        UnaryOperator<ProviderQuery> filters = query -> {
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

    private static ProviderQuery byName(ProviderQuery query, IDPNameQuery filter) {
        return query.name(Filters.text(filter.getMethod(), filter.getName()));
    }

    private static List<dev.ostiary.api.idp.v1.Provider> messages(Page<Stored<IdentityProvider>> page) {
        return page.rows().stream().map(ProviderMessage::of).toList();
    }
}
