package dev.ostiary;

import dev.ostiary.http.Request;
import dev.ostiary.instance.Instance;
import dev.ostiary.instance.Instances;
import dev.ostiary.openid.Context;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which instance a request is for, and how its caller calls this server. The {@code Host} header is believed only as far as an
 * instance has that domain, and the scheme never comes from a header.
 */
final class Origins {
    private final Instances instances;
    private final @Nullable URI publicUrl;

    /** @param publicUrl what people use, null when it is this server's own address */
    Origins(Instances instances, @Nullable URI publicUrl) {
        this.instances = instances;
        this.publicUrl = publicUrl;
    }

    Optional<Instance> instance(Request request) {
        return instances.byHost(host(request.authority()));
    }

    Optional<Context> context(Request request) {
        return instance(request).map(instance -> new Context(instance, of(request)));
    }

    /** A request of a browser: nobody has proved who they are by a token. */
    Optional<Call> call(Request request) {
        return instance(request)
                .map(instance -> new Call(
                        instance, of(request), "", Caller.NOBODY, Locale.forLanguageTag(instance.defaultLanguage())));
    }

    /** Returns scheme, host and port without a trailing slash; the issuer of tokens. */
    String of(Request request) {
        if (publicUrl == null) {
            return "http://" + request.authority();
        }
        return host(request.authority()).equals(publicUrl.getHost())
                ? publicUrl.toString()
                : publicUrl.getScheme() + "://" + request.authority();
    }

    private static String host(String authority) {
        int colon = authority.lastIndexOf(':');
        boolean port = colon > authority.lastIndexOf(']');
        return (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
    }
}
