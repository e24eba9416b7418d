package dev.ostiary;

import dev.ostiary.config.Setting;
import dev.ostiary.config.Settings;
import dev.ostiary.config.Settings.MetricsPlace;
import dev.ostiary.crypto.NativeAlgorithms;
import dev.ostiary.crypto.Vault;
import dev.ostiary.http.Admission;
import dev.ostiary.http.ClientAddress;
import dev.ostiary.http.Handler;
import dev.ostiary.http.Rescue;
import dev.ostiary.http.Response;
import dev.ostiary.http.Route;
import dev.ostiary.http.Site;
import dev.ostiary.http.WebServer;
import dev.ostiary.idp.ExpiryMetrics;
import dev.ostiary.instance.Instances;
import dev.ostiary.openid.BackChannelLogout;
import dev.ostiary.outbound.Cidr;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.rpc.contract.Contract;
import dev.ostiary.rpc.wire.Busy;
import dev.ostiary.store.Store;
import dev.ostiary.telemetry.Health;
import dev.ostiary.telemetry.Metrics;
import dev.ostiary.telemetry.RequestLog;
import dev.ostiary.telemetry.RequestMetrics;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The whole server: the only place where its parts are wired together. */
public final class Server {
    /** How many requests are worked on at once; what is more waits nowhere. */
    private static final int REQUESTS = 1024;

    /** What is answered even when there is no room: health must be told under load too. */
    private static final Set<String> ALWAYS =
            Stream.concat(Health.PATHS.stream(), Stream.of(Metrics.PATH)).collect(Collectors.toUnmodifiableSet());

    private final DataFolder data;
    private final Health health;
    private final WebServer web;
    private final List<AutoCloseable> parts;
    private final @Nullable URI publicUrl;
    private final FirstStart.@Nullable Credentials firstCredentials;

    private Server(
            DataFolder data,
            Health health,
            WebServer web,
            List<AutoCloseable> parts,
            @Nullable URI publicUrl,
            FirstStart.@Nullable Credentials firstCredentials) {
        this.data = data;
        this.health = health;
        this.web = web;
        this.parts = parts;
        this.publicUrl = publicUrl;
        this.firstCredentials = firstCredentials;
    }

    /** Starts a server, making its first instance when there is none. It serves when this returns. */
    public static Server start(Settings settings) throws IOException {
        Thread.ofPlatform().name("loader").daemon().start(Server::load); // while the store opens
        Foundation base = Foundation.open(settings);
        Features features = Features.on(base);
        Health health = new Health(base.store());
        ProviderKeys providerKeys = new ProviderKeys(base.outbound());
        Services services = new Services(base, features);
        Site site = services.site(health, providerKeys);
        base.metrics().ofProcess();
        FirstStart.Credentials firstCredentials = instance(base, features);
        Housekeeping housekeeping = new Housekeeping(
                base.store(),
                features.sessions(),
                features.samlProviders(),
                new ExpiryMetrics(
                        features.providers(), base.clock(), base.metrics().registry()),
                services.signingKeyRotation());
        BackChannelLogout logout = new BackChannelLogout(
                        base.store(), features.apps(), base.signingKeys(), base.outbound(), base.clock())
                .start();
        WebServer web = WebServer.start(door(site, base), settings.port(), settings.bind());
        Optional<WebServer> apart = debug(services, health, settings);
        return new Server(
                base.data(),
                health,
                web,
                Stream.of(
                                apart.<AutoCloseable>map(server -> server::stop).stream(),
                                Stream.of(IdleHeap.ofProcess(), housekeeping, logout, providerKeys),
                                base.parts().stream())
                        .flatMap(Function.identity())
                        .toList(),
                settings.publicUrl().orElse(null),
                firstCredentials);
    }

    private static void load() {
        NativeAlgorithms.install();
        Contract.load();
        WebServer.load();
    }

