package dev.ostiary.bench;

import dev.ostiary.bench.Federating.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sign-ins through providers of every protocol, and the sign-in page that offers them, with few providers and with many; this server and
 * Keycloak, one after the other.
 */
final class Federation {
    /** The stage at which sign-ins are measured first: where there are so few, nobody asks what many cost. */
    private static final int FEW = 10;

    private static final int FEW_CONNECTIONS = 4;

    private final Path home;
    private final Path folder;
    private final Options options;
    private final Upstream upstream;
    private final List<Figures> figures = new ArrayList<>();
    private final Map<String, String> absent = new LinkedHashMap<>();

    Federation(Path home, Path folder, Options options, Upstream upstream) {
        this.home = home;
        this.folder = folder;
        this.options = options;
        this.upstream = upstream;
    }

    /** Sign-ins of people who are known, with a number of providers. */
    record SignIns(Protocol protocol, int providers, Load.Result result) {}

    /**
     * A sign-in page, from the authorization request on.
     *
     * @param providers that it offers
     * @param bytes of the page, not compressed
     */
    record PageFigures(int providers, int bytes, Load.Result result) {}

    /** What was measured of a subject. */
    record Figures(String subject, List<SignIns> signIns, List<PageFigures> pages) {}

    /** Measures each subject that can be had. */
    Federation measured() throws InterruptedException, ExecutionException {
        try (Ostiary server = Ostiary.onFile(home, folder.resolve("federation"));
                Upstreams upstreams = Upstreams.beside(upstream)) {
            figures.add(figures(new OstiaryFederation(server, upstreams), upstreams.ldap()));
        } catch (IOException e) {
            absent("Ostiary", e);
        }
        try (Keycloak server = Keycloak.start(folder.resolve("federation-keycloak"));
                Upstreams upstreams = Upstreams.beside(upstream)) {
            figures.add(figures(new KeycloakFederation(server, upstreams), upstreams.ldap()));
        } catch (IOException e) {
            absent("Keycloak", e);
        }
        return this;
    }

    private void absent(String subject, IOException why) {
        absent.put(subject, String.valueOf(why.getMessage()));
        System.err.println(subject + " was not measured: " + why.getMessage());
    }

    List<Figures> figures() {
        return figures;
    }

    /** What was not measured, and why. */
    Map<String, String> absent() {
        return absent;
    }

    private Figures figures(Federating subject, LdapUpstream directory)
            throws IOException, InterruptedException, ExecutionException {
        Figures all = new Figures(subject.subject().name(), new ArrayList<>(), new ArrayList<>());
        List<Integer> counts = options.offered(subject.most());
        for (int count : counts) {
            long begun = System.nanoTime();
            Stage stage = subject.grow(count);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
            System.err.println(all.subject() + ": has " + count + " providers, after " + seconds + " s");
            if (count == FEW || count == counts.getLast()) {
                Map<Protocol, Scenario> scenarios = known(subject.subject(), stage, directory);
                warmUp(subject.subject(), scenarios, count == FEW ? options.longWarmUp() : options.run());
                for (Map.Entry<Protocol, Scenario> each : scenarios.entrySet()) {
                    all.signIns().addAll(signIns(subject.subject(), each.getKey(), count, each.getValue()));
                }
            }
            all.pages().add(page(subject.subject(), stage));
        }
        return all;
    }

    /** Everybody has signed in once. */
    private Map<Protocol, Scenario> known(Subject subject, Stage stage, LdapUpstream directory)
            throws IOException, InterruptedException, ExecutionException {
        Map<Protocol, Scenario> scenarios = new LinkedHashMap<>();
        for (int i = 0; i < options.people(); i++) {
            directory.add(Protocol.LDAP.person(stage.providers(), i).loginName());
        }
        for (Map.Entry<Protocol, SignIn> each : stage.signIns().entrySet()) {
            Protocol protocol = each.getKey();
            Scenario scenario = each.getValue().of(n -> protocol.person(stage.providers(), n % options.people()));
            Filling.fill(subject.ports().getFirst(), FEW_CONNECTIONS, 0, options.people(), scenario);
            scenarios.put(protocol, scenario);
        }
        return scenarios;
    }

    /** @param time of each protocol */
    private void warmUp(Subject subject, Map<Protocol, Scenario> scenarios, Duration time)
            throws IOException, InterruptedException, ExecutionException {
        for (Scenario scenario : scenarios.values()) {
            Load.run(subject, options.crowds().getFirst(), time, new AtomicInteger(), scenario);
        }
    }

    private List<SignIns> signIns(Subject subject, Protocol protocol, int providers, Scenario scenario)
            throws IOException, InterruptedException, ExecutionException {
        List<SignIns> lines = new ArrayList<>();
        for (int connections : options.crowds()) {
            Load.Result result = Load.run(subject, connections, options.run(), new AtomicInteger(), scenario);
            System.err.println(subject.name() + ": " + protocol + " with " + providers + " providers: " + result);
            lines.add(new SignIns(protocol, providers, result));
        }
        return lines;
    }

    private PageFigures page(Subject subject, Stage stage)
            throws IOException, InterruptedException, ExecutionException {
        int bytes;
        try (Client client = new Client(subject.ports().getFirst())) {
            bytes = show(client, stage).page().length;
        }
        Scenario shown = (client, n) -> show(client, stage).requests();
        Load.run(subject, FEW_CONNECTIONS, options.run().dividedBy(2), new AtomicInteger(), shown);
        Load.Result result = Load.run(subject, FEW_CONNECTIONS, options.run(), new AtomicInteger(), shown);
        System.err.println(
                subject.name() + ": page with " + stage.providers() + " providers: " + bytes + " bytes, " + result);
        return new PageFigures(stage.providers(), bytes, result);
    }

    private static Browser.Shown show(Client client, Stage stage) throws IOException {
        return new Browser(client).show("http://localhost:" + client.port() + stage.page());
    }
}
