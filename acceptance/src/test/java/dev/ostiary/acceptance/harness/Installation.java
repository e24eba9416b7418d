package dev.ostiary.acceptance.harness;

import java.net.URI;

/** Ostiary as people and applications see it: one server, or several behind a {@link Balancer}. */
public sealed interface Installation permits RunningServer, Cluster {

    /** Scheme, host and port; also the issuer. */
    URI origin();

    /** The personal access token of the first machine user, an IAM_OWNER. */
    String token();

    /** Calls as IAM_OWNER. */
    default Api api() {
        return anonymous().as(token());
    }

    /** Calls without a token. */
    default Api anonymous() {
        return Api.at(origin());
    }
}
