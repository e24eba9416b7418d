package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.login.Next.AskPassword;
import dev.ostiary.login.Next.AskWho;
import dev.ostiary.login.Next.Choose;
import dev.ostiary.login.Next.Complete;
import dev.ostiary.login.Next.Fail;
import dev.ostiary.login.Next.GoTo;
import dev.ostiary.login.Next.Known;
import dev.ostiary.login.Next.Named;
import dev.ostiary.login.Next.Situation;
import dev.ostiary.login.Next.Ways;
import dev.ostiary.openid.AuthRequest;
import dev.ostiary.policy.LoginPolicy;
import dev.ostiary.policy.LoginPolicy.Settings;
import dev.ostiary.session.Session;
import dev.ostiary.session.Session.Method;
import dev.ostiary.store.Revision;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Stream;
import dev.ostiary.user.User;
import dev.ostiary.user.User.IdpLink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NextTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final Settings POLICY = LoginPolicy.DEFAULT.settings();
    private static final Settings NO_PASSWORD = House.policy(false).settings();
    private static final Stored<Session> BY_PASSWORD = session(Method.PASSWORD, "", Duration.ofHours(1));
    private static final Stored<Session> BY_PROVIDER = session(Method.IDP, "7", Duration.ofHours(1));

    @Test
    void aSessionIsEnough() {
        assertThat(begin(request(), BY_PASSWORD)).isEqualTo(new Complete(BY_PASSWORD));
        assertThat(begin(request().prompts("consent"), BY_PASSWORD)).isEqualTo(new Complete(BY_PASSWORD));
        assertThat(begin(request().organization("3"), BY_PASSWORD)).isEqualTo(new Complete(BY_PASSWORD));
        assertThat(begin(request().maxAge(Duration.ofHours(2)), BY_PASSWORD)).isEqualTo(new Complete(BY_PASSWORD));
        assertThat(begin(request().hintedUser("5"), BY_PASSWORD)).isEqualTo(new Complete(BY_PASSWORD));
    }

    @Test
    void aSessionIsNotEnoughWhenTheRequestWantsMore() {
        assertThat(begin(request().prompts("login"), BY_PASSWORD)).isEqualTo(new AskWho(""));
        assertThat(begin(request().prompts("create"), BY_PASSWORD)).isEqualTo(new AskWho(""));
        assertThat(begin(request().organization("4"), BY_PASSWORD)).isEqualTo(new AskWho(""));
        assertThat(begin(request().maxAge(Duration.ofMinutes(30)), BY_PASSWORD)).isEqualTo(new AskWho(""));
        assertThat(begin(request().hintedUser("6"), BY_PASSWORD)).isEqualTo(new AskWho(""));
    }

    @Test
    void aSessionIsNotEnoughWhenThePolicysTimeForItsKindIsOver() {
        Settings brief = lifetimes(Duration.ofMinutes(30), Duration.ofHours(5));
        Settings never = lifetimes(Duration.ZERO, Duration.ZERO);

        assertThat(begin(request(), BY_PASSWORD, brief)).isEqualTo(new AskWho(""));
        assertThat(begin(request(), BY_PROVIDER, brief)).isEqualTo(new Complete(BY_PROVIDER));
        assertThat(begin(request(), BY_PROVIDER, never)).isEqualTo(new AskWho(""));
    }

    @Test
    void whoSignedInForThisRequestIsNotAskedAgain() {
        Stored<Session> fresh = session(Method.PASSWORD, "", Duration.ZERO);
        Settings never = lifetimes(Duration.ZERO, Duration.ZERO);

        assertThat(begin(request().prompts("login").maxAge(Duration.ZERO), fresh, never))
                .isEqualTo(new Complete(fresh));
    }

    @Test
    void selectAccountAsksWhetherToGoOn() {
        assertThat(begin(request().prompts("select_account"), BY_PASSWORD)).isEqualTo(new Choose(BY_PASSWORD));
        assertThat(begin(request().prompts("select_account"), null)).isEqualTo(new AskWho(""));
    }

    @Test
    void aProviderThatTheRequestNamesIsGoneToWhenItIsOffered() {
        assertThat(begin(request().idp("7"), null, POLICY, "7", "8")).isEqualTo(new GoTo("7", ""));
        assertThat(begin(request().idp("9"), null, POLICY, "7", "8")).isEqualTo(new Fail(Failure.PROVIDER_NOT_OFFERED));
        assertThat(begin(request().idp("7"), BY_PROVIDER, POLICY, "7")).isEqualTo(new Complete(BY_PROVIDER));
        assertThat(begin(request().idp("7"), BY_PASSWORD, POLICY, "7")).isEqualTo(new GoTo("7", ""));
    }

    @Test
    void withoutPasswordsTheOnlyProviderIsGoneToAndSeveralAreShown() {
        assertThat(begin(request(), null, NO_PASSWORD, "7")).isEqualTo(new GoTo("7", ""));
        assertThat(begin(request(), null, NO_PASSWORD, "7", "8")).isEqualTo(new AskWho(""));
        assertThat(begin(request().organization("3"), null, NO_PASSWORD)).isEqualTo(new Fail(Failure.NOTHING_OFFERED));
    }

    @Test
    void whereOnlyDomainsLeadToProvidersTheLoginNameIsAskedFor() {
        assertThat(begin(request(), null, NO_PASSWORD)).isEqualTo(new AskWho(""));
    }

    @Test
    void aLoginHintSaysWhoThePersonIs() {
        assertThat(begin(request().loginHint(" ada "), null)).isEqualTo(new Named("ada"));
        assertThat(begin(request().loginHint("ada"), null, NO_PASSWORD, "7", "8"))
                .isEqualTo(new Named("ada"));
        assertThat(begin(request().loginHint("ada").idp("7"), null, POLICY, "7"))
                .isEqualTo(new GoTo("7", ""));
        assertThat(begin(request().loginHint("  "), null)).isEqualTo(new AskWho(""));
    }

    @Test
    void anUnknownNameAndAKnownOneWithPasswordAreAskedForThePassword() {
        Ways ways = ways("", POLICY, "7");

        assertThat(Next.named("ada", ways, null)).isEqualTo(new AskPassword("ada"));
        assertThat(Next.named("ada", ways, known("hash", List.of("7"), "7"))).isEqualTo(new AskPassword("ada"));
    }

    @Test
    void whoHasNoPasswordIsLedToTheFirstLinkedProviderThatTheirOrganizationOffers() {
        assertThat(Next.named("ada", ways("", POLICY), known(null, List.of("6", "7"), "8", "7")))
                .isEqualTo(new GoTo("7", "3"));
        assertThat(Next.named("ada", ways("", POLICY, "7"), known(null, List.of("6"), "7")))
                .isEqualTo(new AskPassword("ada"));
    }

    @Test
    void aDomainWithoutPasswordsLeadsToItsOnlyProviderForUnknownPeopleToo() {
        assertThat(Next.named("x@acme.test", ways("3", NO_PASSWORD, "7"), null)).isEqualTo(new GoTo("7", "3"));
        assertThat(Next.named("x@acme.test", ways("3", NO_PASSWORD, "7", "8"), null))
                .isEqualTo(new AskWho("x@acme.test"));
        assertThat(Next.named("x@acme.test", ways("3", NO_PASSWORD), null))
                .isEqualTo(new Fail(Failure.NOTHING_OFFERED));
    }

    @Test
    void whoWantsAnAccountGoesToTheProvidersThatMakeThem() {
        assertThat(begin(creating("3", "7"), "create")).isEqualTo(new GoTo("7", "3"));
        assertThat(begin(creating("3", "7", "8"), "create")).isEqualTo(new AskWho(""));
        assertThat(begin(creating("3"), "create")).isEqualTo(new AskWho(""));
        assertThat(Next.named("x@acme.test", creating("3", "7"), null)).isEqualTo(new GoTo("7", "3"));
        assertThat(Next.named("x@acme.test", creating("3", "7", "8"), null)).isEqualTo(new AskWho("x@acme.test"));
        assertThat(Next.named("x@acme.test", creating("3"), null)).isEqualTo(new AskPassword("x@acme.test"));
    }

    private static Next begin(Ways ways, String prompt) {
        return Next.begin(new Situation(request().prompts(prompt).request(), null, ways, NOW));
    }

    private static Ways ways(String organization, Settings policy, String... providers) {
        return new Ways(organization, policy, List.of(providers), List.of());
    }

    private static Ways creating(String organization, String... creators) {
        return new Ways(organization, POLICY, List.of("7", "8"), List.of(creators));
    }

    private static Known known(@Nullable String hash, List<String> linked, String... offered) {
        return new Known(user(hash, linked), ways("3", POLICY, offered));
    }

    private static Next begin(Asking asking, @Nullable Stored<Session> session) {
        return begin(asking, session, POLICY);
    }

    private static Next begin(Asking asking, @Nullable Stored<Session> session, Settings policy, String... offered) {
        AuthRequest request = asking.request();
        return Next.begin(new Situation(request, session, ways(request.organization(), policy, offered), NOW));
    }

    private static Settings lifetimes(Duration password, Duration external) {
        return House.settings(true, password, external);
    }

    private static Stored<Session> session(Method method, String idp, Duration age) {
        Session session =
                new Session("5", "3", NOW.minus(age), List.of(method), idp, NOW.plus(Duration.ofHours(9)), "hash");
        return new Stored<>(new Stream("1", "session", "77", "1"), new Revision(1, NOW, NOW), session);
    }

    private static User user(@Nullable String hash, List<String> idps) {
        User.Human human = new User.Human(
                new User.Profile("Ada", "Lovelace", "", "Ada Lovelace", "", User.Gender.UNSPECIFIED),
                new User.Email("ada@example.com", true),
                null,
                hash == null ? null : new User.Password(hash, false, NOW, 0, null),
                idps.stream().map(idp -> new IdpLink(idp, "x", "", "")).toList());
        return new User("ada", User.State.ACTIVE, human, Map.of());
    }

    private static Asking request() {
        return new Asking(List.of(), null, "", "", "", "");
    }

    /** An authorization request that was made a minute ago. */
    private record Asking(
            List<String> prompts,
            @Nullable Duration maxAge,
            String loginHint,
            String organization,
            String idp,
            String hintedUser) {

        Asking prompts(String... changed) {
            return new Asking(List.of(changed), maxAge, loginHint, organization, idp, hintedUser);
        }

        Asking maxAge(Duration changed) {
            return new Asking(prompts, changed, loginHint, organization, idp, hintedUser);
        }

        Asking loginHint(String changed) {
            return new Asking(prompts, maxAge, changed, organization, idp, hintedUser);
        }

        Asking organization(String changed) {
            return new Asking(prompts, maxAge, loginHint, changed, idp, hintedUser);
        }

        Asking idp(String changed) {
            return new Asking(prompts, maxAge, loginHint, organization, changed, hintedUser);
        }

        Asking hintedUser(String changed) {
            return new Asking(prompts, maxAge, loginHint, organization, idp, changed);
        }

        AuthRequest request() {
            return new AuthRequest(
                    "V2_1",
                    "client",
                    "https://app.example.com/cb",
                    "query",
                    "",
                    "",
                    List.of("openid"),
                    List.of(),
                    "",
                    prompts,
                    maxAge,
                    loginHint,
                    List.of(),
                    organization,
                    idp,
                    hintedUser,
                    NOW.minusSeconds(60),
                    null,
                    null,
                    null,
                    null);
        }
    }
}
