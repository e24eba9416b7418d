package dev.ostiary.bench;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;

/** What reading costs with ten providers, and with a hundred thousand in a thousand organizations. */
final class Growth {
    private static final int FEW = 10;
    private static final int ORGANIZATIONS = 1_000;
    private static final int PROVIDERS_EACH = 100;
    private static final int CONNECTIONS = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final String PROVIDER = """
            {"name": "Provider %d", "issuer": "https://accounts.example.com", "clientId": "client", "clientSecret": "secret"}""";

    private final ServerProcess server;
    private final String token;
    private final List<String> organizations = new ArrayList<>();
    private final List<String> providers = new ArrayList<>();

    private Growth(ServerProcess server) throws IOException {
        this.server = server;
        this.token = server.administratorToken();
    }

    /**
     * Latencies and memory with few providers and with many.
     *
     * @param memory resident, in MiB
     */
    record Size(int providers, Load.Result get, Load.Result list, long memory) {}

    static List<Size> measure(ServerProcess server, Duration run)
            throws IOException, InterruptedException, ExecutionException {
        Growth growth = new Growth(server);
        growth.add(1, FEW);
        Size few = growth.size(run);
        growth.add(ORGANIZATIONS, PROVIDERS_EACH);
        return List.of(few, growth.size(run));
    }

    private void add(int newOrganizations, int providersEach) throws IOException {
        try (Connection connection = new Connection(server.port())) {
            for (int i = 0; i < newOrganizations; i++) {
                String body = "{\"name\": \"Organization " + organizations.size() + "\"}";
                String organization = id(connection, Call.json("POST", "/management/v1/orgs", token, body));
                organizations.add(organization);
                for (int j = 0; j < providersEach; j++) {
                    providers.add(id(
                            connection,
                            Call.about(
                                    organization,
                                    "POST",
                                    "/management/v1/idps/generic_oidc",
                                    token,
                                    PROVIDER.formatted(j))));
                }
            }
        }
    }

    private static String id(Connection connection, Call call) throws IOException {
        Connection.Answer answer = connection.send(call);
        if (answer.status() != 200) {
            throw new IOException("the server answered " + answer.status() + ": " + answer.text());
        }
        return JsonParser.parseString(answer.text()).getAsJsonObject().get("id").getAsString();
    }

    private Size size(Duration run) throws IOException, InterruptedException, ExecutionException {
        int each = providers.size() / organizations.size();
        IntFunction<Call> get = n -> {
            int provider = (n * 7919 & Integer.MAX_VALUE) % FEW + Math.max(0, providers.size() - FEW);
            return Call.about(
                    organizations.getLast(),
                    "GET",
                    "/management/v1/idps/templates/" + providers.get(provider),
                    token,
                    "");
        };
        IntFunction<Call> list = n -> Call.about(
                organizations.get((n & Integer.MAX_VALUE) % organizations.size()),
                "POST",
                "/management/v1/idps/templates/_search",
                token,
                "{\"query\": {\"limit\": " + Math.min(each, FEW) + "}}");
        Load.run(server, CONNECTIONS, WARM_UP, get);
        Load.Result gets = Load.run(server, CONNECTIONS, run, get);
        Load.run(server, CONNECTIONS, WARM_UP, list);
        Load.Result lists = Load.run(server, CONNECTIONS, run, list);
        return new Size(providers.size(), gets, lists, server.residentMebibytes());
    }
}
