package dev.ostiary.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** What reading costs with few providers and with many, ten in each organization. */
final class Growth {
    private static final int FEW = 10;
    private static final int PROVIDERS_EACH = 10;
    private static final int CONNECTIONS = 4;
    private static final String PROVIDER = """
            {"name": "Provider %d", "issuer": "https://accounts.example.com", "clientId": "client", "clientSecret": "secret"}""";

    private final Ostiary server;
    private final Options options;
    private final String token;
    private final List<String> organizations = new ArrayList<>();
    private final List<String> providers = new ArrayList<>();

    private Growth(Ostiary server, Options options) throws IOException {
        this.server = server;
        this.options = options;
        this.token = server.administratorToken();
    }

    /**
     * Latencies and memory with a number of providers.
     *
     * @param memory resident, in MiB
     */
    record Size(int providers, int organizations, Load.Result get, Load.Result list, long memory) {}

    static List<Size> measure(Ostiary server, Options options)
            throws IOException, InterruptedException, ExecutionException {
        Growth growth = new Growth(server, options);
        List<Size> sizes = new ArrayList<>();
        for (int providers : options.providers()) {
            growth.growTo(providers);
            sizes.add(growth.size());
        }
        return sizes;
    }

    private void growTo(int count) throws IOException {
        try (Client client = new Client(server.ports().getFirst())) {
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

    private Size size() throws IOException, InterruptedException, ExecutionException {
        Load.Result gets = run(n -> {
            int provider = n * 7919 % FEW + providers.size() - FEW;
            return Call.about(
                    organizations.getLast(),
                    "GET",
                    "/management/v1/idps/templates/" + providers.get(Math.floorMod(provider, providers.size())),
                    token,
                    "");
        });
        Load.Result lists = run(n -> Call.about(
                organizations.get(n % organizations.size()),
                "POST",
                "/management/v1/idps/templates/_search",
                token,
                "{\"query\": {\"limit\": " + FEW + "}}"));
        return new Size(
                providers.size(),
                organizations.size(),
                gets,
                lists,
                server.processes().residentMebibytes());
    }

    private Load.Result run(IntFunction<Call> call) throws IOException, InterruptedException, ExecutionException {
        Scenario scenario = (client, n) -> {
            client.succeed(call.apply(n));
            return 1;
        };
        Load.run(server, CONNECTIONS, options.warmUp(), new AtomicInteger(), scenario);
        return Load.run(server, CONNECTIONS, options.run(), new AtomicInteger(), scenario);
    }
}
