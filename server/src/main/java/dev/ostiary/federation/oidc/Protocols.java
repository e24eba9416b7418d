package dev.ostiary.federation.oidc;

import dev.ostiary.federation.Connector;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.outbound.Discovery;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.store.Stored;
import dev.ostiary.upstream.UpstreamControls;
import java.time.InstantSource;
import java.util.function.Function;

/** The protocols of this room. */
public record Protocols(Connector openId, Connector oauth, Connector jwt) {

    /** What they talk to providers with. */
    public record Outside(OutboundClient http, Discovery discovery, ProviderKeys keys) {}

    /** @param secrets opens the secret of a provider */
    public static Protocols over(
            Outside outside,
            Function<Stored<IdentityProvider>, String> secrets,
            UpstreamControls controls,
            InstantSource clock) {
        OutboundClient http = outside.http();
        ProviderKeys keys = outside.keys();
        ClientProofs proofs = new ClientProofs(new ClientSecrets(secrets, clock), controls, clock);
        return new Protocols(
                new OidcConnector(http, outside.discovery(), keys, proofs, clock),
                new OAuthConnector(http, proofs, clock),
                new JwtConnector(keys, clock));
    }
}
