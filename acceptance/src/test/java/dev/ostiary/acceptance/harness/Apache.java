package dev.ostiary.acceptance.harness;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's Apache HTTP Server with mod_auth_openidc, as a child process that has nothing to do with a server of the system. */
public final class Apache {
    private static final Path PROGRAM = Path.of("/usr/sbin/apache2");
    private static final Path MODULES = Path.of("/usr/lib/apache2/modules");
    /** Apache that is started by root refuses to serve as root; started by anybody else, it passes over user and group. */
    private static final String CONFIGURATION = """
            ServerName 127.0.0.1
            Listen %1$s
            User www-data
            Group www-data
            DefaultRuntimeDir %2$s
            PidFile %2$s/apache.pid
            ErrorLog /dev/stderr
            LoadModule mpm_event_module %3$s/mod_mpm_event.so
            LoadModule authn_core_module %3$s/mod_authn_core.so
            LoadModule authz_core_module %3$s/mod_authz_core.so
            LoadModule authz_user_module %3$s/mod_authz_user.so
            LoadModule headers_module %3$s/mod_headers.so
            LoadModule proxy_module %3$s/mod_proxy.so
            LoadModule proxy_http_module %3$s/mod_proxy_http.so
            LoadModule auth_openidc_module %3$s/mod_auth_openidc.so
            %4$s
            """;

    private Apache() {}

    /** Skips the test, and prints why, when this machine has no Apache with mod_auth_openidc. */
    public static void require() {
        if (!Files.isExecutable(PROGRAM) || !Files.exists(MODULES.resolve("mod_auth_openidc.so"))) {
            String reason = "SKIPPED: Apache was not tested. It needs " + PROGRAM + " and mod_auth_openidc, as"
                    + " Debian's apache2-bin and libapache2-mod-auth-openidc have them";
            System.out.println(reason);
            abort(reason);
        }
    }

    /**
     * Serves {@code origin}.
     *
     * @param folder for its files
     * @param more of the configuration: what is served, and to whom
     */
    public static Party serve(URI origin, Path folder, String more) {
        Path file = folder.resolve("apache.conf");
        try {
            Files.writeString(file, CONFIGURATION.formatted(origin.getAuthority(), folder, MODULES, more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Party.start(
                "Apache",
                origin,
                folder,
                Map.of("APACHE_RUN_DIR", folder.toString()),
                List.of(PROGRAM.toString(), "-d", folder.toString(), "-f", file.toString(), "-DFOREGROUND"));
    }
}
