package dev.ostiary.grant;

import com.google.protobuf.Timestamp;
import dev.ostiary.api.management.v1.AddPersonalAccessTokenRequest;
import dev.ostiary.api.management.v1.AddPersonalAccessTokenResponse;
import dev.ostiary.api.management.v1.GetPersonalAccessTokenByIDsRequest;
import dev.ostiary.api.management.v1.GetPersonalAccessTokenByIDsResponse;
import dev.ostiary.api.management.v1.ListPersonalAccessTokensRequest;
import dev.ostiary.api.management.v1.ListPersonalAccessTokensResponse;
import dev.ostiary.api.management.v1.RemovePersonalAccessTokenRequest;
import dev.ostiary.api.management.v1.RemovePersonalAccessTokenResponse;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Calls;
import dev.ostiary.rpc.Details;
import dev.ostiary.rpc.Filters;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.Expiration;
import dev.ostiary.user.User;
import dev.ostiary.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The calls about personal access tokens of machine users. */
public final class PersonalAccessTokenApi {
    private final Store store;
    private final Users users;
    private final PersonalAccessTokens tokens;
    private final InstantSource clock;

    public PersonalAccessTokenApi(Store store, Users users, PersonalAccessTokens tokens, InstantSource clock) {
        this.store = store;
        this.users = users;
        this.tokens = tokens;
        this.clock = clock;
    }

    public void register(Calls calls) {
        String service = "zitadel.management.v1.ManagementService/";
        calls.on(service + "AddPersonalAccessToken", AddPersonalAccessTokenRequest.getDefaultInstance(), this::add);
        calls.on(
                service + "ListPersonalAccessTokens", ListPersonalAccessTokensRequest.getDefaultInstance(), this::list);
        calls.on(
                service + "GetPersonalAccessTokenByIDs",
                GetPersonalAccessTokenByIDsRequest.getDefaultInstance(),
                this::get);
        calls.on(
                service + "RemovePersonalAccessToken",
                RemovePersonalAccessTokenRequest.getDefaultInstance(),
                this::remove);
    }

    private AddPersonalAccessTokenResponse add(Call call, AddPersonalAccessTokenRequest request) {
        Instant expiresAt = request.hasExpirationDate() ? instant(request.getExpirationDate()) : Expiration.NEVER;
        PersonalAccessTokens.Added added = store.write(tx -> tokens.add(
                tx,
                existing(tx.sql(), call, request.getUserId()),
                call.actor(),
                PersonalAccessTokens.API_SCOPES,
                expiresAt));
        return AddPersonalAccessTokenResponse.newBuilder()
                .setTokenId(added.tokenId())
                .setToken(added.token())
                .setDetails(Details.created(added.stored()))
                .build();
    }

    private GetPersonalAccessTokenByIDsResponse get(Call call, GetPersonalAccessTokenByIDsRequest request) {
        Stored<PersonalAccessToken> token = store.read(sql -> tokens.find(
                        sql,
                        call.instanceId(),
                        existing(sql, call, request.getUserId()).id(),
                        request.getTokenId())
                .orElseThrow(() -> Problem.notFound("QUERY-fRunu", "Errors.User.PAT.NotFound")));
        return GetPersonalAccessTokenByIDsResponse.newBuilder()
                .setToken(message(token))
                .build();
    }

    private ListPersonalAccessTokensResponse list(Call call, ListPersonalAccessTokensRequest request) {
        Page.Window window = Filters.window(request.getQuery());
        List<Stored<PersonalAccessToken>> all = store.read(sql -> tokens.list(
                sql, call.instanceId(), existing(sql, call, request.getUserId()).id()));
        List<dev.ostiary.api.user.v1.PersonalAccessToken> page = all.stream()
                .skip(window.offset())
                .limit(window.limit())
                .map(PersonalAccessTokenApi::message)
                .toList();
        return ListPersonalAccessTokensResponse.newBuilder()
                .setDetails(Details.list(page.isEmpty() ? 0 : all.size(), clock.instant()))
                .addAllResult(page)
                .build();
    }

    private static dev.ostiary.api.user.v1.PersonalAccessToken message(Stored<PersonalAccessToken> token) {
        return dev.ostiary.api.user.v1.PersonalAccessToken.newBuilder()
                .setId(token.id())
                .setDetails(Details.read(token))
                .setExpirationDate(Details.timestamp(token.state().expiresAt()))
                .addAllScopes(token.state().scopes())
                .build();
    }

    private RemovePersonalAccessTokenResponse remove(Call call, RemovePersonalAccessTokenRequest request) {
        Stored<PersonalAccessToken> removed = store.write(tx -> tokens.remove(
                tx,
                call.instanceId(),
                existing(tx.sql(), call, request.getUserId()).id(),
                request.getTokenId(),
                call.actor()));
        return RemovePersonalAccessTokenResponse.newBuilder()
                .setDetails(Details.changed(removed))
                .build();
    }

    private Stored<User> existing(Handle sql, Call call, String id) {
        return users.find(sql, call.instanceId(), id)
                .filter(user -> user.owner().equals(call.organization()))
                .orElseThrow(() -> Problem.precondition("COMMAND-Dggw2", "Errors.User.NotFound"));
    }

    private static Instant instant(Timestamp date) {
        return Instant.ofEpochSecond(date.getSeconds(), date.getNanos());
    }
}
