package dev.ostiary.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.TestStore;
import dev.ostiary.store.Stored;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InstancesTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final Instances instances = new Instances(TESTS.store);
    private final String host = "h" + TESTS.ids.next() + ".example.com";

    @Test
    void anInstanceIsFoundByEachOfItsHostNames() {
        Stored<Instance> added = add(host, "other-" + host);

        assertThat(instances.byHost(host)).contains(added.state());
        assertThat(instances.byHost("other-" + host)).contains(added.state());
    }

    @Test
    void anInstanceHasWhatItCannotBeWithout() {
        Stored<Instance> added = add(host);

        assertThat(added.state())
                .isEqualTo(new Instance(added.id(), "Test", List.of(host), "org-1", "project-1", "de", false));
        assertThat(added.owner()).isEqualTo(added.id());
        assertThat(instances.all()).contains(added.state());
    }

    @Test
    void anUnknownHostHasNoInstance() {
        assertThat(instances.byHost(host)).isEmpty();
    }

    @Test
    void aNewInstanceIsFoundThoughOthersWereLookedUpBefore() {
        assertThat(instances.byHost(host)).isEmpty();

        Stored<Instance> added = add(host);

        assertThat(instances.byHost(host)).contains(added.state());
    }

    @Test
    void aNewHostNameIsFoundThoughTheInstanceWasLookedUpBefore() {
        Stored<Instance> added = add(host);
        assertThat(instances.byHost("new-" + host)).isEmpty();

        addDomains(added, List.of("new-" + host));

        assertThat(instances.byHost("new-" + host)).map(Instance::id).contains(added.id());
        assertThat(instances.byHost(host)).map(Instance::domains).contains(List.of(host, "new-" + host));
    }

    @Test
    void whatAnotherPartOfTheServerAddsIsFoundToo() {
        Instances elsewhere = new Instances(TESTS.store);
        assertThat(elsewhere.byHost(host)).isEmpty();

        add(host);

        assertThat(elsewhere.byHost(host)).isPresent();
    }

    @Test
    void aHostNameItHasAlreadyIsLeftAlone() {
        Stored<Instance> added = add(host);

        addDomains(added, List.of(host));

        Stored<Instance> found =
                TESTS.store.write(tx -> instances.find(tx, added.id()).orElseThrow());
        assertThat(found).isEqualTo(added);
    }

    @Test
    void theOlderInstanceKeepsAHostNameThatTwoHave() {
        Stored<Instance> older = add(host);
        TESTS.clock.advance(Duration.ofSeconds(1));
        add(host);

        assertThat(instances.byHost(host)).contains(older.state());
    }

    private Stored<Instance> add(String... domains) {
        return TESTS.store.write(
                tx -> instances.add(tx, TESTS.ids.next(), "", "Test", "de", "org-1", "project-1", List.of(domains)));
    }

    private void addDomains(Stored<Instance> instance, List<String> domains) {
        TESTS.store.write(tx -> {
            instances.addDomains(tx, instance, "", domains);
            return domains;
        });
    }
}
