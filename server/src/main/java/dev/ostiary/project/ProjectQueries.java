package dev.ostiary.project;

import dev.ostiary.api.project.v1.AllProjectGrantQuery;
import dev.ostiary.api.project.v1.GrantProjectNameQuery;
import dev.ostiary.api.project.v1.GrantRoleKeyQuery;
import dev.ostiary.api.project.v1.ProjectGrantQuery;
import dev.ostiary.api.project.v1.ProjectQuery;
import dev.ostiary.api.project.v1.RoleQuery;
import dev.ostiary.rpc.Filters;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Stored;
import dev.ostiary.store.TextFilter;
import java.util.List;
import java.util.function.BiFunction;

/** The contract's list queries about projects, roles and project grants, as the database understands them. */
final class ProjectQueries {
    private ProjectQueries() {}

    /** An organization's own projects. */
    static Conditions projects(String instance, String organization, List<ProjectQuery> queries) {
        return projects(
                Conditions.of("instance = ? and owner = ?", instance, organization),
                queries,
                (conditions, name) -> conditions.and("name", name));
    }

    /** Grants to an organization, asked for as projects. */
    static Conditions granted(String instance, String organization, List<ProjectQuery> queries) {
        return projects(
                Conditions.of("instance = ? and granted_org = ?", instance, organization),
                queries,
                ProjectQueries::ofProjectNamed);
    }

    private static Conditions projects(
            Conditions of, List<ProjectQuery> queries, BiFunction<Conditions, TextFilter, Conditions> named) {
        Conditions conditions = of;
        for (ProjectQuery query : queries) {
            conditions = switch (query.getQueryCase()) {
                case NAME_QUERY ->
                    named.apply(
                            conditions,
                            Filters.text(
                                    query.getNameQuery().getMethod(),
                                    query.getNameQuery().getName()));
                case PROJECT_RESOURCE_OWNER_QUERY ->
                    conditions.and(
                            "owner = ?", query.getProjectResourceOwnerQuery().getResourceOwner());
                case QUERY_NOT_SET -> conditions;
            };
        }
        return conditions;
    }

    static Conditions roles(String instance, String organization, String project, List<RoleQuery> queries) {
        return roles(ofProject(instance, organization, project), queries);
    }

    /** The roles of a project that a grant of it has. */
    static Conditions rolesOf(Stored<ProjectGrant> grant, List<RoleQuery> queries) {
        String instance = grant.stream().instance();
        return roles(
                ofProject(instance, grant.owner(), grant.state().projectId())
                        .and(
                                "role_key in (select role from project_grant_roles where instance = ? and project_grant = ?)",
                                instance,
                                grant.id()),
                queries);
    }

    private static Conditions roles(Conditions of, List<RoleQuery> queries) {
        Conditions conditions = of;
        for (RoleQuery query : queries) {
            conditions = switch (query.getQueryCase()) {
                case KEY_QUERY ->
                    conditions.and(
                            "role_key",
                            Filters.text(
                                    query.getKeyQuery().getMethod(),
                                    query.getKeyQuery().getKey()));
                case DISPLAY_NAME_QUERY ->
                    conditions.and(
                            "display_name",
                            Filters.text(
                                    query.getDisplayNameQuery().getMethod(),
                                    query.getDisplayNameQuery().getDisplayName()));
                case QUERY_NOT_SET -> conditions;
            };
        }
        return conditions;
    }

    /** Grants of one project. */
    static Conditions grants(String instance, String organization, String project, List<ProjectGrantQuery> queries) {
        Conditions conditions = ofProject(instance, organization, project);
        for (ProjectGrantQuery query : queries) {
            conditions = switch (query.getQueryCase()) {
                case PROJECT_NAME_QUERY -> ofProjectNamed(conditions, query.getProjectNameQuery());
                case ROLE_KEY_QUERY -> withRole(conditions, query.getRoleKeyQuery());
                case QUERY_NOT_SET -> conditions;
            };
        }
        return conditions;
    }

    /** Grants of all projects of an organization. */
    static Conditions allGrants(String instance, String organization, List<AllProjectGrantQuery> queries) {
        Conditions conditions = Conditions.of("instance = ? and owner = ?", instance, organization);
        for (AllProjectGrantQuery query : queries) {
            conditions = switch (query.getQueryCase()) {
                case PROJECT_NAME_QUERY -> ofProjectNamed(conditions, query.getProjectNameQuery());
                case ROLE_KEY_QUERY -> withRole(conditions, query.getRoleKeyQuery());
                case PROJECT_ID_QUERY ->
                    conditions.and("project = ?", query.getProjectIdQuery().getProjectId());
                case GRANTED_ORG_ID_QUERY ->
                    conditions.and(
                            "granted_org = ?", query.getGrantedOrgIdQuery().getGrantedOrgId());
                case QUERY_NOT_SET -> conditions;
            };
        }
        return conditions;
    }

    private static Conditions ofProject(String instance, String organization, String project) {
        return Conditions.of("instance = ? and project = ? and owner = ?", instance, project, organization);
    }

    private static Conditions ofProjectNamed(Conditions conditions, GrantProjectNameQuery query) {
        return ofProjectNamed(conditions, Filters.text(query.getMethod(), query.getName()));
    }

    private static Conditions ofProjectNamed(Conditions conditions, TextFilter filter) {
        return conditions.and(
                "project in (select id from projects p where p.instance = project_grants.instance and "
                        + filter.condition("p.name") + ")",
                filter.argument());
    }

    private static Conditions withRole(Conditions conditions, GrantRoleKeyQuery query) {
        TextFilter filter = Filters.text(query.getMethod(), query.getRoleKey());
        return conditions.and(
                "id in (select project_grant from project_grant_roles r where r.instance = project_grants.instance and "
                        + filter.condition("r.role") + ")",
                filter.argument());
    }
}
