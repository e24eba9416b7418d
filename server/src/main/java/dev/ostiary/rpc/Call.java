package dev.ostiary.rpc;

import dev.ostiary.instance.Instance;
import java.util.Locale;

/**
 * What a feature knows about the request it answers.
 *
 * @param instance found by the host name of the request
 * @param origin scheme, host and port that the caller used, without a trailing slash; the issuer of tokens
 * @param organization id of the organization the call is about: the one that {@code x-zitadel-orgid} names, else the caller's own;
 *     empty for a call without a caller
 * @param caller who calls; {@link Caller#NOBODY} for calls that need no token
 * @param language the first supported language of {@code Accept-Language}
 * @param reach where the caller has the permission that the contract asks for
 */
public record Call(Instance instance, String origin, String organization, Caller caller, Locale language, Reach reach) {

    /** A call whose permission was not looked at, or is not needed. */
    public Call(Instance instance, String origin, String organization, Caller caller, Locale language) {
        this(instance, origin, organization, caller, language, Reach.EVERYWHERE);
    }

    public String instanceId() {
        return instance.id();
    }

    /** Who is written down as the actor of this call's events. */
    public String actor() {
        return caller.userId();
    }

    /** The same call of somebody who may make it there. */
    public Call within(Reach found) {
        return new Call(instance, origin, organization, caller, language, found);
    }
}
