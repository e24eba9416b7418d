package dev.ostiary.federation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bounds how much is done at once for each of many: a provider that is slow takes only its own places. */
final class AtOnce {
    private final int most;
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();

    AtOnce(int most) {
        this.most = most;
    }

    /** Takes a place, which must be given back; false when there is none. */
    boolean take(String whose) {
        if (taken.merge(whose, 1, Integer::sum) <= most) {
            return true;
        }
        giveBack(whose);
        return false;
    }

    void giveBack(String whose) {
        taken.computeIfPresent(whose, (key, places) -> places == 1 ? null : places - 1);
    }
}
