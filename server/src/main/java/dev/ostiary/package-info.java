/**
 * The server: where it starts ({@link dev.ostiary.Ostiary}) and where its parts are wired together ({@link dev.ostiary.Server}).
 */
@NullMarked
package dev.ostiary;

import org.jspecify.annotations.NullMarked;
