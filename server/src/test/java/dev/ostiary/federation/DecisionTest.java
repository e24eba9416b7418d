package dev.ostiary.federation;

import static dev.ostiary.federation.DecisionTest.Given.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ostiary.federation.Decision.AskToLinkOrCreate;
import dev.ostiary.federation.Decision.Create;
import dev.ostiary.federation.Decision.LinkTo;
import dev.ostiary.federation.Decision.Refuse;
import dev.ostiary.federation.Decision.SignIn;
import dev.ostiary.federation.Situation.Account;
import dev.ostiary.federation.Situation.Link;
import dev.ostiary.federation.Situation.Status;
import dev.ostiary.federation.Situation.Target;
import dev.ostiary.idp.IdentityProvider.AutoLinking;
import dev.ostiary.idp.IdentityProvider.Options;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision table, line by line. */
class DecisionTest {
    private static final String ORG = "org";
    private static final Account ALICE = account("alice", ORG);

    static Account account(String name, String organization) {
        return new Account(name + "-id", organization, name, name + "@acme.test", true, Status.ACTIVE, true);
    }

    /** A situation, changed line by line. */
    record Given(Situation situation) {
        static Given given() {
            return new Given(new Situation(
                    Options.NONE,
                    "",
                    "",
                    identity("alice", "alice@acme.test", true),
                    null,
                    List.of(),
                    new Target(ORG, true, true, false)));
        }

        Given options(boolean link, boolean create, boolean autoCreate, AutoLinking autoLinking) {
            return with(
                    new Options(link, create, autoCreate, false, autoLinking),
                    situation.linked(),
                    situation.whereToCreate());
        }

        Given autoLinking(AutoLinking by) {
            return options(false, false, false, by);
        }

        Given linked(Account account, String issuer) {
            return with(situation.options(), new Link(account, issuer), situation.whereToCreate());
        }

        Given target(boolean exists, boolean offered, boolean taken) {
            return with(situation.options(), situation.linked(), new Target(ORG, exists, offered, taken));
        }

        Given owner(String organization) {
            return new Given(new Situation(
                    situation.options(),
                    organization,
                    situation.requestedOrganization(),
                    situation.identity(),
                    situation.linked(),
                    situation.candidates(),
                    situation.whereToCreate()));
        }

        Given requested(String organization) {
            return new Given(new Situation(
                    situation.options(),
                    situation.providerOrganization(),
                    organization,
                    situation.identity(),
                    situation.linked(),
                    situation.candidates(),
                    situation.whereToCreate()));
        }

        Given candidates(Account... accounts) {
            return new Given(new Situation(
                    situation.options(),
                    situation.providerOrganization(),
                    situation.requestedOrganization(),
                    situation.identity(),
                    situation.linked(),
                    List.of(accounts),
                    situation.whereToCreate()));
        }

        Given identity(ExternalIdentity identity) {
            return new Given(new Situation(
                    situation.options(),
                    situation.providerOrganization(),
                    situation.requestedOrganization(),
                    identity,
                    situation.linked(),
                    situation.candidates(),
                    situation.whereToCreate()));
        }

        private Given with(Options options, @Nullable Link linked, Target target) {
            return new Given(new Situation(
                    options,
                    situation.providerOrganization(),
                    situation.requestedOrganization(),
                    situation.identity(),
                    linked,
                    situation.candidates(),
                    target));
        }

        private static ExternalIdentity identity(String userName, String email, boolean verified) {
            return DecisionTest.identity(userName, "Alice", email, verified);
        }
    }

    static ExternalIdentity identity(String userName, String givenName, String email, boolean verified) {
        return ExternalIdentity.of("https://op.example", "subject")
                .userName(userName)
                .names(givenName, "Doe", "Alice Doe", "")
                .email(email, verified)
                .language("en")
                .claims("{}")
                .identity();
    }

