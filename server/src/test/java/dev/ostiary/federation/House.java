package dev.ostiary.federation;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.ostiary.MovableClock;
import dev.ostiary.ProviderCalls;
import dev.ostiary.TestDatabase;
import dev.ostiary.access.Members;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.access.Roles;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderRequest;
import dev.ostiary.api.admin.v1.AddGenericOIDCProviderResponse;
import dev.ostiary.api.admin.v1.DeleteProviderRequest;
import dev.ostiary.api.admin.v1.UpdateGenericOIDCProviderRequest;
import dev.ostiary.api.idp.v1.AutoLinkingOption;
import dev.ostiary.api.idp.v1.Options;
import dev.ostiary.crypto.Keyring;
import dev.ostiary.crypto.MasterKey;
import dev.ostiary.crypto.MasterKeys;
import dev.ostiary.crypto.Vault;
import dev.ostiary.federation.rule.Claiming;
import dev.ostiary.http.Parameters;
import dev.ostiary.idp.IdentityProvider;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.idp.UrlRule;
import dev.ostiary.instance.Instance;
import dev.ostiary.org.Orgs;
import dev.ostiary.outbound.AddressRules;
import dev.ostiary.outbound.Discovery;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundLimits;
import dev.ostiary.outbound.ProviderKeys;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.policy.LoginPolicy;
import dev.ostiary.project.Projects;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Caller;
import dev.ostiary.rpc.Calls;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Json;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.user.NewHuman;
import dev.ostiary.user.User;
import dev.ostiary.user.User.Email;
import dev.ostiary.user.User.Gender;
import dev.ostiary.user.User.IdpLink;
import dev.ostiary.user.User.Profile;
import dev.ostiary.user.Users;
import dev.ostiary.usergrant.GivableRoles;
import dev.ostiary.usergrant.Granting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One instance with one organization, its store in a file, and the broker: everything real. */
final class House implements AutoCloseable {
    static final String INSTANCE = "1";
    static final String BROWSER = "the-browsers-key";

    final MovableClock clock = new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    final Store store;
    final Vault vault;
    final Users users;
    final Orgs orgs;
    final LoginPolicies policies;
    final IdentityProviders providers;
    final Attempts attempts;
    final Granting granting;
    final Projects projects;
    final Members members = new Members(Roles.builtIn());
    final Claiming claiming;
    final OutboundClient http = new OutboundClient(AddressRules.LOOPBACK, OutboundLimits.DEFAULT);
    private final ProviderKeys keys = new ProviderKeys(http);
    private final Ids ids = new Ids(clock);
    private final Calls calls = new Calls();
    final String org;
    final Call call;

