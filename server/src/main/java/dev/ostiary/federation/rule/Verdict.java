package dev.ostiary.federation.rule;

import com.google.gson.JsonObject;
import dev.ostiary.federation.rule.ClaimRule.Field;
import dev.ostiary.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * What rules make of what a provider says about a person. The first rule that has a value for a part of the profile, or for a metadata
 * key, counts. What no rule says stays as it is.
 *
 * @param profile values that the profile may have, each with its rule
 * @param metadata values in the clear, each with its rule
 * @param roles each with the first rule that gives it
 * @param findings of each rule, in their order
 */
public record Verdict(
        SequencedMap<Field, Said> profile,
        SequencedMap<String, Said> metadata,
        SequencedMap<Role, Integer> roles,
        List<Finding> findings) {

    /** What there is without rules. */
    public static final Verdict NOTHING =
            new Verdict(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), List.of());

    /** The contract's limits. */
    private static final int LONGEST = 200;

    private static final int LONGEST_LANGUAGE = 10;
    private static final int LARGEST_METADATA = 500_000;

    public Verdict {
        profile = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(profile));
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
        roles = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(roles));
        findings = List.copyOf(findings);
    }

    /** @param rule counted from 1 */
    public record Said(String value, int rule) {}

    /**
     * Applies rules.
     *
     * @param claims all that the provider said, a JSON object
     * @param issuer who vouches for it: at another issuer than the one that the rules were set for, they give no roles
     */
    public static Verdict of(ClaimRuleSet rules, String issuer, String claims) {
        if (rules.rules().isEmpty()) {
            return NOTHING;
        }
        JsonObject said = ClaimValues.parse(claims);
        Making making = new Making(rules.issuer().equals(issuer));
        rules.rules().forEach(rule -> making.apply(rule, ClaimValues.at(said, rule.claim())));
        return new Verdict(making.profile, making.metadata, making.roles, making.findings);
    }

    /** Returns what the profile has there, which is what it had where no rule says anything. */
    public String profile(Field field, String before) {
        Said said = profile.get(field);
        return said == null ? before : said.value();
    }

    /** One verdict while it is made. */
    private static final class Making {
        private final boolean rolesCount;
        private final SequencedMap<Field, Said> profile = new LinkedHashMap<>();
        private final SequencedMap<String, Said> metadata = new LinkedHashMap<>();
        private final SequencedMap<Role, Integer> roles = new LinkedHashMap<>();
        private final List<Finding> findings = new ArrayList<>();

        Making(boolean rolesCount) {
            this.rolesCount = rolesCount;
        }

        void apply(ClaimRule rule, ClaimValues all) {
            List<String> values =
                    all.values().stream().filter(rule.condition()::holds).toList();
            if (all.values().isEmpty()) {
                fails("the claim is not there, or has no value");
            } else if (values.isEmpty()) {
                fails("no value of the claim meets the condition");
            } else if (rule.field() != null) {
                profile(rule.field(), values.getFirst());
            } else if (rule.metadata() != null) {
                metadata(rule.metadata(), all.isList() ? Json.write(values) : values.getFirst());
            } else {
                role(Objects.requireNonNull(rule.role()));
            }
        }

        private int number() {
            return findings.size() + 1;
        }

        private void holds(String detail) {
            findings.add(new Finding(number(), true, detail));
        }

        private void fails(String detail) {
            findings.add(new Finding(number(), false, detail));
        }

        private void profile(Field field, String value) {
            String clean = field == Field.PREFERRED_LANGUAGE ? language(value) : printable(value);
            int longest = field == Field.PREFERRED_LANGUAGE ? LONGEST_LANGUAGE : LONGEST;
            if (clean.isEmpty() || clean.length() > longest) {
                fails("the value can't be a " + field.text());
            } else if (profile.containsKey(field)) {
                fails("an earlier rule says the " + field.text());
            } else {
                profile.put(field, new Said(clean, number()));
                holds("the " + field.text() + " is the claim's value");
            }
        }

        private void metadata(String name, String value) {
            int size = value.getBytes(StandardCharsets.UTF_8).length;
            if (size == 0 || size > LARGEST_METADATA) {
                fails("the value can't be metadata: it has " + size + " bytes");
            } else if (metadata.containsKey(name)) {
                fails("an earlier rule says the metadata '" + name + "'");
            } else {
                metadata.put(name, new Said(value, number()));
                holds("the metadata '" + name + "' is the claim's value");
            }
        }

        private void role(Role role) {
            if (!rolesCount) {
                fails("the rules were set for another issuer: they give no roles until they are set again");
            } else {
                roles.putIfAbsent(role, number());
                holds("gives " + role.text());
            }
        }
    }

    private static String printable(String value) {
        return value.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }

    /** Providers say {@code de-CH} or {@code de_CH}. */
    private static String language(String value) {
        String tag = Locale.forLanguageTag(printable(value).replace('_', '-')).toLanguageTag();
        return tag.equals("und") ? "" : tag;
    }
}