    static Stream<Arguments> table() {
        Account locked = status(Status.LOCKED);
        Account unverified = new Account("alice-id", ORG, "alice", "alice@acme.test", false, Status.ACTIVE, true);
        Account notOffered = new Account("alice-id", ORG, "alice", "alice@acme.test", true, Status.ACTIVE, false);
        Account elsewhere = account("alice", "other");
        return Stream.of(
                row("who is linked signs in", given().linked(ALICE, "https://op.example"), new SignIn("alice-id")),
                row("linked by an administrator", given().linked(ALICE, ""), new SignIn("alice-id")),
                row("linked under another issuer", given().linked(ALICE, "https://old.example"), Reason.OTHER_ISSUER),
                row("linked and deactivated", given().linked(status(Status.INACTIVE), ""), Reason.USER_INACTIVE),
                row("linked and locked", given().linked(locked, ""), Reason.USER_LOCKED),
                row("linked machine", given().linked(status(Status.MACHINE), ""), Reason.NOT_A_PERSON),
                row("linked, no longer offered", given().linked(notOffered, ""), Reason.PROVIDER_NOT_OFFERED),
                row(
                        "linked, other organization asked for",
                        given().linked(ALICE, "").requested("other"),
                        Reason.OTHER_ORGANIZATION),
                row(
                        "linked, provider of another organization",
                        given().linked(ALICE, "").owner("other"),
                        Reason.OTHER_ORGANIZATION),
                row("nothing allowed", given(), Reason.NOT_ALLOWED),
                row(
                        "linking allowed",
                        given().options(true, false, false, AutoLinking.NONE),
                        new AskToLinkOrCreate(true, false, ORG)),
                row(
                        "creation allowed",
                        given().options(false, true, false, AutoLinking.NONE),
                        new AskToLinkOrCreate(false, true, ORG)),
                row(
                        "automatic creation alone is enough",
                        given().options(false, false, true, AutoLinking.NONE),
                        new Create(ORG)),
                row(
                        "automatic creation, name taken",
                        given().options(false, false, true, AutoLinking.NONE).target(true, true, true),
                        Reason.USER_NAME_TAKEN),
                row(
                        "automatic creation, name taken, form allowed",
                        given().options(false, true, true, AutoLinking.NONE).target(true, true, true),
                        new AskToLinkOrCreate(false, true, ORG)),
                row(
                        "automatic creation, no given name",
                        given().options(false, false, true, AutoLinking.NONE)
                                .identity(identity("alice", "", "alice@acme.test", true)),
                        Reason.PROFILE_INCOMPLETE),
                row(
                        "automatic creation, no e-mail, form allowed",
                        given().options(false, true, true, AutoLinking.NONE)
                                .identity(identity("alice", "Alice", "", false)),
                        new AskToLinkOrCreate(false, true, ORG)),
                row(
                        "creation where it is not offered",
                        given().options(true, true, true, AutoLinking.NONE).target(true, false, false),
                        Reason.PROVIDER_NOT_OFFERED),
                row(
                        "creation in an unknown organization",
                        given().options(true, true, true, AutoLinking.NONE).target(false, true, false),
                        Reason.ORGANIZATION_UNKNOWN),
                row(
                        "provider of another organization",
                        given().options(true, true, true, AutoLinking.NONE).owner("other"),
                        Reason.OTHER_ORGANIZATION),
                row(
                        "user name links although linking is off",
                        given().autoLinking(AutoLinking.USERNAME).candidates(ALICE),
                        new LinkTo("alice-id")),
                row(
                        "user name in another case",
                        given().autoLinking(AutoLinking.USERNAME)
                                .candidates(ALICE)
                                .identity(identity("ALICE", "A", "", false)),
                        new LinkTo("alice-id")),
                row(
                        "user name of somebody else",
                        given().autoLinking(AutoLinking.USERNAME).candidates(account("bob", ORG)),
                        Reason.NOT_ALLOWED),
                row(
                        "no user name",
                        given().autoLinking(AutoLinking.USERNAME)
                                .candidates(account("", ORG))
                                .identity(identity("", "A", "a@b", true)),
                        Reason.NOT_ALLOWED),
                row(
                        "user name, locked",
                        given().autoLinking(AutoLinking.USERNAME).candidates(locked),
                        Reason.USER_LOCKED),
                row(
                        "user name, not offered there",
                        given().autoLinking(AutoLinking.USERNAME).candidates(notOffered),
                        Reason.PROVIDER_NOT_OFFERED),
                row(
                        "e-mail verified on both sides",
                        given().autoLinking(AutoLinking.EMAIL).candidates(ALICE),
                        new LinkTo("alice-id")),
                row(
                        "e-mail not verified there",
                        given().autoLinking(AutoLinking.EMAIL)
                                .candidates(ALICE)
                                .identity(identity("alice", "A", "alice@acme.test", false)),
                        Reason.NOT_ALLOWED),
                row(
                        "e-mail not verified here",
                        given().autoLinking(AutoLinking.EMAIL).candidates(unverified),
                        Reason.NOT_ALLOWED),
                row(
                        "e-mail of two users",
                        given().autoLinking(AutoLinking.EMAIL).candidates(ALICE, elsewhere),
                        Reason.NOT_ALLOWED),
                row(
                        "e-mail of two users, one asked for",
                        given().autoLinking(AutoLinking.EMAIL)
                                .candidates(ALICE, elsewhere)
                                .requested(ORG),
                        new LinkTo("alice-id")),
                row(
                        "e-mail of two users, one of the owner",
                        given().autoLinking(AutoLinking.EMAIL)
                                .candidates(ALICE, elsewhere)
                                .owner(ORG),
                        new LinkTo("alice-id")),
                row(
                        "no match goes on to creation",
                        given().options(false, false, true, AutoLinking.EMAIL),
                        new Create(ORG)),
                row(
                        "a match goes before creation",
                        given().options(true, true, true, AutoLinking.EMAIL).candidates(ALICE),
                        new LinkTo("alice-id")));
    }

    private static Account status(Status status) {
        return new Account("alice-id", ORG, "alice", "alice@acme.test", true, status, true);
    }

    private static Arguments row(String name, Given given, Reason refused) {
        return row(name, given, new Refuse(refused));
    }

    private static Arguments row(String name, Given given, Decision decision) {
        return arguments(name, given.situation(), decision);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void theTableHolds(String name, Situation situation, Decision decision) {
        assertThat(Decision.decide(situation)).as(name).isEqualTo(decision);
    }
}
