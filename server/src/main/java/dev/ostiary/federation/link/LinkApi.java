package dev.ostiary.federation.link;

import dev.ostiary.api.auth.v1.ListMyLinkedIDPsRequest;
import dev.ostiary.api.auth.v1.ListMyLinkedIDPsResponse;
import dev.ostiary.api.auth.v1.RemoveMyLinkedIDPRequest;
import dev.ostiary.api.auth.v1.RemoveMyLinkedIDPResponse;
import dev.ostiary.api.idp.v1.IDPType;
import dev.ostiary.api.idp.v1.IDPUserLink;
import dev.ostiary.api.management.v1.ListHumanLinkedIDPsRequest;
import dev.ostiary.api.management.v1.ListHumanLinkedIDPsResponse;
import dev.ostiary.api.management.v1.RemoveHumanLinkedIDPRequest;
import dev.ostiary.api.management.v1.RemoveHumanLinkedIDPResponse;
import dev.ostiary.api.user.v2.AddIDPLinkRequest;
import dev.ostiary.api.user.v2.AddIDPLinkResponse;
import dev.ostiary.api.user.v2.IDPLink;
import dev.ostiary.api.user.v2.ListIDPLinksRequest;
import dev.ostiary.api.user.v2.ListIDPLinksResponse;
import dev.ostiary.api.user.v2.RemoveIDPLinkRequest;
import dev.ostiary.api.user.v2.RemoveIDPLinkResponse;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Permissions;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.Users;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The calls about the accounts at providers that users are linked to. */
public final class LinkApi {
    private final Store store;
    private final Users users;
    private final IdentityProviders providers;
    private final Permissions permissions;
    private final InstantSource clock;

    public LinkApi(
            Store store, Users users, IdentityProviders providers, Permissions permissions, InstantSource clock) {
        this.store = store;
        this.users = users;
        this.providers = providers;
        this.permissions = permissions;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.user.v2.UserService/";
        calls.on(service + "AddIDPLink", AddIDPLinkRequest.getDefaultInstance(), this::add);
        calls.on(service + "ListIDPLinks", ListIDPLinksRequest.getDefaultInstance(), this::list);
        calls.on(service + "RemoveIDPLink", RemoveIDPLinkRequest.getDefaultInstance(), this::remove);
        String management = "zitadel.management.v1.ManagementService/";
        calls.on(
                management + "ListHumanLinkedIDPs",
                ListHumanLinkedIDPsRequest.getDefaultInstance(),
                this::listOfOrganization);
        calls.on(
                management + "RemoveHumanLinkedIDP",
                RemoveHumanLinkedIDPRequest.getDefaultInstance(),
                this::removeOfOrganization);
        String auth = "zitadel.auth.v1.AuthService/";
        calls.on(auth + "ListMyLinkedIDPs", ListMyLinkedIDPsRequest.getDefaultInstance(), this::listMine);
        calls.on(auth + "RemoveMyLinkedIDP", RemoveMyLinkedIDPRequest.getDefaultInstance(), this::removeMine);
    }

    /** Nobody links an account to themselves just by saying that it is theirs: it may be somebody else's. */
    private AddIDPLinkResponse add(Call call, AddIDPLinkRequest request) {
        IDPLink link = request.getIdpLink();
        if (link.getIdpId().isBlank() || link.getUserId().isBlank()) {
            throw Problem.invalid("COMMAND-03j8f", "Errors.IDMissing");
        }
        Stored<User> linked = store.write(tx -> {
            Stored<User> user = human(tx.sql(), call, request.getUserId())
                    .orElseThrow(() -> Problem.precondition("COMMAND-vzktar7b7f", "Errors.User.NotFound"));
            permissions.check(call, "user.write", user.owner());
            if (!providers.mayVouch(tx.sql(), call.instanceId(), user.owner(), link.getIdpId())) {
                throw Problem.precondition("COMMAND-39nf2", "Errors.IDPConfig.NotExisting");
            }
            return users.addLink(
                    tx, user, call.actor(), new IdpLink(link.getIdpId(), link.getUserId(), link.getUserName(), ""));
        });
        return AddIDPLinkResponse.newBuilder().setDetails(changed(linked)).build();
    }

    private Optional<Stored<User>> human(Handle sql, Call call, String id) {
        return users.find(sql, call.instanceId(), id)
                .filter(user -> user.state().human().isPresent());
    }

    private ListIDPLinksResponse list(Call call, ListIDPLinksRequest request) {
        Stored<User> user = store.read(sql -> users.find(sql, call.instanceId(), request.getUserId()))
                .orElseThrow(LinkApi::unknown);
        if (!user.id().equals(call.caller().userId())) {
            permissions.check(call, "user.read", user.owner());
        }
        List<IdpLink> page = page(
                user,
                new Page.Window(
                        request.getQuery().getOffset(), request.getQuery().getLimit()));
        return ListIDPLinksResponse.newBuilder()
                .setDetails(dev.ostiary.api.object.v2.ListDetails.newBuilder()
                        .setTotalResult(page.isEmpty() ? 0 : links(user).size())
                        .setTimestamp(Details.timestamp(clock.instant())))
                .addAllResult(page.stream()
                        .map(link -> IDPLink.newBuilder()
                                .setIdpId(link.idp())
                                .setUserId(link.externalUserId())
                                .setUserName(link.displayName())
                                .build())
                        .toList())
                .build();
    }

