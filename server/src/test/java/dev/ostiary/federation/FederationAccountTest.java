package dev.ostiary.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.federation.link.Links;
import dev.ostiary.federation.token.TokenForge;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Stored;
import dev.ostiary.user.User;
import dev.ostiary.user.User.IdpLink;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whom a sign-in ends with: links, creation, questions to the person. */
class FederationAccountTest extends SignIns {
    @Test
    void anExistingUserIsLinkedByVerifiedAddress() {
        Stored<User> here = house.person(house.org, "someone", "ALICE@acme.test");
        Stored<IdentityProvider> idp = offered(false, false, false, AutoLinkingOption.AUTO_LINKING_OPTION_EMAIL);
        assertThat(((Outcome.SignedIn) house.signIn(op, idp)).user().id()).isEqualTo(here.id());
        assertThat(human(house.user(here.id())).links()).hasSize(1);
    }

    @Test
    void anAddressThatTheProviderHasNotVerifiedLinksNobody() {
        house.person(house.org, "someone", "alice@acme.test");
        Map<String, Object> unverified = TestProvider.alice();
        unverified.put("email_verified", false);
        op.person = unverified;
        Stored<IdentityProvider> idp = offered(false, false, false, AutoLinkingOption.AUTO_LINKING_OPTION_EMAIL);
        assertThat(refused(idp).reason()).isEqualTo(Reason.NOT_ALLOWED);
    }

    @Test
    void anExistingUserIsLinkedByUserName() {
        Stored<User> here = house.person(house.org, "Alice", "other@acme.test");
        Stored<IdentityProvider> idp = offered(false, false, false, AutoLinkingOption.AUTO_LINKING_OPTION_USERNAME);
        assertThat(((Outcome.SignedIn) house.signIn(op, idp)).user().id()).isEqualTo(here.id());
    }

    @Test
    void anOrganizationsProviderCreatesAndLinksOnlyThere() {
        Stored<IdentityProvider> idp = house.add(
                "management",
                house.provider(op)
                        .setProviderOptions(
                                House.options(true, true, true, AutoLinkingOption.AUTO_LINKING_OPTION_EMAIL)));
        house.offer(House.INSTANCE, idp.id());
        String other = house.organization("Other");
        Stored<User> elsewhere = house.person(other, "elsewhere", "alice@acme.test");
        Stored<User> created = ((Outcome.SignedIn) house.signIn(op, idp)).user();
        assertThat(created.owner()).isEqualTo(house.org);
        assertThat(human(house.user(elsewhere.id())).links()).isEmpty();
        assertThat(((Outcome.Refused) house.signIn(op, idp, House.beginning(other, ""))).reason())
                .isEqualTo(Reason.OTHER_ORGANIZATION);
    }

    @Test
    void aLinkIsWorthNothingWhenAnotherIssuerVouches() {
        Stored<IdentityProvider> idp = offered();
        house.person(
                house.org,
                "bob",
                "bob@acme.test",
                new IdpLink(idp.id(), "alice-there", "alice", "https://old.example"));
        Outcome.Refused refused = refused(idp);
        assertThat(refused.reason()).isEqualTo(Reason.OTHER_ISSUER);
        assertThat(house.log(refused.reference()).getLast().detail())
                .contains("made with 'https://old.example'")
                .contains("waits to be confirmed for '" + op.issuer() + "'");
    }

    @Test
    void aLinkThatWasConfirmedSignsInAtOnce() {
        Stored<IdentityProvider> idp = offered();
        Stored<User> bob = house.person(
                house.org,
                "bob",
                "bob@acme.test",
                new IdpLink(idp.id(), "alice-there", "alice", "https://old.example"));
        Links links = new Links(house.store, house.providers, house.users);

        assertThat(links.confirmAll(idp, user -> true, "admin")).isEqualTo(1);

        assertThat(((Outcome.SignedIn) house.signIn(op, idp)).user().id()).isEqualTo(bob.id());
        assertThat(links.waiting(idp, user -> true, "", 10).links()).isEmpty();
    }

    @Test
    void aLinkOfAnAdministratorBelongsToTheIssuerOfItsFirstSignIn() {
        Stored<IdentityProvider> idp = offered();
        Stored<User> bob =
                house.person(house.org, "bob", "bob@acme.test", new IdpLink(idp.id(), "alice-there", "alice", ""));

        house.signIn(op, idp);

        assertThat(human(house.user(bob.id())).links())
                .containsExactly(new IdpLink(idp.id(), "alice-there", "alice", op.issuer()));
    }

