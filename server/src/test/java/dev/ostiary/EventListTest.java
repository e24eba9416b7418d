package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.ostiary.api.admin.v1.ListAggregateTypesRequest;
import dev.ostiary.api.admin.v1.ListAggregateTypesResponse;
import dev.ostiary.api.admin.v1.ListEventTypesRequest;
import dev.ostiary.api.admin.v1.ListEventTypesResponse;
import dev.ostiary.api.admin.v1.ListEventsRequest;
import dev.ostiary.api.admin.v1.ListEventsResponse;
import dev.ostiary.api.event.v1.AggregateType;
import dev.ostiary.api.event.v1.Event;
import dev.ostiary.api.event.v1.EventType;
import dev.ostiary.crypto.Passwords;
import dev.ostiary.event.EventApi;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.StreamKind;
import dev.ostiary.user.Users;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The list of events over a story in which everything happens. */
class EventListTest {
    @RegisterExtension
    static final TestStore TESTS = new TestStore();

    private static final String SERVICE = "zitadel.admin.v1.AdminService/";
    private static final Passwords PASSWORDS = new Passwords(1);
    private static final Deeds DEEDS = new Deeds(TESTS, PASSWORDS);

    @BeforeAll
    static void live() {
        new EventApi(TESTS.store, new Users(TESTS.ids, List.of()), StreamKinds.ALL).register(DEEDS.tenant().calls);
        for (int round = 0; round < 6; round++) {
            for (Deeds.Kind kind : Deeds.Kind.values()) {
                perform(kind, round);
            }
        }
    }

    private static void perform(Deeds.Kind kind, int round) {
        TESTS.clock.advance(Duration.ofSeconds(1));
        try {
            DEEDS.perform(kind, round, round);
        } catch (Problem refused) {
            assertThat(refused.id()).isPresent();
        }
    }

    @AfterAll
    static void close() {
        PASSWORDS.close();
    }

    @Test
    void everythingThatHappenedIsListedNewestFirst() {
        List<Event> all = all();

        assertThat(all)
                .hasSameSizeAs(DEEDS.tenant().events())
                .isSortedAccordingTo(Comparator.comparing(Event::getSequence).reversed());
        assertThat(list(ListEventsRequest.newBuilder().setAsc(true))).isEqualTo(all.reversed());
    }

    @Test
    void noSecretIsListed() {
        List<String> secrets = DEEDS.tenant().events().stream()
                .flatMap(event -> Pattern.compile("\"(?:sealed\\w*|\\w*[hH]ash)\":\"([^\"]+)\"")
                        .matcher(event.payload())
                        .results())
                .map((MatchResult secret) -> secret.group(1))
                .toList();
        String listed = all().toString();

        assertThat(secrets).hasSizeGreaterThan(5).noneMatch(listed::contains);
        assertThat(listed).contains("https://op1.example.com");
    }

    @Test
    void eachFilterListsExactlyWhatFits() {
        Event some = all().get(all().size() / 2);
        Timestamp time = some.getCreationDate();

        assertFilters(
                q -> q.addEventTypes("project.added").addEventTypes("user.human.added"),
                event -> List.of("project.added", "user.human.added")
                        .contains(event.getType().getType()));
        assertFilters(
                q -> q.addAggregateTypes("org").addAggregateTypes("project"),
                event -> List.of("org", "project")
                        .contains(event.getAggregate().getType().getType()));
        assertFilters(
                q -> q.addEventTypes("org.added").addEventTypes("project.added").addAggregateTypes("org"),
                event -> event.getType().getType().equals("org.added"));
        assertFilters(
                q -> q.setAggregateId(some.getAggregate().getId()),
                event -> event.getAggregate().getId().equals(some.getAggregate().getId()));
        assertFilters(
                q -> q.setResourceOwner(Tenant.ORGANIZATION),
                event -> event.getAggregate().getResourceOwner().equals(Tenant.ORGANIZATION));
        assertFilters(
                q -> q.setEditorUserId(Tenant.ACTOR),
                event -> event.getEditor().getUserId().equals(Tenant.ACTOR));
        assertFilters(q -> q.setFrom(time), event -> seconds(event) >= time.getSeconds());
        assertFilters(q -> q.getRangeBuilder().setUntil(time), event -> seconds(event) <= time.getSeconds());
        assertFilters(
                q -> q.getRangeBuilder().setSince(time).setUntil(time), event -> seconds(event) == time.getSeconds());
        assertFilters(q -> q.setSequence(some.getSequence()), event -> event.getSequence() < some.getSequence());
    }

