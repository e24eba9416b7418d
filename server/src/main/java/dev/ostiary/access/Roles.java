package dev.ostiary.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roles there are and what each permits, as {@code roles.tsv} lists them: a role, a tab, its permissions with spaces between.
 *
 * @param permissions by role, in that order
 */
public record Roles(Map<String, Set<String>> permissions) {
    public Roles {
        permissions = Collections.unmodifiableMap(new LinkedHashMap<>(permissions));
    }

    /** Reads the roles this server comes with. */
    public static Roles builtIn() {
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Roles.class.getResourceAsStream("roles.tsv")), StandardCharsets.UTF_8))) {
            return new Roles(lines.lines()
                    .map(line -> line.split("\t", 2))
                    .collect(Collectors.toMap(
                            row -> row[0],
                            row -> Arrays.stream(row[1].split(" ")).collect(Collectors.toUnmodifiableSet()),
                            (one, other) -> one,
                            LinkedHashMap::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The roles that can be given on the instance. */
    public List<String> ofInstances() {
        return beginning("IAM_");
    }

    /** The roles that can be given on an organization. */
    public List<String> ofOrganizations() {
        return beginning("ORG_");
    }

    /** The roles that can be given on a project. */
    public List<String> ofProjects() {
        return beginning("PROJECT_").stream()
                .filter(role -> !role.startsWith("PROJECT_GRANT_"))
                .toList();
    }

    /** The roles that can be given on a project grant. */
    public List<String> ofProjectGrants() {
        return beginning("PROJECT_GRANT_");
    }

    /** A role belongs to one kind of resource: what it is called begins with it. */
    private List<String> beginning(String prefix) {
        return permissions.keySet().stream()
                .filter(role -> role.startsWith(prefix))
                .toList();
    }

    /** Says whether one of these roles permits this. A role nobody knows permits nothing. */
    public boolean permit(List<String> roles, String permission) {
        for (String role : roles) {
            if (permissions.getOrDefault(role, Set.of()).contains(permission)) {
                return true;
            }
        }
        return false;
    }
}
