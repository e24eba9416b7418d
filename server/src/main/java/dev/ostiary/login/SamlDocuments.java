package dev.ostiary.login;

import dev.ostiary.federation.SamlSettings;
import dev.ostiary.federation.saml.ServiceProviderMetadata;
import dev.ostiary.http.Request;
import dev.ostiary.http.Response;
import dev.ostiary.http.Route;
import dev.ostiary.idp.Saml;
import dev.ostiary.rpc.Call;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a SAML provider has to know of this server: {@code /idps/{id}/saml/metadata}, and {@code /idps/{id}/saml/certificate} in PEM. Both
 * are there before anybody may sign in, and for everybody to read.
 */
final class SamlDocuments {
    private static final Pattern PATH = Pattern.compile("/idps/([0-9]{1,20})/saml/(metadata|certificate)");

    private final Rooms rooms;

    SamlDocuments(Rooms rooms) {
        this.rooms = rooms;
    }

    static boolean has(Request request) {
        return PATH.matcher(request.path()).matches();
    }

    Response serve(Call call, Request request) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            throw new IllegalArgumentException(request.path());
        }
        request.exchange().at(new Route("login", "/idps/{id}/saml/" + path.group(2)));
        if (!Set.of("GET", "HEAD").contains(request.method())) {
            return Response.of(405).with("Allow", "GET");
        }
        String id = path.group(1);
        return find(call, id)
                .map(config -> path.group(2).equals("metadata")
                        ? metadata(SamlSettings.metadata(call.origin(), id, config), request)
                        : certificate(config))
                .orElseGet(() -> Response.of(404, "text/plain; charset=utf-8", "There is no such SAML provider.\n"))
                .with("Cache-Control", "no-cache")
                .with("X-Content-Type-Options", "nosniff");
    }

    private Optional<Saml> find(Call call, String id) {
        return rooms.providers()
                .current(call.instanceId(), id)
                .flatMap(provider ->
                        provider.state().config() instanceof Saml saml ? Optional.of(saml) : Optional.empty());
    }

    private static Response metadata(ServiceProviderMetadata metadata, Request request) {
        boolean oldFirst = request.queryParameters().first("internalUI").isPresent();
        return Response.of(200, ServiceProviderMetadata.MEDIA_TYPE, metadata.xml(oldFirst));
    }

    private static Response certificate(Saml config) {
        return Response.of(200, "application/x-pem-file", config.certificate())
                .with("Content-Disposition", "attachment; filename=idp.crt");
    }
}
