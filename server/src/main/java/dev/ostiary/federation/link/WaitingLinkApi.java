package dev.ostiary.federation.link;

import dev.ostiary.access.Access;
import dev.ostiary.api.federation.v1.ConfirmAllLinksRequest;
import dev.ostiary.api.federation.v1.ConfirmAllLinksResponse;
import dev.ostiary.api.federation.v1.ConfirmLinkRequest;
import dev.ostiary.api.federation.v1.ConfirmLinkResponse;
import dev.ostiary.api.federation.v1.ListWaitingLinksRequest;
import dev.ostiary.api.federation.v1.ListWaitingLinksResponse;
import dev.ostiary.api.federation.v1.WaitingLink;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import java.util.Optional;
import java.util.function.Predicate;

/** The calls about links that wait to be confirmed. They are this server's own. */
public final class WaitingLinkApi {
    private static final String SERVICE = "ostiary.federation.v1.LinkService/";
    private static final String USER_WRITE = "user.write";
    private static final int PAGE = 100;

    private final Links links;
    private final Access access;

    public WaitingLinkApi(Links links, Access access) {
        this.links = links;
        this.access = access;
    }

    public void register(Calls calls) {
        calls.on(SERVICE + "ListWaitingLinks", ListWaitingLinksRequest.getDefaultInstance(), this::list);
        calls.on(SERVICE + "ConfirmLink", ConfirmLinkRequest.getDefaultInstance(), this::confirm);
        calls.on(SERVICE + "ConfirmAllLinks", ConfirmAllLinksRequest.getDefaultInstance(), this::confirmAll);
    }

    private ListWaitingLinksResponse list(Call call, ListWaitingLinksRequest request) {
        Stored<IdentityProvider> idp = provider(call, request.getIdpId());
        int limit = request.getLimit() == 0 ? PAGE : request.getLimit();
        Links.Some some = links.waiting(idp, whose(call, idp), request.getAfter(), limit);
        ListWaitingLinksResponse.Builder answer =
                ListWaitingLinksResponse.newBuilder().setNext(some.next());
        some.links().forEach(waiting -> answer.addLinks(message(idp, waiting)));
        return answer.build();
    }

    private static WaitingLink message(Stored<IdentityProvider> idp, Links.Waiting waiting) {
        return WaitingLink.newBuilder()
                .setUserId(waiting.user().id())
                .setOrganizationId(waiting.user().owner())
                .setExternalUserId(waiting.link().externalUserId())
                .setExternalUserName(waiting.link().displayName())
                .setMadeWith(waiting.link().issuer())
                .setIssuer(idp.state().config().issuer())
                .build();
    }

    private ConfirmLinkResponse confirm(Call call, ConfirmLinkRequest request) {
        Stored<IdentityProvider> idp = provider(call, request.getIdpId());
        Optional<Stored<User>> user = links.user(call.instanceId(), request.getUserId());
        if (!mayAll(call, idp)) {
            access.check(call, USER_WRITE, user.map(Stored::owner).orElse(call.organization()));
        }
        if (user.isEmpty() || !links.confirm(idp, user.get(), request.getExternalUserId(), call.actor())) {
            throw noSuchLink();
        }
        return ConfirmLinkResponse.getDefaultInstance();
    }

    private ConfirmAllLinksResponse confirmAll(Call call, ConfirmAllLinksRequest request) {
        Stored<IdentityProvider> idp = provider(call, request.getIdpId());
        return ConfirmAllLinksResponse.newBuilder()
                .setConfirmed(links.confirmAll(idp, whose(call, idp), call.actor()))
                .build();
    }

    /** Which users' links the caller may see and confirm. */
    private Predicate<Stored<User>> whose(Call call, Stored<IdentityProvider> idp) {
        if (mayAll(call, idp)) {
            return user -> true;
        }
        access.check(call, USER_WRITE);
        return user -> user.owner().equals(call.organization());
    }

    private boolean mayAll(Call call, Stored<IdentityProvider> idp) {
        boolean provider = idp.stream().ownedByInstance()
                ? access.allows(call, "iam.idp.write", "")
                : access.allows(call, "org.idp.write", idp.owner());
        return provider || access.allows(call, USER_WRITE, "");
    }

    /** Whether a provider is there is nobody's secret: its id is in the addresses of the sign-in pages. */
    private Stored<IdentityProvider> provider(Call call, String id) {
        return links.provider(call.instanceId(), id)
                .orElseThrow(() -> Problem.notFound("LINK-Ph4dq", "Errors.IDPConfig.NotExisting"));
    }

    private static Problem noSuchLink() {
        return Problem.notFound("LINK-Wr7ts", "Errors.User.ExternalIDP.NotFound");
    }
}
