/**
 * Carries the rows of one database over to another. Begin with {@link dev.ostiary.store.move.Transfer}; a {@link
 * dev.ostiary.store.move.Relation} is a table that both have.
 */
@NullMarked
package dev.ostiary.store.move;

import org.jspecify.annotations.NullMarked;