    /** What every request goes through: who asks, its id, its trace, what is measured of it, and whether there is room for it. */
    private static Handler door(Site site, Foundation base) {
        Handler admission = new Admission(site, REQUESTS, ALWAYS, new Route("other", "busy").to(new Busy()));
        Handler measured =
                new RequestMetrics(new Rescue(admission), base.metrics().registry());
        Handler traced = base.tracing().map(on -> on.requests(measured)).orElse(measured);
        List<Cidr> proxies =
                Foundation.ranges(Setting.TRUSTED_PROXIES, base.settings().trustedProxies());
        Handler logged = new RequestLog(traced, base.settings().accessLog());
        return proxies.isEmpty()
                ? logged
                : new ClientAddress(logged, address -> proxies.stream().anyMatch(range -> range.contains(address)));
    }

    /** The listener of those who operate the server, where there is one. */
    private static Optional<WebServer> debug(Services services, Health health, Settings settings) {
        Handler nothing = request -> Response.of(404, "text/plain; charset=utf-8", "Not Found\n");
        return settings.metrics() instanceof MetricsPlace.Apart(String bind, int port)
                ? Optional.of(WebServer.start(services.debug(Site.of(nothing), health, true), port, bind))
                : Optional.empty();
    }

    /** Makes the first instance of an empty store, and returns how to get into it; null where there is one. */
    private static FirstStart.@Nullable Credentials instance(Foundation base, Features features) throws IOException {
        List<String> domains = domains(base.settings());
        Instances instances = features.instances();
        if (instances.all().isEmpty()) {
            Optional<FirstStart.Credentials> made = new FirstStart(base, features).create(domains, base.data()::keep);
            if (made.isPresent()) {
                return made.get();
            }
        }
        requireItsMasterKey(base.vault(), instances, base.settings().data());
        answerTo(domains, base.store(), instances);
        return null;
    }

    /** @throws IOException when the data was sealed under another master key: it would start, and fail at every secret */
    private static void requireItsMasterKey(Vault vault, Instances instances, Path data) throws IOException {
        if (!instances.all().stream().allMatch(instance -> vault.opens(instance.id()))) {
            throw new IOException("the master key is not the one that protects the data in " + data.toAbsolutePath());
        }
    }

    /** This machine's own names, and before them the public one: the first names organizations' domains. */
    private static List<String> domains(Settings settings) {
        List<String> own = List.of("localhost", "127.0.0.1", "[::1]");
        return settings.publicUrl()
                .map(url -> Stream.concat(Stream.of(url.getHost()), own.stream())
                        .distinct()
                        .toList())
                .orElse(own);
    }

    /** A public URL that was set after the first start belongs to the first instance. */
    private static void answerTo(List<String> domains, Store store, Instances instances) {
        String first = instances.all().getFirst().id();
        List<String> unknown = domains.stream()
                .filter(domain -> instances.byHost(domain).isEmpty())
                .toList();
        store.write(tx -> {
            instances.addDomains(tx, instances.find(tx, first).orElseThrow(), "SYSTEM", unknown);
            return unknown;
        });
    }

    /** The port that is served on. */
    public int port() {
        return web.port();
    }

    /** Says where the server is, and once what was made for its first administrator. */
    void announce(PrintStream out) {
        String url = publicUrl != null ? publicUrl.toString() : "http://localhost:" + port();
        out.println("Ostiary serves on " + url);
        out.println("  sign-in pages        " + url + "/ui/login");
        out.println("  OpenID configuration " + url + "/.well-known/openid-configuration");
        if (firstCredentials != null) {
            out.println("First start: an administrator was made; this is shown once.");
            out.println("  login name           " + firstCredentials.loginName());
            out.println("  password             " + firstCredentials.password());
            out.println(
                    "  access token         in " + data.path("admin.pat") + ", key in " + data.path("admin-key.json"));
        }
        out.flush();
    }

    /** Answers the requests that run, then stops. */
    void stop() {
        health.stopping();
        web.stop();
        for (AutoCloseable part : parts) {
            close(part);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(Server.class)
                    .warn("{} did not close", part.getClass().getSimpleName(), e);
        }
    }
}
