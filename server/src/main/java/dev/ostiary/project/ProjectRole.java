package dev.ostiary.project;

/**
 * A role that people can have on a project.
 *
 * @param key what applications know it by
 * @param group shows roles that belong together, empty for none
 */
public record ProjectRole(String projectId, String key, String displayName, String group) {}
