package dev.ostiary;

import dev.ostiary.access.Members;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.app.App;
import dev.ostiary.app.Apps;
import dev.ostiary.grant.TokenInfo;
import dev.ostiary.grant.Tokens;
import dev.ostiary.http.Request;
import dev.ostiary.instance.Instance;
import dev.ostiary.openid.DpopProofs;
import dev.ostiary.org.Org;
import dev.ostiary.org.Orgs;
import dev.ostiary.rpc.Caller;
import dev.ostiary.rpc.Caller.Membership;
import dev.ostiary.rpc.Directory;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Looks up who calls, for the API. */
final class Callers implements Directory {
    private final Store store;
    private final Origins origins;
    private final Tokens tokens;
    private final Members members;
    private final ProjectMembers projectMembers;
    private final Orgs orgs;
    private final Apps apps;
    private final DpopProofs proofs;

    Callers(
            Store store,
            Origins origins,
            Tokens tokens,
            Members members,
            ProjectMembers projectMembers,
            Orgs orgs,
            Apps apps,
            DpopProofs proofs) {
        this.store = store;
        this.origins = origins;
        this.tokens = tokens;
        this.members = members;
        this.projectMembers = projectMembers;
        this.orgs = orgs;
        this.apps = apps;
        this.proofs = proofs;
    }

    @Override
    public <T> T together(Supplier<T> lookUps) {
        return store.read(sql -> lookUps.get());
    }

    @Override
    public Optional<Instance> instance(Request request) {
        return origins.instance(request);
    }

    @Override
    public String origin(Instance instance, Request request) {
        return origins.of(request);
    }

    @Override
    public Optional<Caller> caller(Instance instance, Request request, String token, boolean dpop) {
        String page = request.header("Origin").orElse("");
        return store.read(sql -> tokens.byToken(sql, instance.id(), token)
                .filter(info -> info.opensApi(instance.project()))
                .filter(info -> holds(request, token, dpop, info))
                .map(Callers::requireOwn)
                .map(info -> caller(sql, instance, info, page)));
    }

    /** Who acts in another's name does so at applications. */
    private static TokenInfo requireOwn(TokenInfo token) {
        if (token.actor() != null) {
            throw Problem.denied("APP-Shi0J", "Errors.TokenExchange.Token.NotForAPI");
        }
        return token;
    }

    /** A token that is bound to a key needs a proof of it, and no other comes with one. */
    private boolean holds(Request request, String token, boolean dpop, TokenInfo info) {
        return info.jkt() == null ? !dpop : dpop && proofs.isShown(origins.of(request), request, token, info.jkt());
    }

    private Caller caller(Handle sql, Instance instance, TokenInfo token, String origin) {
        requireOrigin(sql, instance, token, origin);
        return new Caller(
                token.userId(),
                token.user().owner(),
                new KeptMemberships(store, members, projectMembers, instance.id(), token.userId()));
    }

    private record KeptMemberships(
            Store store, Members members, ProjectMembers projectMembers, String instance, String userId)
            implements Caller.Memberships {
        @Override
        public List<Membership> on(Set<String> resources) {
            return store.read(sql -> members.ofUser(sql, instance, userId, resources));
        }

        @Override
        public List<Membership> within(String organization) {
            return store.read(sql -> projectMembers.ofUser(sql, instance, userId, organization));
        }
    }

    /** A page may use a token of an application only from that application's origins. */
    private void requireOrigin(Handle sql, Instance instance, TokenInfo token, String origin) {
        if (origin.isEmpty() || token.clientId().isEmpty()) {
            return;
        }
        boolean foreign = apps.byClientId(sql, instance.id(), token.clientId())
                .map(Stored::state)
                .map(App::config)
                .filter(config -> config instanceof App.Oidc oidc && !oidc.allowsOrigin(origin))
                .isPresent();
        if (foreign) {
            throw Problem.denied("AUTH-DZG21", "Errors.OriginNotAllowed");
        }
    }

    @Override
    public Optional<String> organization(Instance instance, String idOrDomain) {
        return store.read(sql -> {
            Optional<Stored<Org>> byId = orgs.find(sql, instance.id(), idOrDomain);
            return byId.or(() -> orgs.byDomain(sql, instance.id(), idOrDomain)).map(Stored::id);
        });
    }
}
