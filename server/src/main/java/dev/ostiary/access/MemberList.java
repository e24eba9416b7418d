package dev.ostiary.access;

import dev.ostiary.api.member.v1.Member;
import dev.ostiary.api.member.v1.SearchQuery;
import dev.ostiary.api.user.v1.Type;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.store.Page;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Human;
import dev.ostiary.user.User.Machine;
import dev.ostiary.user.Users;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Members as the contract lists them. They are few (they administer), so they are filtered here and not in SQL. */
public final class MemberList {

    /**
     * A membership of whatever it is.
     *
     * @param stored what it is kept as
     */
    public record Entry(Stored<?> stored, String userId, List<String> roles) {
        static Entry of(Stored<dev.ostiary.access.Member> member) {
            return new Entry(member, member.state().userId(), member.state().roles());
        }

        public static Entry ofProject(Stored<ProjectMember> member) {
            return new Entry(member, member.state().userId(), member.state().roles());
        }
    }

    private final Users users;

    public MemberList(Users users) {
        this.users = users;
    }

    /** Returns a part of those that meet all queries. */
    public Page<Member> page(Handle sql, List<Entry> entries, List<SearchQuery> queries, Page.Window window) {
        List<Member> all = entries.stream()
                .flatMap(entry -> message(sql, entry).stream())
                .filter(matching(queries))
                .toList();
        List<Member> rows =
                all.stream().skip(window.offset()).limit(window.limit()).toList();
        return new Page<>(rows.isEmpty() ? 0 : all.size(), rows);
    }

    private static Predicate<Member> matching(List<SearchQuery> queries) {
        return member -> queries.stream().allMatch(query -> switch (query.getQueryCase()) {
            case USER_ID_QUERY -> query.getUserIdQuery().getUserId().equals(member.getUserId());
            case EMAIL_QUERY ->
                Filters.text(
                                query.getEmailQuery().getMethod(),
                                query.getEmailQuery().getEmail())
                        .matches(member.getEmail());
            case FIRST_NAME_QUERY ->
                Filters.text(
                                query.getFirstNameQuery().getMethod(),
                                query.getFirstNameQuery().getFirstName())
                        .matches(member.getFirstName());
            case LAST_NAME_QUERY ->
                Filters.text(
                                query.getLastNameQuery().getMethod(),
                                query.getLastNameQuery().getLastName())
                        .matches(member.getLastName());
            case QUERY_NOT_SET -> true;
        });
    }

    private Optional<Member> message(Handle sql, Entry entry) {
        return users.find(sql, entry.stored().stream().instance(), entry.userId())
                .map(user -> message(entry, user));
    }

    private static Member message(Entry entry, Stored<User> user) {
        Member.Builder message = Member.newBuilder()
                .setUserId(user.id())
                .setDetails(Details.read(entry.stored()))
                .addAllRoles(entry.roles())
                .setPreferredLoginName(user.state().userName())
                .setDisplayName(user.state().displayName())
                .setUserResourceOwner(user.owner());
        return switch (user.state().kind()) {
            case Human human ->
                message.setEmail(human.email().address())
                        .setFirstName(human.profile().givenName())
                        .setLastName(human.profile().familyName())
                        .setUserType(Type.TYPE_HUMAN)
                        .build();
            case Machine machine -> message.setUserType(Type.TYPE_MACHINE).build();
        };
    }
}
