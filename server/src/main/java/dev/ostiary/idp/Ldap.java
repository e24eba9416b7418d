package dev.ostiary.idp;

import dev.ostiary.idp.credential.LdapServer;
import dev.ostiary.idp.credential.PemCertificates;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A directory (RFC 4511): the person's entry is searched for, and the password tried by a bind.
 *
 * @param servers {@code ldap} or {@code ldaps} URLs, tried in this order
 * @param startTls whether a connection to an {@code ldap} server is encrypted before anything is said
 * @param baseDn where the search begins
 * @param bindDn as whom this server searches
 * @param userBase the attribute that the contract calls so
 * @param userObjectClasses all of them must hold of a person's entry
 * @param userFilters attributes that may hold what the person typed
 * @param timeout of an operation; zero for the default
 * @param rootCa certificates in PEM that vouch for the servers; empty for the usual ones
 */
public record Ldap(
        List<String> servers,
        boolean startTls,
        String baseDn,
        String bindDn,
        String userBase,
        List<String> userObjectClasses,
        List<String> userFilters,
        Duration timeout,
        Attributes attributes,
        String rootCa)
        implements Config {
    private static final ErrorIds ROOT_CA = ErrorIds.both("cwqVVdBwKt");

    /** The names of the attributes that tell about the person; empty where none does. */
    public record Attributes(
            String id,
            String firstName,
            String lastName,
            String displayName,
            String nickName,
            String preferredUsername,
            String email,
            String emailVerified,
            String phone,
            String phoneVerified,
            String preferredLanguage,
            String avatarUrl,
            String profile) {}

    public Ldap {
        servers = List.copyOf(servers);
        baseDn = baseDn.strip();
        bindDn = bindDn.strip();
        userBase = userBase.strip();
        userObjectClasses = List.copyOf(userObjectClasses);
        userFilters = List.copyOf(userFilters);
    }

    /**
     * An LDAP URL (RFC 4516) of where people are and which attribute tells them apart. Not of the servers: a directory gets others, and stays
     * the same.
     */
    @Override
    public String issuer() {
        String base = baseDn.replaceAll("\\s*([,=+])\\s*", "$1").toLowerCase(Locale.ROOT);
        String encoded = URLEncoder.encode(base, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3D", "=")
                .replace("%2C", ",");
        return "ldap:///" + encoded + "?" + attributes.id().toLowerCase(Locale.ROOT);
    }

    @Override
    public Kind kind() {
        return Kind.LDAP;
    }

    @Override
    public void check(Checks checks) {
        ErrorIds noServer = ErrorIds.of("SAx905n", "SAx945n").inOrganizations("SAy945n", "Sxx945n");
        checks.name(ErrorIds.of("SAfdd", "Sffgd"));
        checks.text(baseDn, ErrorIds.of("sv31s", "vb3ss"));
        checks.text(bindDn, ErrorIds.of("sdgf4", "hbere"));
        checks.secret("AEG2w");
        checks.text(userBase, ErrorIds.of("SAD5n", "DG45z"));
        checks.notEmpty(servers, noServer);
        for (String server : servers) {
            checks.readable(() -> LdapServer.parse(server), noServer, "Errors.IDPConfig.LDAPServerInvalid");
        }
        checks.notEmpty(userObjectClasses, ErrorIds.of("S1x905n", "S1x605n").inOrganizations("S1x705n", "S1p605n"));
        checks.notEmpty(userFilters, ErrorIds.of("aAx905n", "aAx901n").inOrganizations("aAx9x1n", "aBx901n"));
        if (!rootCa.isEmpty()) {
            checks.readable(() -> PemCertificates.parse(rootCa.getBytes(StandardCharsets.ISO_8859_1)), ROOT_CA);
        }
    }
}