    @Test
    void subjectsThatDifferInCaseAreDifferentPeople() {
        Stored<IdentityProvider> idp = offered();
        Stored<User> bob =
                house.person(house.org, "bob", "bob@acme.test", new IdpLink(idp.id(), "ALICE-THERE", "bob", ""));
        assertThat(((Outcome.SignedIn) house.signIn(op, idp)).user().id()).isNotEqualTo(bob.id());
    }

    @Test
    void aTakenUserNameIsAReasonAndNoDefect() {
        house.person(house.org, "alice", "other@acme.test");
        assertThat(refused(offered()).reason()).isEqualTo(Reason.USER_NAME_TAKEN);
    }

    @Test
    void theProfileFollowsTheAccountWhereThatIsConfigured() {
        Stored<IdentityProvider> idp = house.offer(house.provider(op)
                .setProviderOptions(House.options(false, false, true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED)
                        .setIsAutoUpdate(true)));
        house.signIn(op, idp);
        Map<String, Object> moved = TestProvider.alice();
        moved.put("family_name", "Roe");
        moved.put("email", "alice@roe.test");
        moved.remove("given_name");
        op.person = moved;
        Stored<User> user = ((Outcome.SignedIn) house.signIn(op, idp)).user();
        assertThat(human(user).profile().familyName()).isEqualTo("Roe");
        assertThat(human(user).profile().givenName()).isEqualTo("Alice");
        assertThat(human(user).email()).isEqualTo(new User.Email("alice@roe.test", true));
        assertThat(house.user(user.id()).state()).isEqualTo(user.state());
    }

