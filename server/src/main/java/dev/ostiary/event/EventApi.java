package dev.ostiary.event;

import dev.ostiary.api.admin.v1.ListAggregateTypesRequest;
import dev.ostiary.api.admin.v1.ListAggregateTypesResponse;
import dev.ostiary.api.admin.v1.ListEventTypesRequest;
import dev.ostiary.api.admin.v1.ListEventTypesResponse;
import dev.ostiary.api.admin.v1.ListEventsRequest;
import dev.ostiary.api.admin.v1.ListEventsResponse;
import dev.ostiary.api.event.v1.Aggregate;
import dev.ostiary.api.event.v1.Editor;
import dev.ostiary.api.event.v1.Event;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.store.History;
import dev.ostiary.store.Store;
import dev.ostiary.store.StreamKind;
import dev.ostiary.user.Users;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The event calls of the Admin API. */
public final class EventApi {
    private static final String SERVICE = "ostiary";

    private final Store store;
    private final Users users;
    private final EventNames names;

    /** @param kinds all kinds of streams there are */
    public EventApi(Store store, Users users, List<StreamKind<?, ?>> kinds) {
        this.store = store;
        this.users = users;
        this.names = new EventNames(kinds);
    }

    public void register(Calls calls) {
        String service = "zitadel.admin.v1.AdminService/";
        calls.on(service + "ListEvents", ListEventsRequest.getDefaultInstance(), this::list);
        calls.on(
                service + "ListEventTypes",
                ListEventTypesRequest.getDefaultInstance(),
                (call, request) -> ListEventTypesResponse.newBuilder().addAllEventTypes(names.types(call.language())));
        calls.on(
                service + "ListAggregateTypes",
                ListAggregateTypesRequest.getDefaultInstance(),
                (call, request) -> ListAggregateTypesResponse.newBuilder()
                        .addAllAggregateTypes(names.aggregates(call.language())));
    }

    private ListEventsResponse list(Call call, ListEventsRequest request) {
        History.Query query = query(call.instanceId(), request);
        return store.read(sql -> {
            Editors editors = new Editors(users, sql, call.instanceId());
            ListEventsResponse.Builder answer = ListEventsResponse.newBuilder();
            for (History.Past past : History.list(sql, query, request.getLimit())) {
                answer.addEvents(event(call, past, editors.displayName(past.actor())));
            }
            return answer.build();
        });
    }

    private static History.Query query(String instance, ListEventsRequest request) {
        return new History.Query(
                instance,
                request.getAsc(),
                request.getSequence() == 0 ? null : position(request.getSequence()),
                request.getEventTypesList(),
                request.getAggregateTypesList(),
                request.getAggregateId(),
                request.getEditorUserId(),
                request.getResourceOwner(),
                since(request),
                request.hasRange() && request.getRange().hasUntil()
                        ? Details.instant(request.getRange().getUntil())
                        : null);
    }

    /** The contract's numbers are unsigned. */
    static long position(long sequence) {
        return sequence < 0 ? Long.MAX_VALUE : sequence;
    }

    private static @Nullable Instant since(ListEventsRequest request) {
        if (request.hasRange()) {
            return request.getRange().hasSince()
                    ? Details.instant(request.getRange().getSince())
                    : null;
        }
        if (request.hasFrom()) {
            return Details.instant(request.getFrom());
        }
        return request.hasCreationDate() ? Details.instant(request.getCreationDate()) : null;
    }

    private Event event(Call call, History.Past past, String editor) {
        return Event.newBuilder()
                .setEditor(Editor.newBuilder()
                        .setUserId(past.actor())
                        .setDisplayName(editor)
                        .setService(SERVICE))
                .setAggregate(Aggregate.newBuilder()
                        .setId(past.aggregate())
                        .setType(names.aggregate(past.aggregateType(), call.language()))
                        .setResourceOwner(past.owner()))
                .setSequence(past.position())
                .setCreationDate(Details.timestamp(past.at()))
                .setPayload(Payload.of(past.payload()))
                .setType(names.type(past.type(), call.language()))
                .build();
    }
}
