package dev.ostiary.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What reading and signing in cost with few and with many: first providers, ten in each organization, then users, all of them in one
 * organization.
 */
final class Growth {
    private static final int FEW = 10;
    private static final int PROVIDERS_EACH = 10;
    private static final int CONNECTIONS = 4;
    private static final int WRITERS = 16;
    private static final String PROVIDER = """
            {"name": "Provider %d", "issuer": "https://accounts.example.com", "clientId": "client", "clientSecret": "secret"}""";

    private final Ostiary server;
    private final Options options;
    private final String token;
    private final Scenario signIn;
    private final AtomicInteger counter = new AtomicInteger();
    private final List<String> organizations = new ArrayList<>();
    private final List<String> providers = new ArrayList<>();
    private int users;

    Growth(Ostiary server, Upstream upstream, Options options) throws IOException {
        this.server = server;
        this.options = options;
        this.token = server.administratorToken();
        try (Client client = client()) {
            this.signIn = Objects.requireNonNull(
                    new OstiaryCalls(client, token, upstream).signIns(FEW).get(Scenario.RETURNING));
        }
    }

    /**
     * Latencies and memory with a number of providers and users.
     *
     * @param signIn of somebody who is known, through a provider
     * @param memory resident, in MiB
     */
    record Size(
            int providers,
            int organizations,
            int users,
            Load.Result get,
            Load.Result list,
            Load.Result signIn,
            long memory) {}

    void measure(Report report) throws IOException, InterruptedException, ExecutionException {
        List<Size> byProviders = new ArrayList<>();
        for (int count : options.providers()) {
            growToProviders(count);
            byProviders.add(size());
        }
        List<Size> byUsers = new ArrayList<>();
        for (int count : options.users()) {
            growToUsers(count);
            byUsers.add(size());
        }
        report.growth("providers", byProviders);
        report.growth("users", byUsers);
    }

    private Client client() {
        return new Client(server.ports().getFirst());
    }

    private void growToProviders(int count) throws IOException {
        try (Client client = client()) {
            while (providers.size() < count) {
                String organization = client.field(
                        Call.json(
                                "POST",
                                "/management/v1/orgs",
                                token,
                                "{\"name\": \"Organization " + organizations.size() + "\"}"),
                        "id");
                organizations.add(organization);
                for (int i = 0; i < PROVIDERS_EACH && providers.size() < count; i++) {
                    providers.add(client.field(
                            Call.about(
                                    organization,
                                    "POST",
                                    "/management/v1/idps/generic_oidc",
                                    token,
                                    PROVIDER.formatted(i)),
                            "id"));
                }
            }
        }
    }

    private void growToUsers(int count) throws InterruptedException, ExecutionException {
        String organization = organizations.getFirst();
        Filling.fill(server.ports().getFirst(), WRITERS, users, count, (client, n) -> {
            String user = OstiaryCalls.human("user-" + n, organization, "");
            client.succeed(Call.json("POST", "/v2/users/human", token, user));
            return 1;
        });
        users = count;
    }

    private Size size() throws IOException, InterruptedException, ExecutionException {
        Load.Result gets = run(Scenario.of(n -> {
            int provider = n * 7919 % FEW + providers.size() - FEW;
            return Call.about(
                    organizations.getLast(),
                    "GET",
                    "/management/v1/idps/templates/" + providers.get(Math.floorMod(provider, providers.size())),
                    token,
                    "");
        }));
        Load.Result lists = run(Scenario.of(n -> Call.about(
                organizations.get(n % organizations.size()),
                "POST",
                "/management/v1/idps/templates/_search",
                token,
                "{\"query\": {\"limit\": " + FEW + "}}")));
        Load.Result logins = run(signIn);
        return new Size(
                providers.size(),
                organizations.size(),
                users,
                gets,
                lists,
                logins,
                server.processes().residentMebibytes());
    }

    private Load.Result run(Scenario scenario) throws IOException, InterruptedException, ExecutionException {
        Load.run(server, CONNECTIONS, options.warmUp(), counter, scenario);
        return Load.run(server, CONNECTIONS, options.run(), counter, scenario);
    }
}