    @Test
    void whoIsAskedCanCreateAUserAndWhatTheyChangeIsUnverified() {
        Stored<IdentityProvider> idp = offered(false, true, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED);
        Outcome.AskToLinkOrCreate asked = asked(idp);
        assertThat(house.federation().asked(house.call, asked.attempt(), House.BROWSER))
                .hasValue(asked);
        EditedProfile edited = new EditedProfile("ally", "Ally", "Doe", "", "", "en", "ally@acme.test", "");
        Outcome.SignedIn signedIn =
                (Outcome.SignedIn) house.federation().create(house.call, asked.attempt(), House.BROWSER, edited);
        assertThat(signedIn.user().state().userName()).isEqualTo("ally");
        assertThat(human(signedIn.user()).email()).isEqualTo(new User.Email("ally@acme.test", false));
        assertThat(signedIn.authRequestId()).isEqualTo("request");
        assertThat(house.signIn(op, idp)).isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void whatTheProviderVerifiedStaysVerifiedWhenItIsLeftAsItWas() {
        Outcome.AskToLinkOrCreate asked =
                asked(offered(false, true, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED));
        Outcome.SignedIn signedIn = (Outcome.SignedIn) house.federation()
                .create(house.call, asked.attempt(), House.BROWSER, EditedProfile.of(asked.identity()));
        assertThat(human(signedIn.user()).email().verified()).isTrue();
    }

    @Test
    void aUserNameThatIsTakenCanBeCorrected() {
        house.person(house.org, "alice", "other@acme.test");
        Outcome.AskToLinkOrCreate asked =
                asked(offered(false, true, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED));
        EditedProfile same = EditedProfile.of(asked.identity());
        assertThatThrownBy(() -> house.federation().create(house.call, asked.attempt(), House.BROWSER, same))
                .isInstanceOf(Problem.class);
        EditedProfile other = new EditedProfile("alice2", "Alice", "Doe", "", "", "", "alice@acme.test", "");
        assertThat(house.federation().create(house.call, asked.attempt(), House.BROWSER, other))
                .isInstanceOf(Outcome.SignedIn.class);
    }

    @Test
    void whoIsAskedCanLinkAUserWhoSignsIn() {
        Stored<User> here = house.person(house.org, "someone", "someone@acme.test");
        Stored<IdentityProvider> idp = offered(true, false, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED);
        Outcome.AskToLinkOrCreate asked = asked(idp);
        Outcome linked = house.federation().link(house.call, asked.attempt(), House.BROWSER, here);
        assertThat(((Outcome.SignedIn) linked).user().id()).isEqualTo(here.id());
        assertThat(((Outcome.SignedIn) house.signIn(op, idp)).user().id()).isEqualTo(here.id());
        Attempt attempt = house.attempts
                .byReference(House.INSTANCE, asked.reference())
                .orElseThrow()
                .state();
        assertThat(attempt.phase()).isEqualTo(Attempt.Phase.SUCCEEDED);
        assertThat(attempt.userId()).isEqualTo(here.id());
    }

    @Test
    void anAnswerOfThePersonIsUsedOnceInOneBrowserInTime() {
        Outcome.AskToLinkOrCreate asked =
                asked(offered(false, true, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED));
        EditedProfile profile = EditedProfile.of(asked.identity());
        Federation federation = house.federation();
        assertThat(reason(federation.create(house.call, asked.attempt(), "another", profile)))
                .isEqualTo(Reason.WRONG_BROWSER);
        assertThat(reason(federation.create(house.call, "unknown", House.BROWSER, profile)))
                .isEqualTo(Reason.STATE_UNKNOWN);
        assertThat(federation.asked(house.call, asked.attempt(), "another")).isEmpty();
        federation.create(house.call, asked.attempt(), House.BROWSER, profile);
        assertThat(reason(federation.create(house.call, asked.attempt(), House.BROWSER, profile)))
                .isEqualTo(Reason.ALREADY_USED);
    }

    @Test
    void thePersonMayNotTakeForEver() {
        Outcome.AskToLinkOrCreate asked =
                asked(offered(false, true, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED));
        house.clock.advance(Duration.ofMinutes(16));
        EditedProfile profile = EditedProfile.of(asked.identity());
        assertThat(reason(house.federation().create(house.call, asked.attempt(), House.BROWSER, profile)))
                .isEqualTo(Reason.EXPIRED);
    }

    @Test
    void whatIsSwitchedOffMeanwhileIsNotDone() {
        Stored<User> here = house.person(house.org, "someone", "someone@acme.test");
        Stored<IdentityProvider> idp = offered(true, true, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED);
        Outcome.AskToLinkOrCreate first = asked(idp);
        Outcome.AskToLinkOrCreate second = asked(idp);
        house.update(
                idp,
                house.provider(op)
                        .setProviderOptions(
                                House.options(false, false, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED)));
        assertThat(reason(house.federation().link(house.call, first.attempt(), House.BROWSER, here)))
                .isEqualTo(Reason.NOT_ALLOWED);
        EditedProfile profile = EditedProfile.of(second.identity());
        assertThat(reason(house.federation().create(house.call, second.attempt(), House.BROWSER, profile)))
                .isEqualTo(Reason.NOT_ALLOWED);
        assertThat(human(house.user(here.id())).links()).isEmpty();
    }

    @Test
    void anAccountThatSomebodyElseLinkedMeanwhileIsTaken() {
        Stored<User> here = house.person(house.org, "someone", "someone@acme.test");
        Stored<IdentityProvider> idp = offered(true, true, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED);
        Outcome.AskToLinkOrCreate first = asked(idp);
        Outcome.AskToLinkOrCreate second = asked(idp);
        house.federation().create(house.call, first.attempt(), House.BROWSER, EditedProfile.of(first.identity()));
        assertThat(reason(house.federation().link(house.call, second.attempt(), House.BROWSER, here)))
                .isEqualTo(Reason.ACCOUNT_TAKEN);
    }

    @Test
    void aProviderThatIsRemovedMeanwhileLinksNobody() {
        Stored<User> here = house.person(house.org, "someone", "someone@acme.test");
        Stored<IdentityProvider> idp = offered(true, true, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED);
        Outcome.AskToLinkOrCreate asked = asked(idp);
        house.remove(idp);
        assertThat(reason(house.federation().link(house.call, asked.attempt(), House.BROWSER, here)))
                .isEqualTo(Reason.PROVIDER_CHANGED);
    }

    @Test
    void theEventsTellWhatTheTableHolds() {
        Stored<IdentityProvider> idp = offered(false, true, false, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED);
        Outcome.AskToLinkOrCreate asked = asked(idp);
        house.federation().create(house.call, asked.attempt(), House.BROWSER, EditedProfile.of(asked.identity()));
        house.signIn(op, idp);
        op.signing = TokenForge::unsigned;
        house.signIn(op, idp);
        List<Attempt> attempts = house.attempts();
        assertThat(attempts)
                .extracting(Attempt::phase)
                .containsExactly(Attempt.Phase.SUCCEEDED, Attempt.Phase.SUCCEEDED, Attempt.Phase.FAILED);
        assertThat(house.replayedAttempts()).isEqualTo(attempts);
    }

    @Test
    void anIncompleteProfileAsksWhereAFormIsAllowed() {
        Map<String, Object> bare = new LinkedHashMap<>(Map.of("sub", "alice-there"));
        op.person = bare;
        Stored<IdentityProvider> idp = offered(false, true, true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED);
        assertThat(asked(idp).identity().email()).isEmpty();
    }
}
