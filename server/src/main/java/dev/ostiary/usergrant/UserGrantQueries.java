package dev.ostiary.usergrant;

import dev.ostiary.api.user.v1.UserGrant;
import dev.ostiary.api.user.v1.UserGrantQuery;
import dev.ostiary.rpc.Filters;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.TextFilter;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The queries of {@code ListUserGrants}: what a grant says itself is asked of the database, the rest of what is shown. */
final class UserGrantQueries {
    private UserGrantQueries() {}

    /** @param organization sees what it gave and, if it asks for that too, what others gave on its projects */
    static Conditions conditions(String instance, String organization, List<UserGrantQuery> queries) {
        boolean granted =
                queries.stream().anyMatch(query -> query.getWithGrantedQuery().getWithGranted());
        Conditions conditions = granted
                ? Conditions.of(
                        "instance = ? and (owner = ? or project_owner = ?)", instance, organization, organization)
                : Conditions.of("instance = ? and owner = ?", instance, organization);
        for (UserGrantQuery query : queries) {
            conditions = and(conditions, query);
        }
        return conditions;
    }

    private static Conditions and(Conditions conditions, UserGrantQuery query) {
        return switch (query.getQueryCase()) {
            case PROJECT_ID_QUERY ->
                conditions.and("project = ?", query.getProjectIdQuery().getProjectId());
            case USER_ID_QUERY ->
                conditions.and("user_id = ?", query.getUserIdQuery().getUserId());
            case PROJECT_GRANT_ID_QUERY ->
                conditions.and(
                        "project_grant = ?", query.getProjectGrantIdQuery().getProjectGrantId());
            case ROLE_KEY_QUERY ->
                withRole(
                        conditions,
                        Filters.text(
                                query.getRoleKeyQuery().getMethod(),
                                query.getRoleKeyQuery().getRoleKey()));
            default -> conditions;
        };
    }

    private static Conditions withRole(Conditions conditions, TextFilter filter) {
        return conditions.and(
                "id in (select user_grant from user_grant_roles r where r.instance = user_grants.instance and "
                        + filter.condition("r.role") + ")",
                filter.argument());
    }

    /** Empty when the database answers all there is to ask. */
    static Optional<Predicate<UserGrant>> ofShown(List<UserGrantQuery> queries) {
        return queries.stream().flatMap(query -> ofShown(query).stream()).reduce(Predicate::and);
    }

    private static Optional<Predicate<UserGrant>> ofShown(UserGrantQuery query) {
        return switch (query.getQueryCase()) {
            case USER_NAME_QUERY -> {
                TextFilter filter = Filters.text(
                        query.getUserNameQuery().getMethod(),
                        query.getUserNameQuery().getUserName());
                yield Optional.of(shown -> filter.matches(shown.getUserName()));
            }
            case FIRST_NAME_QUERY -> {
                TextFilter filter = Filters.text(
                        query.getFirstNameQuery().getMethod(),
                        query.getFirstNameQuery().getFirstName());
                yield Optional.of(shown -> filter.matches(shown.getFirstName()));
            }
            case LAST_NAME_QUERY -> {
                TextFilter filter = Filters.text(
                        query.getLastNameQuery().getMethod(),
                        query.getLastNameQuery().getLastName());
                yield Optional.of(shown -> filter.matches(shown.getLastName()));
            }
            case EMAIL_QUERY -> {
                TextFilter filter = Filters.text(
                        query.getEmailQuery().getMethod(), query.getEmailQuery().getEmail());
                yield Optional.of(shown -> filter.matches(shown.getEmail()));
            }
            case DISPLAY_NAME_QUERY -> {
                TextFilter filter = Filters.text(
                        query.getDisplayNameQuery().getMethod(),
                        query.getDisplayNameQuery().getDisplayName());
                yield Optional.of(shown -> filter.matches(shown.getDisplayName()));
            }
            case ORG_NAME_QUERY -> {
                TextFilter filter = Filters.text(
                        query.getOrgNameQuery().getMethod(),
                        query.getOrgNameQuery().getOrgName());
                yield Optional.of(shown -> filter.matches(shown.getOrgName()));
            }
            case ORG_DOMAIN_QUERY -> {
                TextFilter filter = Filters.text(
                        query.getOrgDomainQuery().getMethod(),
                        query.getOrgDomainQuery().getOrgDomain());
                yield Optional.of(shown -> filter.matches(shown.getOrgDomain()));
            }
            case PROJECT_NAME_QUERY -> {
                TextFilter filter = Filters.text(
                        query.getProjectNameQuery().getMethod(),
                        query.getProjectNameQuery().getProjectName());
                yield Optional.of(shown -> filter.matches(shown.getProjectName()));
            }
            case USER_TYPE_QUERY ->
                Optional.of(
                        shown -> shown.getUserType() == query.getUserTypeQuery().getType());
            case PROJECT_ID_QUERY,
                    USER_ID_QUERY,
                    WITH_GRANTED_QUERY,
                    ROLE_KEY_QUERY,
                    PROJECT_GRANT_ID_QUERY,
                    QUERY_NOT_SET -> Optional.empty();
        };
    }
}
