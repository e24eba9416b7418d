package dev.ostiary.usergrant;

import dev.ostiary.api.user.v1.Type;
import dev.ostiary.api.user.v1.UserGrantQuery;
import dev.ostiary.api.user.v1.UserGrantState;
import dev.ostiary.org.Org;
import dev.ostiary.org.Orgs;
import dev.ostiary.project.Project;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Details;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Page;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.Machine;
import dev.ostiary.user.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** User grants as the contract shows them: with the names of the user, the project and the organizations. */
public final class UserGrantList {
    private final UserGrants grants;
    private final Users users;
    private final Projects projects;
    private final Orgs orgs;

    public UserGrantList(UserGrants grants, Users users, Projects projects, Orgs orgs) {
        this.grants = grants;
        this.users = users;
        this.projects = projects;
        this.orgs = orgs;
    }

    /**
     * Returns a part of a list, oldest first.
     *
     * @param conditions what of the queries the database answers
     */
    Page<dev.ostiary.api.user.v1.UserGrant> page(
            Handle sql, Conditions conditions, List<UserGrantQuery> queries, Page.Window window) {
        Optional<Predicate<dev.ostiary.api.user.v1.UserGrant>> ofShown = UserGrantQueries.ofShown(queries);
        if (ofShown.isPresent()) {
            return sifted(sql, conditions, ofShown.get(), window);
        }
        Page<Stored<UserGrant>> page = grants.list(sql, conditions, window);
        return new Page<>(
                page.total(),
                page.rows().stream().map(grant -> message(sql, grant)).toList());
    }

    /** Names belong to other features, whose tables can't be asked along: all grants are gone through, a part at a time. */
    private Page<dev.ostiary.api.user.v1.UserGrant> sifted(
            Handle sql,
            Conditions conditions,
            Predicate<dev.ostiary.api.user.v1.UserGrant> wanted,
            Page.Window window) {
        List<dev.ostiary.api.user.v1.UserGrant> rows = new ArrayList<>();
        long matching = 0;
        List<Stored<UserGrant>> part;
        long offset = 0;
        do {
            part = grants.list(sql, conditions, new Page.Window(offset, Page.Window.LARGEST))
                    .rows();
            for (Stored<UserGrant> grant : part) {
                dev.ostiary.api.user.v1.UserGrant message = message(sql, grant);
                if (wanted.test(message)) {
                    if (matching >= window.offset() && rows.size() < window.limit()) {
                        rows.add(message);
                    }
                    matching++;
                }
            }
            offset += part.size();
        } while (part.size() == Page.Window.LARGEST);
        return new Page<>(rows.isEmpty() ? 0 : matching, rows);
    }

    dev.ostiary.api.user.v1.UserGrant message(Handle sql, Stored<UserGrant> stored) {
        UserGrant grant = stored.state();
        String instance = stored.stream().instance();
        dev.ostiary.api.user.v1.UserGrant.Builder message = dev.ostiary.api.user.v1.UserGrant.newBuilder()
                .setId(stored.id())
                .setDetails(Details.read(stored))
                .addAllRoleKeys(grant.roleKeys())
                .setState(
                        grant.active()
                                ? UserGrantState.USER_GRANT_STATE_ACTIVE
                                : UserGrantState.USER_GRANT_STATE_INACTIVE)
                .setUserId(grant.userId())
                .setProjectId(grant.projectId())
                .setProjectGrantId(grant.projectGrantId());
        users.find(sql, instance, grant.userId()).map(Stored::state).ifPresent(user -> user(message, user));
        projects.find(sql, instance, grant.projectId())
                .map(Stored::state)
                .map(Project::name)
                .ifPresent(message::setProjectName);
        orgs.find(sql, instance, stored.owner()).ifPresent(org -> organization(message, org, grant));
        return message.build();
    }

    private static void user(dev.ostiary.api.user.v1.UserGrant.Builder message, User user) {
        message.setUserName(user.userName())
                .setPreferredLoginName(user.userName())
                .setDisplayName(user.displayName());
        switch (user.kind()) {
            case Human human ->
                message.setUserType(Type.TYPE_HUMAN)
                        .setEmail(human.email().address())
                        .setFirstName(human.profile().givenName())
                        .setLastName(human.profile().familyName());
            case Machine machine -> message.setUserType(Type.TYPE_MACHINE);
        }
    }

    /** Who gave it through a project grant is who the project was granted to. */
    private static void organization(
            dev.ostiary.api.user.v1.UserGrant.Builder message, Stored<Org> org, UserGrant grant) {
        message.setOrgId(org.id())
                .setOrgName(org.state().name())
                .setOrgDomain(org.state().primaryDomain());
        if (!grant.projectGrantId().isEmpty()) {
            message.setGrantedOrgId(org.id())
                    .setGrantedOrgName(org.state().name())
                    .setGrantedOrgDomain(org.state().primaryDomain());
        }
    }
}
