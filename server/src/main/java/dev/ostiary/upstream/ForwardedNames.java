package dev.ostiary.upstream;

import dev.ostiary.http.Parameters;
import dev.ostiary.store.PerInstance;
import dev.ostiary.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which parameters of an application's authorization request are kept for a provider, before it is known which provider that will be:
 * those that some provider of the instance takes over. Safe for use by many threads.
 */
public final class ForwardedNames {
    static final int LONGEST_VALUE = 1000;

    private final PerInstance<Set<String>> known;

    public ForwardedNames(Store store) {
        this.known = PerInstance.read(store, UpstreamControls.TYPE, UpstreamControlTable::forwarded);
    }

    /** Returns what is kept of a request: at most {@value ParameterRules#MOST} parameters, and none that is longer than {@value #LONGEST_VALUE} characters. */
    public Map<String, String> of(String instance, Parameters request) {
        return of(known.of(instance), request);
    }

    static Map<String, String> of(Set<String> names, Parameters request) {
        Map<String, String> kept = new LinkedHashMap<>();
        if (names.isEmpty()) {
            return kept;
        }
        request.values().keySet().stream()
                .filter(names::contains)
                .limit(ParameterRules.MOST)
                .forEach(name -> request.first(name)
                        .filter(value -> value.length() <= LONGEST_VALUE && ParameterRules.isPrintable(value))
                        .ifPresent(value -> kept.put(name, value)));
        return kept;
    }
}