    private static Problem unknown() {
        return Problem.notFound("QUERY-Dfbg2", "Errors.User.NotFound");
    }

    /** In the order they were linked. */
    private static List<IdpLink> links(Stored<User> user) {
        return user.state().human().map(Human::links).orElse(List.of());
    }

    private static List<IdpLink> page(Stored<User> user, Page.Window window) {
        return links(user).stream().skip(window.offset()).limit(window.limit()).toList();
    }

    private RemoveIDPLinkResponse remove(Call call, RemoveIDPLinkRequest request) {
        Stored<User> unlinked = store.write(tx -> {
            Stored<User> user =
                    users.find(tx.sql(), call.instanceId(), request.getUserId()).orElseThrow(LinkApi::notLinked);
            if (!user.id().equals(call.caller().userId())) {
                permissions.check(call, "user.write", user.owner());
            }
            return users.removeLink(tx, user, call.actor(), request.getIdpId(), request.getLinkedUserId());
        });
        return RemoveIDPLinkResponse.newBuilder().setDetails(changed(unlinked)).build();
    }

    private static Problem notLinked() {
        return Problem.notFound("COMMAND-1M9xR", "Errors.User.ExternalIDP.NotFound");
    }

    private static dev.ostiary.api.object.v2.Details changed(Stored<User> user) {
        return dev.ostiary.api.object.v2.Details.newBuilder()
                .setSequence(user.revision().version())
                .setChangeDate(Details.timestamp(user.revision().changedAt()))
                .setResourceOwner(user.owner())
                .build();
    }

    private ListHumanLinkedIDPsResponse listOfOrganization(Call call, ListHumanLinkedIDPsRequest request) {
        Page.Window window = Filters.window(request.getQuery());
        return store.read(sql -> {
            Stored<User> user = users.find(sql, call.instanceId(), request.getUserId())
                    .filter(found -> found.owner().equals(call.organization()))
                    .orElseThrow(LinkApi::unknown);
            List<IDPUserLink> page = messages(sql, user, window);
            return ListHumanLinkedIDPsResponse.newBuilder()
                    .setDetails(Details.list(page.isEmpty() ? 0 : links(user).size(), clock.instant()))
                    .addAllResult(page)
                    .build();
        });
    }

    private List<IDPUserLink> messages(Handle sql, Stored<User> user, Page.Window window) {
        return page(user, window).stream().map(link -> message(sql, user, link)).toList();
    }

    /** The contract's list of links knows two types of provider; every other reads as unspecified. */
    private IDPUserLink message(Handle sql, Stored<User> user, IdpLink link) {
        IDPUserLink.Builder message = IDPUserLink.newBuilder()
                .setUserId(user.id())
                .setIdpId(link.idp())
                .setProvidedUserId(link.externalUserId())
                .setProvidedUserName(link.displayName());
        providers
                .find(sql, user.stream().instance(), link.idp())
                .ifPresent(idp -> message.setIdpName(idp.state().displayName())
                        .setIdpType(
                                switch (idp.state().config().kind()) {
                                    case OIDC -> IDPType.IDP_TYPE_OIDC;
                                    case JWT -> IDPType.IDP_TYPE_JWT;
                                    default -> IDPType.IDP_TYPE_UNSPECIFIED;
                                }));
        return message.build();
    }

    private RemoveHumanLinkedIDPResponse removeOfOrganization(Call call, RemoveHumanLinkedIDPRequest request) {
        Stored<User> unlinked = store.write(tx -> {
            Stored<User> user = users.find(tx.sql(), call.instanceId(), request.getUserId())
                    .filter(found -> found.owner().equals(call.organization()))
                    .orElseThrow(LinkApi::notLinked);
            return users.removeLink(tx, user, call.actor(), request.getIdpId(), request.getLinkedUserId());
        });
        return RemoveHumanLinkedIDPResponse.newBuilder()
                .setDetails(Details.changed(unlinked))
                .build();
    }

    private Stored<User> me(Handle sql, Call call) {
        return users.find(sql, call.instanceId(), call.caller().userId()).orElseThrow(LinkApi::unknown);
    }

    private ListMyLinkedIDPsResponse listMine(Call call, ListMyLinkedIDPsRequest request) {
        Page.Window window = Filters.window(request.getQuery());
        return store.read(sql -> {
            Stored<User> user = me(sql, call);
            List<IDPUserLink> page = messages(sql, user, window);
            return ListMyLinkedIDPsResponse.newBuilder()
                    .setDetails(Details.list(page.isEmpty() ? 0 : links(user).size(), clock.instant()))
                    .addAllResult(page)
                    .build();
        });
    }

    private RemoveMyLinkedIDPResponse removeMine(Call call, RemoveMyLinkedIDPRequest request) {
        Stored<User> unlinked = store.write(tx ->
                users.removeLink(tx, me(tx.sql(), call), call.actor(), request.getIdpId(), request.getLinkedUserId()));
        return RemoveMyLinkedIDPResponse.newBuilder()
                .setDetails(Details.changed(unlinked))
                .build();
    }
}
