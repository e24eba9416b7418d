package dev.ostiary.bench;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** A subject with providers of every protocol, and more and more of them. */
interface Federating {
    Subject subject();

    /** How many providers it can be given in sensible time. */
    int most();

    /**
     * Adds providers until there are {@code count}, all of which are offered on one sign-in page. The first three are those that people
     * sign in through, one of each {@link Protocol} in that order; the others are like the first.
     */
    Stage grow(int count) throws IOException, InterruptedException, ExecutionException;

    /**
     * @param page path and query of an authorization request that leads to the sign-in page
     * @param signIns at an application, for {@link Protocol#person people} of this stage
     */
    record Stage(int providers, String page, Map<Protocol, SignIn> signIns) {}
}
