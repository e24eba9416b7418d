package dev.ostiary.store;

/**
 * Who has something that hangs on a resource of another feature, and takes it away with the resource.
 *
 * @param <S> the state of the resource
 */
@FunctionalInterface
public interface Removal<S> {

    /**
     * Called in the transaction that removes the resource, before the resource itself goes.
     *
     * @param actor id of the user who removes it
     */
    void removed(Transaction tx, Stored<S> resource, String actor);
}
