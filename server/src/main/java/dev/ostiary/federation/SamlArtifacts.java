package dev.ostiary.federation;

import dev.ostiary.crypto.Secrets;
import dev.ostiary.federation.LogEntry.Stage;
import dev.ostiary.federation.saml.Artifact;
import dev.ostiary.federation.saml.ArtifactResolve;
import dev.ostiary.federation.saml.ArtifactResponse;
import dev.ostiary.federation.saml.RequestSigning;
import dev.ostiary.federation.saml.SamlRefused;
import dev.ostiary.federation.saml.SamlResponse;
import dev.ostiary.federation.saml.ServiceProvider;
import dev.ostiary.idp.credential.SamlMetadata;
import dev.ostiary.outbound.OutboundAnswer;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundFailure;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;

/** Gets messages from providers for the artifacts that stand for them (saml-bindings-2.0-os section 3.6). */
final class SamlArtifacts {
    /** The envelope is small. */
    private static final int MOST_BYTES = SamlResponse.MOST_BYTES + 16 * 1024;

    /** Section 3.2.3.1. */
    private static final Map<String, String> HEADERS =
            Map.of("SOAPAction", "http://www.oasis-open.org/committees/security", "Accept", "text/xml");

    private final OutboundClient http;
    private final InstantSource clock;

    SamlArtifacts(OutboundClient http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /** Returns the response that the artifact stands for; nothing in it has been verified. */
    byte[] message(String text, ServiceProvider here, SamlMetadata provider, RequestSigning signing, StepLog log)
            throws LoginFailure {
        try {
            Artifact artifact = Artifact.read(text, provider.entityId());
            URI service = provider.artifactResolution().get(artifact.endpoint());
            if (service == null) {
                throw new LoginFailure(
                        Reason.PROVIDER_UNUSABLE,
                        Stage.ASSERTION,
                        "the provider's metadata has no ArtifactResolutionService with the index "
                                + artifact.endpoint());
            }
            ArtifactResolve request =
                    new ArtifactResolve("_" + Secrets.token(), clock.instant(), here, service, artifact);
            byte[] message = ArtifactResponse.message(ask(request, signing), request.id(), provider.entityId());
            log.ok(
                    Stage.ASSERTION,
                    "from " + service + " for the artifact, a response of " + message.length + " bytes");
            return message;
        } catch (SamlRefused refused) {
            throw SamlConnector.failure(refused);
        }
    }

    private byte[] ask(ArtifactResolve request, RequestSigning signing) throws LoginFailure {
        OutboundAnswer answer;
        try {
            answer = http.post(
                    request.destination(), ArtifactResolve.MEDIA_TYPE, request.soap(signing), HEADERS, MOST_BYTES);
        } catch (OutboundFailure failure) {
            throw LoginFailure.unanswered(Stage.ASSERTION, failure);
        }
        if (answer.status() != 200) {
            throw new LoginFailure(
                    Reason.PROVIDER_UNUSABLE,
                    Stage.ASSERTION,
                    "the provider answers with HTTP " + answer.status() + " to an artifact");
        }
        return answer.body();
    }
}
