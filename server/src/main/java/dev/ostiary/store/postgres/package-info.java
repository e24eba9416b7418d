/**
 * The store in a PostgreSQL database that several servers share. Begin with {@link dev.ostiary.store.postgres.PostgresStore};
 * {@link dev.ostiary.store.postgres.Follower} is how a server learns of the commits of others.
 */
@NullMarked
package dev.ostiary.store.postgres;

import org.jspecify.annotations.NullMarked;
