/**
 * Projects: what an organization offers; applications and roles belong to one, and it can be given to other organizations.
 *
 * <p>Begin with {@link dev.ostiary.project.Projects}, then {@link dev.ostiary.project.ProjectRoles} and {@link dev.ostiary.project.ProjectGrants}.
 */
@NullMarked
package dev.ostiary.project;

import org.jspecify.annotations.NullMarked;
