package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.config.Settings;
import dev.ostiary.store.postgres.PostgresAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on an empty database. */
@EnabledIf(value = "dev.ostiary.TestPostgres#isInstalled", disabledReason = "PostgreSQL is not installed")
@Timeout(120)
class FirstStartTest {
    @TempDir
    Path dir;

    private final PostgresAddress address = TestPostgres.database().address();
    private final List<Foundation> servers = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (Foundation server : servers) {
            for (AutoCloseable part : server.parts()) {
                part.close();
            }
        }
    }

    @Test
    void serversThatStartTogetherMakeOneInstanceAndOnlyItsMakerKeepsCredentials() throws Exception {
        Foundation one = server("one");
        Foundation two = server("two");

        List<Optional<FirstStart.Credentials>> made = Concurrently.all(List.of(start(one), start(two)));

        assertThat(Features.on(one).instances().all()).hasSize(1);
        assertThat(made.stream().filter(Optional::isPresent)).hasSize(1);
        assertThat(one.data().path("admin.pat").toFile().exists())
                .isEqualTo(made.get(0).isPresent());
        assertThat(two.data().path("admin.pat").toFile().exists())
                .isEqualTo(made.get(1).isPresent());
    }

    @Test
    void aHostNameThatOneServerAddsIsAnsweredByTheOther() throws Exception {
        Foundation one = server("one");
        Foundation two = server("two");
        start(one).call();
        Features here = Features.on(one);
        Features there = Features.on(two);
        String instance = here.instances().all().getFirst().id();
        assertThat(there.instances().byHost("id.example.com")).isPresent();
        assertThat(there.instances().byHost("new.example.com")).isEmpty();

        one.store().write(tx -> {
            here.instances()
                    .addDomains(
                            tx, here.instances().find(tx, instance).orElseThrow(), "me", List.of("new.example.com"));
            return instance;
        });

        while (there.instances().byHost("new.example.com").isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private Foundation server(String name) throws IOException {
        Foundation server = Foundation.open(Settings.read(
                Map.of(
                        "data",
                        dir.resolve(name).toString(),
                        "store",
                        "postgres://postgres@127.0.0.1:"
                                + address.hosts().getFirst().port() + "/" + address.database()),
                Map.of(),
                null));
        servers.add(server);
        return server;
    }

    private static Callable<Optional<FirstStart.Credentials>> start(Foundation base) {
        return () -> new FirstStart(base, Features.on(base)).create(List.of("id.example.com"), base.data()::keep);
    }
}
