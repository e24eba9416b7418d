package dev.ostiary.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roles there are and what each permits, as {@code roles.tsv} lists them: a role, a tab, its permissions with spaces between.
 *
 * @param permissions by role
 */
public record Roles(Map<String, Set<String>> permissions) {

    /** Reads the roles this server comes with. */
    public static Roles builtIn() {
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Roles.class.getResourceAsStream("roles.tsv")), StandardCharsets.UTF_8))) {
            return new Roles(lines.lines()
                    .map(line -> line.split("\t", 2))
                    .collect(Collectors.toUnmodifiableMap(
                            row -> row[0],
                            row -> Arrays.stream(row[1].split(" ")).collect(Collectors.toUnmodifiableSet()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says whether there is such a role. */
    public boolean has(String role) {
        return permissions.containsKey(role);
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
