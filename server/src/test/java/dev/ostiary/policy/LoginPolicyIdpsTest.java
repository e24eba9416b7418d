package dev.ostiary.policy;

import static dev.ostiary.Tenant.ORGANIZATION;
import static dev.ostiary.rpc.Level.INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.Refusal;
import dev.ostiary.Tenant;
import dev.ostiary.TestStore;
import dev.ostiary.api.admin.v1.AddIDPToLoginPolicyRequest;
import dev.ostiary.api.admin.v1.AddIDPToLoginPolicyResponse;
import dev.ostiary.api.admin.v1.DeleteProviderRequest;
import dev.ostiary.api.admin.v1.DeleteProviderResponse;
import dev.ostiary.api.admin.v1.ListLoginPolicyIDPsRequest;
import dev.ostiary.api.admin.v1.ListLoginPolicyIDPsResponse;
import dev.ostiary.api.admin.v1.RemoveIDPFromLoginPolicyRequest;
import dev.ostiary.api.admin.v1.RemoveIDPFromLoginPolicyResponse;
import dev.ostiary.api.idp.v1.IDPLoginPolicyLink;
import dev.ostiary.api.idp.v1.IDPOwnerType;
import dev.ostiary.api.idp.v1.IDPType;
import dev.ostiary.api.management.v1.AddCustomLoginPolicyRequest;
import dev.ostiary.api.management.v1.AddCustomLoginPolicyResponse;
import dev.ostiary.api.v1.ListQuery;
import dev.ostiary.api.v1.ObjectDetails;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which providers a policy offers. */
class LoginPolicyIdpsTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private final PolicyFixture fixture = new PolicyFixture(TESTS);

    @Test
    void theInstanceOffersItsProvidersInTheOrderTheyWereAdded() {
        List<String> idps = List.of(
                fixture.provider(INSTANCE, "c"), fixture.provider(INSTANCE, "a"), fixture.provider(INSTANCE, "b"));

        idps.reversed().forEach(this::offer);

        assertThat(offered(INSTANCE)).containsExactlyElementsOf(idps.reversed());
        assertThat(fixture.effective("").idps()).containsExactlyElementsOf(idps.reversed());
    }

    @Test
    void anOfferedProviderIsListedByNameAndType() {
        String idp = fixture.provider(INSTANCE, "Acme");
        ObjectDetails details = offer(idp);

        assertThat(list(INSTANCE, ListQuery.getDefaultInstance()).getResultList())
                .containsExactly(IDPLoginPolicyLink.newBuilder()
                        .setIdpId(idp)
                        .setIdpName("Acme")
                        .setIdpType(IDPType.IDP_TYPE_OIDC)
                        .build());
        assertThat(details.hasCreationDate()).isTrue();
        assertThat(details.getSequence()).isEqualTo(2);
    }

    @Test
    void theInstanceOffersNeitherAnOrganizationsProviderNorAMissingOne() {
        String theirs = fixture.provider(Level.ORGANIZATION, "Theirs");

        Refusal.of(() -> offer(theirs))
                .is(Kind.FAILED_PRECONDITION, "INSTANCE-m8fsd")
                .says("Errors.IDPConfig.NotExisting");
        Refusal.of(() -> offer("123")).is(Kind.FAILED_PRECONDITION, "INSTANCE-m8fsd");
    }

    @Test
    void theInstanceOffersAProviderOnce() {
        String idp = fixture.provider(INSTANCE, "Acme");
        offer(idp);

        Refusal.of(() -> offer(idp))
                .is(Kind.ALREADY_EXISTS, "INSTANCE-2B0ps")
                .says("Errors.IAM.LoginPolicy.IDP.AlreadyExists");
    }

    @Test
    void anOrganizationOffersItsOwnProvidersAndTheInstances() {
        own();
        String theirs = fixture.provider(Level.ORGANIZATION, "Own");
        String ofInstance = fixture.provider(INSTANCE, "Instance's");

        offerInOrganization(theirs, IDPOwnerType.IDP_OWNER_TYPE_ORG);
        offerInOrganization(ofInstance, IDPOwnerType.IDP_OWNER_TYPE_SYSTEM);

        assertThat(offered(Level.ORGANIZATION)).containsExactly(theirs, ofInstance);
        assertThat(offered(INSTANCE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"INSTANCE, IDP_OWNER_TYPE_ORG", "ORGANIZATION, IDP_OWNER_TYPE_SYSTEM"})
    void aProviderMustBelongToWhomTheCallSays(Level owner, IDPOwnerType said) {
        own();
        String idp = fixture.provider(owner, "Acme");

        Refusal.of(() -> offerInOrganization(idp, said))
                .is(Kind.FAILED_PRECONDITION, "Org-3N9fs")
                .says("Errors.IDPConfig.NotExisting");
    }

    @Test
    void anOrganizationWithoutItsOwnPolicyOffersNothingWhateverTheProvider() {
        String idp = fixture.provider(Level.ORGANIZATION, "Own");

        Refusal.of(() -> offerInOrganization(idp, IDPOwnerType.IDP_OWNER_TYPE_ORG))
                .is(Kind.NOT_FOUND, "Org-Ffgw2");
        Refusal.of(() -> offerInOrganization("123", IDPOwnerType.IDP_OWNER_TYPE_ORG))
                .is(Kind.NOT_FOUND, "Org-Ffgw2");
    }

    @Test
    void anOrganizationOffersAProviderOnce() {
        own();
        String idp = fixture.provider(Level.ORGANIZATION, "Own");
        offerInOrganization(idp, IDPOwnerType.IDP_OWNER_TYPE_ORG);

        Refusal.of(() -> offerInOrganization(idp, IDPOwnerType.IDP_OWNER_TYPE_ORG))
                .is(Kind.ALREADY_EXISTS, "Org-2B0ps");
    }

    @Test
    void anOrganizationWithoutItsOwnPolicyListsWhatTheInstanceOffers() {
        String idp = fixture.provider(INSTANCE, "Acme");
        offer(idp);

        assertThat(offered(Level.ORGANIZATION)).containsExactly(idp);
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void aProviderIsOfferedNoMoreWhenItIsTakenOut(Level level) {
        own();
        String idp = fixture.provider(INSTANCE, "Acme");
        offer(idp);
        offerInOrganization(idp, IDPOwnerType.IDP_OWNER_TYPE_SYSTEM);

        ObjectDetails details = takeOut(level, idp);

        assertThat(details.hasChangeDate()).isTrue();
        assertThat(offered(level)).isEmpty();
        assertThat(offered(level == INSTANCE ? Level.ORGANIZATION : INSTANCE)).containsExactly(idp);
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANCE, INSTANCE-39fjs, Errors.IAM.LoginPolicy.IDP.NotExisting",
        "ORGANIZATION, Org-39fjs, Errors.Org.LoginPolicy.IDP.NotExisting"
    })
    void whatIsNotOfferedCannotBeTakenOut(Level level, String id, String key) {
        own();

        Refusal.of(() -> takeOut(level, "123")).is(Kind.NOT_FOUND, id).says(key);
    }

    @Test
    void nothingIsTakenOutOfAPolicyThatIsNotThere() {
        Refusal.of(() -> takeOut(Level.ORGANIZATION, "123")).is(Kind.NOT_FOUND, "Org-GVDfe");
    }

    @Test
    void aProviderThatIsTakenOutCanBeOfferedAgain() {
        String idp = fixture.provider(INSTANCE, "Acme");
        offer(idp);
        takeOut(INSTANCE, idp);

        offer(idp);

        assertThat(offered(INSTANCE)).containsExactly(idp);
    }

    /** That is what the sign-in page reads: the list is for the calls about policies. */
    @Test
    void theRowsOfThoseOfferedFollowTheList() {
        String one = fixture.provider(INSTANCE, "One");
        String two = fixture.provider(INSTANCE, "Two");

        offer(one);
        offer(two);
        assertThat(inRows()).containsExactlyInAnyOrder(one, two);

        takeOut(INSTANCE, one);
        assertThat(inRows()).containsExactly(two);

        offer(one);
        fixture.tenant.write(
                tx -> fixture.policies.change(tx, INSTANCE, fixture.tenant.id, fixture.tenant.id, "", settings(false)));
        assertThat(inRows()).containsExactlyInAnyOrder(one, two);
    }

    private List<String> inRows() {
        return TESTS.store.read(sql -> sql.select(
                        "select idp from login_policy_idps where instance = ? and owner = ?",
                        fixture.tenant.id,
                        fixture.tenant.id)
                .mapTo(String.class)
                .list());
    }

    @Test
    void aRemovedProviderIsOfferedNowhere() {
        own();
        String idp = fixture.provider(INSTANCE, "Acme");
        String stays = fixture.provider(INSTANCE, "Stays");
        List.of(idp, stays).forEach(this::offer);
        offerInOrganization(idp, IDPOwnerType.IDP_OWNER_TYPE_SYSTEM);

        fixture.twin(
                INSTANCE,
                "DeleteProvider",
                DeleteProviderRequest.newBuilder().setId(idp).build(),
                DeleteProviderResponse.parser());

        assertThat(fixture.effective("").idps()).containsExactly(stays);
        assertThat(fixture.effective(ORGANIZATION).idps()).isEmpty();
        assertThat(fixture.tenant.eventTypes())
                .contains(
                        "instance.policy.login.idpprovider.cascade.removed",
                        "org.policy.login.idpprovider.cascade.removed");
    }

    @Test
    void aPolicyThatAllowsNoExternalProvidersOffersNone() {
        LoginPolicy.Settings none = settings(false);

        assertThat(LoginPolicy.DEFAULT.plusIdp("1").offeredIdps()).containsExactly("1");
        assertThat(LoginPolicy.DEFAULT.plusIdp("1").with(none).offeredIdps()).isEmpty();
        assertThat(LoginPolicy.DEFAULT.plusIdp("1").with(none).idps()).containsExactly("1");
    }

    private static LoginPolicy.Settings settings(boolean allowExternalIdp) {
        LoginPolicy.Settings d = LoginPolicy.Settings.DEFAULT;
        return new LoginPolicy.Settings(
                d.allowUsernamePassword(),
                d.allowRegister(),
                allowExternalIdp,
                d.forceMfa(),
                d.forceMfaLocalOnly(),
                d.passwordlessAllowed(),
                d.hidePasswordReset(),
                d.ignoreUnknownUsernames(),
                d.allowDomainDiscovery(),
                d.disableLoginWithEmail(),
                d.disableLoginWithPhone(),
                d.defaultRedirectUri(),
                d.passwordCheckLifetime(),
                d.externalLoginCheckLifetime(),
                d.mfaInitSkipLifetime(),
                d.secondFactorCheckLifetime(),
                d.multiFactorCheckLifetime());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 'a b c', 3", "0, 2, 'a b', 3", "2, 2, 'c', 3", "3, 2, '', 0"})
    void aPartOfTheListKnowsHowLongTheWholeIs(long offset, int limit, String names, long total) {
        List.of("a", "b", "c").forEach(name -> offer(fixture.provider(INSTANCE, name)));

        ListLoginPolicyIDPsResponse page = list(
                INSTANCE,
                ListQuery.newBuilder().setOffset(offset).setLimit(limit).build());

        assertThat(String.join(
                        " ",
                        page.getResultList().stream()
                                .map(IDPLoginPolicyLink::getIdpName)
                                .toList()))
                .isEqualTo(names);
        assertThat(page.getDetails().getTotalResult()).isEqualTo(total);
    }

    /** Gives {@link Tenant#ORGANIZATION} a policy of its own. */
    private void own() {
        fixture.answer(
                Level.ORGANIZATION,
                "AddCustomLoginPolicy",
                AddCustomLoginPolicyRequest.getDefaultInstance(),
                AddCustomLoginPolicyResponse.class);
    }

    private ObjectDetails offer(String idp) {
        return fixture.answer(
                        INSTANCE,
                        "AddIDPToLoginPolicy",
                        AddIDPToLoginPolicyRequest.newBuilder().setIdpId(idp).build(),
                        AddIDPToLoginPolicyResponse.class)
                .getDetails();
    }

    private void offerInOrganization(String idp, IDPOwnerType owner) {
        fixture.answer(
                Level.ORGANIZATION,
                "AddIDPToLoginPolicy",
                dev.ostiary.api.management.v1.AddIDPToLoginPolicyRequest.newBuilder()
                        .setIdpId(idp)
                        .setOwnerType(owner)
                        .build(),
                dev.ostiary.api.management.v1.AddIDPToLoginPolicyResponse.class);
    }

    private ObjectDetails takeOut(Level level, String idp) {
        return fixture.twin(
                        level,
                        "RemoveIDPFromLoginPolicy",
                        RemoveIDPFromLoginPolicyRequest.newBuilder()
                                .setIdpId(idp)
                                .build(),
                        RemoveIDPFromLoginPolicyResponse.parser())
                .getDetails();
    }

    private List<String> offered(Level level) {
        return list(level, ListQuery.getDefaultInstance()).getResultList().stream()
                .map(IDPLoginPolicyLink::getIdpId)
                .toList();
    }

    private ListLoginPolicyIDPsResponse list(Level level, ListQuery query) {
        return fixture.twin(
                level,
                "ListLoginPolicyIDPs",
                ListLoginPolicyIDPsRequest.newBuilder().setQuery(query).build(),
                ListLoginPolicyIDPsResponse.parser());
    }
}
