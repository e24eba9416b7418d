package dev.ostiary.upstream;

import dev.ostiary.upstream.UpstreamSettings.Audience;
import dev.ostiary.upstream.UpstreamSettings.Authentication;
import dev.ostiary.upstream.UpstreamSettings.Decryption;
import dev.ostiary.upstream.UpstreamSettings.Pushing;
import dev.ostiary.upstream.UpstreamSettings.Signing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Settings of which only the parameters are of interest. */
public final class TestSettings {
    private TestSettings() {}

    public static UpstreamSettings parameters(Map<String, String> statics, String... forwarded) {
        return new UpstreamSettings(
                new TreeMap<>(statics),
                List.of(forwarded),
                Authentication.ANNOUNCED,
                Signing.ES256,
                Audience.ISSUER,
                Pushing.WHEN_REQUIRED,
                Decryption.NONE,
                false);
    }
}