    House(Path directory) {
        store = TestDatabase.chosen(directory).open(2, clock);
        policies = new LoginPolicies(store);
        vault = new Vault(
                store, MasterKeys.given(Keyring.of(MasterKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="))));
        granting = Granting.on(ids, new ProjectMembers(Roles.builtIn()));
        projects = new Projects(ids, List.of(granting::projectRemoved));
        claiming = Claiming.on(
                store,
                granting.userGrants(),
                new GivableRoles(projects, granting.roles(), granting.projectGrants()),
                members,
                Roles.builtIn());
        users = new Users(ids, List.of(claiming::userRemoved, granting::userRemoved));
        orgs = new Orgs(ids, List.of());
        providers =
                new IdentityProviders(store, vault, ids, UrlRule.HTTP_ON_LOOPBACK, List.of(claiming::providerRemoved));
        attempts = new Attempts(store, vault);
        ProviderCalls.register(providers, store, clock, calls);
        org = store.write(tx -> {
            vault.create(tx, INSTANCE);
            return orgs.add(tx, INSTANCE, "ostiary.test", "", "Acme").id();
        });
        call = call(org);
    }

    Call call(String organization) {
        Instance instance = new Instance(
                INSTANCE, "test", List.of("ostiary.test"), org == null ? organization : org, "", "en", false);
        return new Call(instance, "https://ostiary.test", organization, Caller.NOBODY, Locale.ENGLISH);
    }

    /** A broker as after a restart: it remembers nothing but what is stored. */
    Federation federation() {
        return federation(http);
    }

    /** A broker that goes out through this client. */
    Federation federation(OutboundClient http) {
        return federation(http, keys);
    }

    Federation federation(OutboundClient http, ProviderKeys keys) {
        Federation.Rooms rooms = new Federation.Rooms(
                store, vault, ids, clock, providers, users, orgs, policies, claiming, new SimpleMeterRegistry());
        return new Federation(rooms, http, new Discovery(http, clock), keys);
    }

    static Options.Builder options(boolean link, boolean create, boolean autoCreate, AutoLinkingOption autoLinking) {
        return Options.newBuilder()
                .setIsLinkingAllowed(link)
                .setIsCreationAllowed(create)
                .setIsAutoCreation(autoCreate)
                .setAutoLinking(autoLinking);
    }

    AddGenericOIDCProviderRequest.Builder provider(TestProvider op) {
        return AddGenericOIDCProviderRequest.newBuilder()
                .setName("OP")
                .setIssuer(op.issuer())
                .setClientId(TestProvider.CLIENT)
                .setClientSecret(TestProvider.SECRET)
                .setProviderOptions(options(false, false, true, AutoLinkingOption.AUTO_LINKING_OPTION_UNSPECIFIED));
    }

    /** Adds a provider and offers it to the whole instance. */
    Stored<IdentityProvider> offer(AddGenericOIDCProviderRequest.Builder request) {
        Stored<IdentityProvider> added = add("admin", request);
        offer(INSTANCE, added.id());
        return added;
    }

    /** Adds a provider of any kind with a call of the instance, and offers it to the whole instance. */
    Stored<IdentityProvider> offer(String method, Message request) {
        Message added = this.admin(method, request);
        String id = (String) added.getField(added.getDescriptorForType().findFieldByName("id"));
        offer(INSTANCE, id);
        return find(id);
    }

    void offer(String owner, String... ids) {
        store.write(tx -> policies.add(
                tx,
                INSTANCE,
                owner,
                "",
                new LoginPolicy(LoginPolicy.Settings.DEFAULT, List.of(), List.of(), List.of(ids))));
    }

    void noLongerOffer(Stored<IdentityProvider> idp) {
        store.write(tx -> {
            policies.removeEverywhere(tx, INSTANCE, idp.id(), "");
            return idp;
        });
    }

    /** @param level {@code admin} or {@code management} */
    Stored<IdentityProvider> add(String level, AddGenericOIDCProviderRequest.Builder request) {
        String id = level.equals("admin")
                ? this.<AddGenericOIDCProviderResponse>admin("AddGenericOIDCProvider", request.build())
                        .getId()
                : addToOrganization(request.build());
        return find(id);
    }

    private String addToOrganization(AddGenericOIDCProviderRequest request) {
        try {
            return this.<dev.ostiary.api.management.v1.AddGenericOIDCProviderResponse>run(
                            "management.v1.ManagementService/AddGenericOIDCProvider",
                            dev.ostiary.api.management.v1.AddGenericOIDCProviderRequest.parseFrom(
                                    request.toByteArray()))
                    .getId();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    void update(Stored<IdentityProvider> idp, AddGenericOIDCProviderRequest.Builder changed) {
        admin(
                "UpdateGenericOIDCProvider",
                UpdateGenericOIDCProviderRequest.newBuilder()
                        .setId(idp.id())
                        .setName(changed.getName())
                        .setIssuer(changed.getIssuer())
                        .setClientId(changed.getClientId())
                        .setProviderOptions(changed.getProviderOptions())
                        .build());
    }

    void remove(Stored<IdentityProvider> idp) {
        admin(
                "DeleteProvider",
                DeleteProviderRequest.newBuilder().setId(idp.id()).build());
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    <A> A admin(String method, Message request) {
        return run("admin.v1.AdminService/" + method, request);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private <A> A run(String method, Message request) {
        return (A) Objects.requireNonNull(calls.byName().get("zitadel." + method))
                .handler()
                .apply(call, request);
    }

    Stored<IdentityProvider> find(String id) {
        return store.read(sql -> providers.find(sql, INSTANCE, id)).orElseThrow();
    }

    String organization(String name) {
        return store.write(tx -> orgs.add(tx, INSTANCE, "ostiary.test", "", name))
                .id();
    }

    Stored<User> person(String organization, String userName, String email, IdpLink... links) {
        Profile profile = new Profile("Given", "Family", "", "Given Family", "en", Gender.UNSPECIFIED);
        return store.write(tx -> users.addHuman(
                tx,
                INSTANCE,
                organization,
                "",
                new NewHuman(
                        "", userName, profile, new Email(email, true), null, null, false, List.of(links), Map.of())));
    }

    Stored<User> user(String id) {
        return store.read(sql -> users.find(sql, INSTANCE, id)).orElseThrow();
    }

    static Beginning beginning() {
        return beginning("", "");
    }

    static Beginning beginning(String organization, String loginHint) {
        return new Beginning("request", BROWSER, loginHint, organization, List.of(), null, List.of(), Map.of());
    }

    static Callback callback(Map<String, String> parameters) {
        return callback(parameters, BROWSER);
    }

    static Callback callback(Map<String, String> parameters, String browser) {
        Map<String, List<String>> values =
                parameters.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue())));
        return new Callback(new Parameters(values), browser);
    }

    /** Begins and expects to be sent to the provider. */
    URI begin(Federation federation, Stored<IdentityProvider> idp, Beginning beginning) {
        return to(((Step.Leave) federation.begin(call, idp, beginning)).way());
    }

    /** Where a redirect leads. */
    static URI to(Way way) {
        return ((Way.Redirect) way).to();
    }

    /** A whole sign-in, as a person does it. */
    Outcome signIn(TestProvider op, Stored<IdentityProvider> idp) {
        return signIn(op, idp, beginning());
    }

    Outcome signIn(TestProvider op, Stored<IdentityProvider> idp, Beginning beginning) {
        Federation federation = federation();
        return federation.callback(call, callback(op.agree(begin(federation, idp, beginning))));
    }

    List<LogEntry> log(String reference) {
        return attempts.byReference(INSTANCE, reference).orElseThrow().state().log();
    }

    /** All attempts as the table has them. */
    List<Attempt> attempts() {
        return store.read(sql -> sql.select("select attempt from federation_attempts order by id")
                .map((row, context) -> Json.read(row.getString(1), Attempt.class))
                .list());
    }

    /** All attempts as their events tell them. */
    List<Attempt> replayedAttempts() {
        Map<String, Attempt> states = new TreeMap<>();
        store.read(sql -> sql.select(
                                "select stream, type, payload from events where stream_type = 'idpintent' order by position")
                        .map((row, context) -> List.of(row.getString(1), row.getString(2), row.getString(3)))
                        .list())
                .forEach(event -> states.put(
                        event.get(0),
                        AttemptEvent.evolve(
                                states.get(event.get(0)), AttemptEvent.TYPES.read(event.get(1), event.get(2)))));
        return List.copyOf(states.values());
    }

    long count(String what) {
        return store.read(sql -> sql.select(what).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        keys.close();
        http.close();
        store.close();
    }
}
