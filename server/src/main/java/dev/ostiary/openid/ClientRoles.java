package dev.ostiary.openid;

import dev.ostiary.store.Store;
import java.util.Map;

/** What roles have to do with tokens that are about to be made: without one they may have to be refused, and they may tell of them. */
final class ClientRoles {
    private final Store store;
    private final ProjectAccess access;
    private final RoleClaims claims;

    ClientRoles(Store store, ProjectAccess access, RoleClaims claims) {
        this.store = store;
        this.access = access;
        this.claims = claims;
    }

    /**
     * Returns the role claims of a client's tokens. A machine user doesn't sign in to an application, and is not refused.
     *
     * @throws OAuthProblem when the user may not sign in to the application
     */
    Map<String, Object> of(Context context, Grant grant) {
        boolean signedIn = !grant.session().isEmpty();
        boolean told = grant.format().roles().anywhere() && Scopes.askForRoles(grant.scopes());
        if (!signedIn && !told) {
            return Map.of();
        }
        return store.read(sql -> {
            if (signedIn) {
                access.require(sql, context.instanceId(), grant.user(), grant.clientId());
            }
            return told ? claims.of(sql, context, grant.user().id(), grant.clientId(), grant.scopes()) : Map.of();
        });
    }
}
