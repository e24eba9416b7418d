package dev.ostiary.openid;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import dev.ostiary.http.Parameters;
import dev.ostiary.project.Projects;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Resource indicators (RFC 8707): URIs that say who an access token is to be for. Those of this server are its issuer, for its own API, and
 * {@code urn:zitadel:iam:org:project:id:} with the id of a project.
 */
final class Resources {
    /** May be sent more than once. */
    static final String PARAMETER = "resource";

    private static final String PROJECT = "urn:zitadel:iam:org:project:id:";
    private static final String OWN_PROJECT = "zitadel";

    private final Projects projects;

    Resources(Projects projects) {
        this.projects = projects;
    }

    /** Returns what a client has named; empty values count for nothing. */
    static List<String> named(Parameters parameters) {
        return parameters.all(PARAMETER).stream()
                .filter(each -> !each.isEmpty())
                .distinct()
                .toList();
    }

    /** Tells whether a text may be a resource's at all: an absolute URI without a fragment. */
    static boolean isUri(String text) {
        try {
            URI uri = new URI(text);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    /** Returns the id of the project that a resource is, as audiences have it, whether it exists or not. */
    private static Optional<String> project(Context context, String resource) {
        String own = context.instance().project();
        if (resource.equals(context.issuer()) || resource.equals(context.issuer() + "/")) {
            return Optional.of(own);
        }
        return Optional.of(resource)
                .filter(each -> each.startsWith(PROJECT) && each.length() > PROJECT.length())
                .map(each -> each.substring(PROJECT.length()))
                .map(id -> id.equals(OWN_PROJECT) ? own : id);
    }

    /**
     * Returns the audience that resources are.
     *
     * @throws Unknown when one is not of this server
     */
    static List<String> audience(Context context, List<String> resources) {
        return resources.stream()
                .map(each -> project(context, each).orElseThrow(Unknown::new))
                .distinct()
                .toList();
    }

    /**
     * Adds resources to an audience.
     *
     * @throws Unknown when one is not of this server, or not active
     */
    List<String> added(Handle sql, Context context, List<String> audience, List<String> resources) {
        List<String> all = new ArrayList<>(audience);
        for (String project : audience(context, resources)) {
            boolean active = projects.find(sql, context.instanceId(), project)
                    .filter(found -> found.state().active())
                    .isPresent();
            if (!active) {
                throw new Unknown();
            }
            all.add(project);
        }
        return all.stream().distinct().toList();
    }

    /**
     * Returns who an access token is for: those of the granted audience that the client names, or else all.
     *
     * @throws Unknown when it names another
     */
    static List<String> target(Context context, Parameters form, List<String> granted) {
        List<String> asked = audience(context, named(form));
        if (!granted.containsAll(asked)) {
            throw new Unknown();
        }
        return asked.isEmpty() ? granted : asked;
    }

    /** A resource that tokens can't be had for. Without a stack trace: it is an answer. */
    static final class Unknown extends RuntimeException {
        private static final String WHY = "resource is not known, or not granted";

        Unknown() {
            super(WHY, null, false, false);
        }

        OAuthProblem atTokenEndpoint() {
            return OAuthProblem.of(OAuth2Error.INVALID_TARGET, WHY);
        }

        Refusal atAuthorizationEndpoint() {
            return new Refusal(OAuth2Error.INVALID_TARGET, WHY);
        }
    }
}
