package dev.ostiary.acceptance.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What all tests of one run share, each part started when it is first asked for: the server, the external parties, the browser.
 * Everything ends with the run, in reverse order.
 */
public final class World implements AutoCloseable {
    private final Map<String, AutoCloseable> parts = new HashMap<>();
    private final Deque<AutoCloseable> order = new ArrayDeque<>();

    private World() {}

    /** The server. Tests that use it must not depend on what others left behind: they make an organization of their own. */
    public RunningServer server() {
        return part("server", RunningServer.class, () -> RunningServer.start(Settings.in(temporary())));
    }

    /** A certified OpenID Provider with its default settings: it refuses {@code prompt=select_account}. */
    public NodeParty provider() {
        return node("external-provider.mjs");
    }

    /** The same, knowing {@code select_account} and putting profile claims into the ID token. */
    public NodeParty providerWithIdTokenClaims() {
        return node("external-provider.mjs", "--select-account", "--id-token-claims");
    }

    /** The provider whose issuers are each wrong in their own way. */
    public NodeParty hostile() {
        return node("hostile-provider.mjs");
    }

    /** SAML providers, as many as tests ask for. */
    public NodeParty samlProvider() {
        return node("saml-provider.mjs");
    }

    /** A site that hands over tokens about the people who are signed in there to {@link #server}. */
    public NodeParty site() {
        return node("site.mjs", server().origin().toString());
    }

    /** The application that people sign in to. */
    public NodeParty application() {
        return node("application.mjs");
    }

    /** A directory with the people of {@code ldap/people.ldif}; the test is skipped where there is no OpenLDAP. */
    public OpenLdap directory() {
        OpenLdap.require();
        return part("OpenLDAP", OpenLdap.class, () -> OpenLdap.start(temporary(), resource("/ldap/people.ldif")));
    }

    public Browsers browsers() {
        return part("browsers", Browsers.class, Browsers::start);
    }

    /** Makes sure that what the scripts of {@code src/test/node} need is installed. */
    public void installScripts() {
        NodeModules.install();
    }

    private NodeParty node(String script, String... flags) {
        return part(script + String.join("", flags), NodeParty.class, () -> {
            NodeModules.install();
            return NodeParty.start(script, flags);
        });
    }

    private synchronized <T extends AutoCloseable> T part(String name, Class<T> type, Supplier<T> start) {
        AutoCloseable part = parts.get(name);
        if (part == null) {
            part = start.get();
            parts.put(name, part);
            order.push(part);
        }
        return type.cast(part);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(World.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "data")).toAbsolutePath(), "server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        while (!order.isEmpty()) {
            AutoCloseable part = order.pop();
            part.close();
            if (part instanceof RunningServer server) {
                server.keepOutput(Path.of("target", "server.log"));
            }
        }
    }

    /** Gives a test class the run's {@link World} in its constructor. */
    public static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == World.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(World.class, type -> new World(), World.class);
        }
    }
}
