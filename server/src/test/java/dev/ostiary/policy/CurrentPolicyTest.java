package dev.ostiary.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.QuietStore;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.rpc.Level;
import dev.ostiary.store.Transaction;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What sign-ins ask of policies is answered without a query, and is never outdated. */
class CurrentPolicyTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final String IDP = "100";
    private static final String OTHER_IDP = "200";

    private final Tenant tenant = TESTS.tenant();
    private final QuietStore store = new QuietStore(TESTS.store);
    private final LoginPolicies policies = new LoginPolicies(store);

    @BeforeEach
    void add() {
        change(tx -> policies.add(tx, tenant.id, tenant.id, "", LoginPolicy.DEFAULT));
    }

    private void change(Consumer<Transaction> command) {
        tenant.write(tx -> {
            command.accept(tx);
            return tx;
        });
    }

    private void offer(String idp) {
        change(tx -> policies.addIdp(
                tx, Level.INSTANCE, policies.own(tx.sql(), tenant.id, tenant.id).orElseThrow(), "", idp));
    }

    private boolean offers(String organization, String idp) {
        return store.quietly(() -> policies.offers(tenant.id, organization, idp));
    }

    private String ownerOfWhatCounts() {
        return store.quietly(() -> policies.current(tenant.id, Tenant.ORGANIZATION))
                .owner();
    }

    @Test
    void theSamePolicyCountsWithAndWithoutAQuery() {
        assertThat(store.quietly(() -> policies.current(tenant.id, "")))
                .isEqualTo(TESTS.store.read(sql -> policies.counting(sql, tenant.id, "")));
    }

    @Test
    void anOrganizationsNewPolicyCountsAtOnceAndNoLongerWhenItIsRemoved() {
        assertThat(ownerOfWhatCounts()).isEqualTo(tenant.id);

        change(tx -> policies.add(tx, tenant.id, Tenant.ORGANIZATION, "", LoginPolicy.DEFAULT));
        assertThat(ownerOfWhatCounts()).isEqualTo(Tenant.ORGANIZATION);

        change(tx -> policies.remove(tx, tenant.id, Tenant.ORGANIZATION, ""));
        assertThat(ownerOfWhatCounts()).isEqualTo(tenant.id);
    }

    @Test
    void aProviderIsOfferedFromTheChangeOnAndNoLongerOnceItIsRemoved() {
        assertThat(offers("", IDP)).isFalse();

        offer(IDP);
        assertThat(offers("", IDP)).isTrue();
        assertThat(offers("", OTHER_IDP)).isFalse();
        assertThat(offers(Tenant.ORGANIZATION, IDP)).isTrue();

        change(tx -> policies.removeEverywhere(tx, tenant.id, IDP, ""));
        assertThat(offers("", IDP)).isFalse();
        assertThat(offers(Tenant.ORGANIZATION, IDP)).isFalse();
    }

    @Test
    void anOrganizationsOwnPolicyOffersWhatItOffersAndNothingOfTheInstance() {
        offer(IDP);
        assertThat(offers(Tenant.ORGANIZATION, IDP)).isTrue();

        change(tx -> policies.add(tx, tenant.id, Tenant.ORGANIZATION, "", LoginPolicy.DEFAULT));
        assertThat(offers(Tenant.ORGANIZATION, IDP)).isFalse();
        assertThat(offers("", IDP)).isTrue();
    }
}
