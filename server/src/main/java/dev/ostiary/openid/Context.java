package dev.ostiary.openid;

import dev.ostiary.http.Request;
import dev.ostiary.instance.Instance;
import java.util.Optional;

/**
 * Where a request arrived.
 *
 * @param origin scheme, host and port as the caller used them, without a trailing slash: the issuer of tokens
 */
public record Context(Instance instance, String origin) {

    /** Finds instance and origin of a request by its host; empty for a host that no instance has. */
    @FunctionalInterface
    public interface Resolver {
        Optional<Context> of(Request request);
    }

    public String instanceId() {
        return instance.id();
    }

    /** The issuer identifier (OpenID Connect Discovery section 4). */
    public String issuer() {
        return origin;
    }
}
