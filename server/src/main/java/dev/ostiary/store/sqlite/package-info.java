/** The embedded store: one SQLite file, one writer that commits for many, many readers. */
@NullMarked
package dev.ostiary.store.sqlite;

import org.jspecify.annotations.NullMarked;
