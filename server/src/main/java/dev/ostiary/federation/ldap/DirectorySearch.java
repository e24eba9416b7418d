package dev.ostiary.federation.ldap;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import dev.ostiary.idp.Ldap;
import dev.ostiary.idp.Ldap.Attributes;
import java.util.List;
import java.util.stream.Stream;

/** What is asked to find the entry of a person. */
final class DirectorySearch {
    /** With two it is known that there is more than one. */
    private static final int MOST_ENTRIES = 2;

    /** The groups that an entry is in, as Active Directory and OpenLDAP's overlay of that name say them. */
    private static final String GROUPS = "memberOf";

    private DirectorySearch() {}

    /** @param seconds that the server may take */
    static SearchRequest request(Ldap config, String name, int seconds) {
        return new SearchRequest(
                config.baseDn(),
                SearchScope.SUB,
                DereferencePolicy.NEVER,
                MOST_ENTRIES,
                seconds,
                false,
                filter(config, name),
                attributes(config.attributes()).toArray(String[]::new));
    }

    /** Made of values and not of text: whatever the person typed stays a value (RFC 4515 section 3 has it escaped when it is shown). */
    static Filter filter(Ldap config, String name) {
        Stream<Filter> classes =
                config.userObjectClasses().stream().map(each -> Filter.createEqualityFilter("objectClass", each));
        List<Filter> names = config.userFilters().stream()
                .map(attribute -> Filter.createEqualityFilter(attribute, name))
                .toList();
        Filter named = names.size() == 1 ? names.getFirst() : Filter.createORFilter(names);
        return Filter.createANDFilter(Stream.concat(classes, Stream.of(named)).toList());
    }

    /** What is configured, the groups for claim rules, and nothing else: an empty list would ask for everything. */
    static List<String> attributes(Attributes of) {
        List<String> named = Stream.of(
                        of.id(),
                        of.firstName(),
                        of.lastName(),
                        of.displayName(),
                        of.nickName(),
                        of.preferredUsername(),
                        of.email(),
                        of.emailVerified(),
                        of.phone(),
                        of.phoneVerified(),
                        of.preferredLanguage(),
                        of.avatarUrl(),
                        of.profile())
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        return named.isEmpty()
                ? List.of(SearchRequest.NO_ATTRIBUTES)
                : Stream.concat(named.stream(), Stream.of(GROUPS)).distinct().toList();
    }
}
