package dev.ostiary.instance;

import java.util.List;

/**
 * A tenant of the server.
 *
 * @param id numeric text
 * @param domains host names it answers to, lower case, without port
 * @param defaultOrganization where people end up when nothing else says where
 * @param project the project that stands for the instance's own API; tokens for the API have it in their audience
 */
public record Instance(
        String id,
        String name,
        List<String> domains,
        String defaultOrganization,
        String project,
        String defaultLanguage) {}