    private static long seconds(Event event) {
        return event.getCreationDate().getSeconds();
    }

    private interface Filter {
        Object set(ListEventsRequest.Builder query);
    }

    private static void assertFilters(Filter filter, Predicate<Event> fits) {
        ListEventsRequest.Builder query = ListEventsRequest.newBuilder();
        filter.set(query);

        assertThat(list(query))
                .isNotEmpty()
                .hasSizeLessThan(all().size())
                .isEqualTo(all().stream().filter(fits).toList());
    }

    @Test
    void pagesBySequenceMeetWithoutGapInBothDirections() {
        for (boolean ascending : List.of(false, true)) {
            List<Event> paged = new ArrayList<>();
            List<Event> page =
                    list(ListEventsRequest.newBuilder().setAsc(ascending).setLimit(7));
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(7);
                paged.addAll(page);
                page = list(ListEventsRequest.newBuilder()
                        .setAsc(ascending)
                        .setLimit(7)
                        .setSequence(paged.getLast().getSequence()));
            }

            assertThat(paged).isEqualTo(list(ListEventsRequest.newBuilder().setAsc(ascending)));
        }
    }

    @Test
    void settingsOfAnOwnerBelongToItsAggregate() {
        List<Event> added = list(ListEventsRequest.newBuilder().addEventTypes("instance.idp.oidc.added"));

        assertThat(added).isNotEmpty().allSatisfy(event -> {
            assertThat(event.getAggregate().getType().getType()).isEqualTo("instance");
            assertThat(event.getAggregate().getId()).isEqualTo(DEEDS.instance());
        });
    }

    @Test
    void theDatabaseKnowsTheSameSettingsAsTheRooms() {
        List<String> settings = StreamKinds.ALL.stream()
                .filter(kind -> kind.events().isNamedByOwner())
                .map(StreamKind::type)
                .toList();

        assertThat(settings).containsExactlyInAnyOrder("idp", "login_policy", "member");
    }

    @Test
    void everyTypeHasATextInEachLanguage() {
        for (Locale language : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            Call call = in(language);
            assertThat(types(call))
                    .extracting(EventType::getType)
                    .doesNotHaveDuplicates()
                    .contains("org.idp.oidc.added", "instance.idp.removed", "user.pat.added");
            assertThat(types(call))
                    .noneMatch(type -> type.getLocalized().getLocalizedMessage().equals(type.getType()));
            assertThat(aggregates(call))
                    .noneMatch(type -> type.getLocalized().getLocalizedMessage().equals("aggregate." + type.getType()));
        }
        assertThat(types(in(Locale.GERMAN))).isNotEqualTo(types(in(Locale.ENGLISH)));
    }

    private static List<EventType> types(Call call) {
        return DEEDS.tenant()
                .answer(
                        call,
                        SERVICE + "ListEventTypes",
                        ListEventTypesRequest.getDefaultInstance(),
                        ListEventTypesResponse.class)
                .getEventTypesList();
    }

    private static List<AggregateType> aggregates(Call call) {
        return DEEDS.tenant()
                .answer(
                        call,
                        SERVICE + "ListAggregateTypes",
                        ListAggregateTypesRequest.getDefaultInstance(),
                        ListAggregateTypesResponse.class)
                .getAggregateTypesList();
    }

    private static Call in(Locale language) {
        Call call = DEEDS.tenant().call();
        return new Call(call.instance(), call.origin(), call.organization(), call.caller(), language);
    }

    private static List<Event> all() {
        return list(ListEventsRequest.newBuilder());
    }

    private static List<Event> list(ListEventsRequest.Builder query) {
        return DEEDS.tenant()
                .answer(SERVICE + "ListEvents", query.build(), ListEventsResponse.class)
                .getEventsList();
    }
}
