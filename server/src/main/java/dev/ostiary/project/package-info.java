/**
 * Projects: what an organization offers; applications belong to one.
 *
 * <p>Begin with {@link dev.ostiary.project.Projects}.
 */
@NullMarked
package dev.ostiary.project;

import org.jspecify.annotations.NullMarked;
