package dev.ostiary.rpc;

import dev.ostiary.http.Request;
import dev.ostiary.instance.Instance;
import java.util.Optional;
import java.util.function.Supplier;

/** What has to be looked up before a call can be made: the instance, who calls, and the organization it is about. */
public interface Directory {

    /** Looks several things up as of one moment, which costs less than one by one. */
    <T> T together(Supplier<T> lookUps);

    /** Returns the instance this request is for, by its host name. */
    Optional<Instance> instance(Request request);

    /** Returns scheme, host and port that the caller used, without a trailing slash. */
    String origin(Instance instance, Request request);

    /**
     * Returns the user behind a token that is valid now and meant for this API.
     *
     * @param token as it stands after {@code Bearer } or {@code DPoP }
     * @param dpop whether it was presented as one that is bound to a key, which the request must prove (RFC 9449 section 7)
     * @throws Problem when the token is valid and yet can't be used here, such as from a page of another origin
     */
    Optional<Caller> caller(Instance instance, Request request, String token, boolean dpop);

    /** Returns the id of the organization with this id or this verified domain. */
    Optional<String> organization(Instance instance, String idOrDomain);
}
