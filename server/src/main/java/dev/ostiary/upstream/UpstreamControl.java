package dev.ostiary.upstream;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.ostiary.upstream.UpstreamKey.Stage;
import java.util.List;
import java.util.Optional;

/**
 * How this server speaks to one provider.
 *
 * @param keys oldest first; for each use that is needed exactly one is active
 */
public record UpstreamControl(UpstreamSettings settings, List<UpstreamKey> keys) {
    /** Where nobody said anything. */
    public static final UpstreamControl NONE = new UpstreamControl(UpstreamSettings.NONE, List.of());

    public UpstreamControl {
        keys = List.copyOf(keys);
    }

    /** Returns the public keys that the provider should know. */
    public JWKSet published() {
        List<JWK> published = keys.stream()
                .filter(UpstreamKey::isPublished)
                .map(UpstreamKey::parsed)
                .toList();
        return new JWKSet(published);
    }

    Optional<UpstreamKey> active(KeyUse use) {
        return find(use, Stage.ACTIVE);
    }

    Optional<UpstreamKey> find(KeyUse use, Stage stage) {
        return keys.stream()
                .filter(key -> key.stage() == stage && key.use().equals(use))
                .findFirst();
    }

    /** What is needed and no key is there for. */
    static List<KeyUse> missing(UpstreamControl control, UpstreamSettings settings) {
        return KeyUse.neededBy(settings).stream()
                .filter(use -> control.active(use).isEmpty())
                .toList();
    }

    /** Keys keep their secret in what they are printed as. */
    @Override
    public String toString() {
        return "UpstreamControl[" + settings + "]";
    }
}
