package dev.ostiary.session;

import dev.ostiary.api.session.v2.CreatorQuery;
import dev.ostiary.api.session.v2.IDsQuery;
import dev.ostiary.api.session.v2.SearchQuery;
import dev.ostiary.api.session.v2.UserAgentQuery;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Conditions;
import dev.ostiary.store.Micros;
import dev.ostiary.store.Page;
import dev.ostiary.user.Expiration;
import java.util.List;

/** The contract's list query about sessions, as the database understands it. */
final class SessionQueries {
    /** The index on creators leaves out the sessions of the pages, and so has to be asked. */
    private static final String CREATED = "creator = ? and creator <> ''";

    private SessionQueries() {}

    static Conditions all(String instance) {
        return Conditions.of("instance = ?", instance);
    }

    /** Those of an organization's users, and those of the caller's. */
    static Conditions ofOrganization(Call call) {
        return all(call.instanceId())
                .and(
                        "(organization = ? or user_id = ? or " + CREATED + ")",
                        call.organization(),
                        call.caller().userId(),
                        call.caller().userId());
    }

    /** The caller's: of the user that they are, and those that they began for others. */
    static Conditions own(Call call) {
        return all(call.instanceId())
                .and(
                        "(user_id = ? or " + CREATED + ")",
                        call.caller().userId(),
                        call.caller().userId());
    }

    /** @throws Problem when a query leaves out what it can't do without */
    static Conditions matching(Conditions of, Call call, List<SearchQuery> queries) {
        Conditions conditions = of;
        for (SearchQuery query : queries) {
            conditions = switch (query.getQueryCase()) {
                case IDS_QUERY -> Filters.oneOf(conditions, "id", ids(query.getIdsQuery()));
                case USER_ID_QUERY ->
                    conditions.and("user_id = ?", query.getUserIdQuery().getId());
                case CREATION_DATE_QUERY ->
                    Filters.time(
                            conditions,
                            "created_at",
                            query.getCreationDateQuery().getMethod(),
                            query.getCreationDateQuery().getCreationDate());
                case CREATOR_QUERY -> conditions.and(CREATED, creator(call, query.getCreatorQuery()));
                case USER_AGENT_QUERY ->
                    conditions.and("fingerprint = ? and fingerprint <> ''", fingerprint(query.getUserAgentQuery()));
                case EXPIRATION_DATE_QUERY ->
                    Filters.time(
                            conditions.and("expires_at < ?", Micros.of(Expiration.NEVER)),
                            "expires_at",
                            query.getExpirationDateQuery().getMethod(),
                            query.getExpirationDateQuery().getExpirationDate());
                case QUERY_NOT_SET -> conditions;
            };
        }
        return conditions;
    }

    /** More than a page can have is nothing that a database should be asked. */
    private static List<String> ids(IDsQuery query) {
        if (query.getIdsCount() > Page.Window.LARGEST) {
            throw Problem.invalid("SESSION-Ek4mi", "List.Query.Invalid");
        }
        return query.getIdsList();
    }

    /** Nobody named is the caller. */
    private static String creator(Call call, CreatorQuery query) {
        if (!query.hasId()) {
            return call.caller().userId();
        }
        if (query.getId().isEmpty()) {
            throw Problem.invalid("QUERY-x8n24uh", "List.Query.Invalid");
        }
        return query.getId();
    }

    private static String fingerprint(UserAgentQuery query) {
        if (query.getFingerprintId().isEmpty()) {
            throw Problem.invalid("QUERY-x8n23uh", "List.Query.Invalid");
        }
        return query.getFingerprintId();
    }
}
