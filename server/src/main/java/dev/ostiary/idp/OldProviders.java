package dev.ostiary.idp;

import dev.ostiary.idp.IdentityProvider.AutoLinking;
import dev.ostiary.idp.IdentityProvider.Options;
import dev.ostiary.idp.IdentityProviderEvent.Deactivated;
import dev.ostiary.idp.IdentityProviderEvent.Reactivated;
import dev.ostiary.rpc.Call;
import dev.ostiary.rpc.Level;
import dev.ostiary.rpc.Problem;
import dev.ostiary.store.Page;
import dev.ostiary.store.Store;
import dev.ostiary.store.Stored;
import dev.ostiary.store.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * The rules of the contract's deprecated provider calls. They know OpenID Connect and JWT providers, and only those that they made; the
 * others know these as well.
 */
public final class OldProviders {
    private final Store store;
    private final IdentityProviders providers;

    public OldProviders(Store store, IdentityProviders providers) {
        this.store = store;
        this.providers = providers;
    }

    /** What a provider may do that these calls made: they have one switch. */
    public static Options options(boolean autoRegister) {
        return new Options(true, true, autoRegister, false, AutoLinking.NONE);
    }

    /** Adds a provider. Its name must be new among those of its owner. */
    public Stored<IdentityProvider> add(Call call, Level level, Draft draft, OldSettings settings) {
        providers.check(level, true, draft);
        return providers.add(call, level, providers.nextId(), draft, settings);
    }

    /** Changes the name and what concerns all kinds. */
    public Stored<IdentityProvider> update(
            Call call, Level level, String id, String name, boolean googleStyling, boolean autoRegister) {
        return store.write(tx -> {
            Stored<IdentityProvider> current = find(tx.sql(), call, level, id, "m0e3r", "1J9fs");
            IdentityProvider is = current.state();
            OldSettings old = is.oldSettings();
            return changed(
                    tx,
                    call,
                    current,
                    new Draft(name, options(autoRegister), is.config(), ""),
                    new OldSettings(googleStyling, old.displayName(), old.userName()),
                    level == Level.INSTANCE ? "INSTANCE-3k0fs" : "Org-jf9w");
        });
    }

    /** Changes what the protocol must know. The secret stays when none is given. */
    public Stored<IdentityProvider> updateConfig(
            Call call, Level level, String id, Config config, String secret, OldSettings mapping) {
        String unchanged = config.kind() == Kind.OIDC
                ? level == Level.INSTANCE ? "INSTANCE-d8kwF" : "Org-10ods"
                : level == Level.INSTANCE ? "INSTANCE-3n9gg" : "Org-2k9fs";
        return store.write(tx -> {
            Stored<IdentityProvider> current = find(tx.sql(), call, level, id)
                    .filter(provider -> provider.state().config().kind() == config.kind())
                    .orElseThrow(() -> noConfig(level, config.kind()));
            IdentityProvider is = current.state();
            Draft draft = new Draft(is.name(), is.options(), config, secret);
            providers.check(level, false, draft);
            OldSettings old =
                    new OldSettings(is.oldSettings().googleStyling(), mapping.displayName(), mapping.userName());
            return changed(tx, call, current, draft, old, unchanged);
        });
    }

    private static Problem noConfig(Level level, Kind kind) {
        return level == Level.INSTANCE
                ? Problem.notFound(
                        kind == Kind.OIDC ? "INSTANCE-67J9d" : "INSTANCE-2m00d", "Errors.IAM.IDPConfig.AlreadyExists")
                : Problem.notFound("Org-67J9d", "Errors.Org.IDPConfig.AlreadyExists");
    }

    private Stored<IdentityProvider> changed(
            Transaction tx,
            Call call,
            Stored<IdentityProvider> current,
            Draft draft,
            OldSettings settings,
            String unchanged) {
        Stored<IdentityProvider> after = providers.change(tx, current, call.actor(), draft, settings);
        if (after.equals(current)) {
            throw Problem.precondition(
                    unchanged,
                    current.stream().ownedByInstance()
                            ? "Errors.IAM.IDPConfig.NotChanged"
                            : "Errors.Org.IDPConfig.NotChanged");
        }
        return after;
    }

    /** Nobody signs in through a provider from now on. */
    public Stored<IdentityProvider> deactivate(Call call, Level level, String id) {
        return store.write(tx -> {
            Stored<IdentityProvider> current = find(tx.sql(), call, level, id, "m0e3r", "1J9fs");
            if (!current.state().active()) {
                throw level == Level.INSTANCE
                        ? Problem.precondition("INSTANCE-2n0fs", "Errors.IAM.IDPConfig.NotActive")
                        : Problem.precondition("Org-BBmd0", "Errors.Org.IDPConfig.NotActive");
            }
            return tx.record(
                    IdentityProviders.KIND, current.stream(), current, call.actor(), List.of(new Deactivated()));
        });
    }

    public Stored<IdentityProvider> reactivate(Call call, Level level, String id) {
        return store.write(tx -> {
            Stored<IdentityProvider> current = find(tx.sql(), call, level, id, "m0e3r", "1J9fs");
            if (current.state().active()) {
                throw level == Level.INSTANCE
                        ? Problem.precondition("INSTANCE-5Mo0d", "Errors.IAM.IDPConfig.NotInactive")
                        : Problem.precondition("Org-5Mo0d", "Errors.Org.IDPConfig.NotInactive");
            }
            return tx.record(
                    IdentityProviders.KIND, current.stream(), current, call.actor(), List.of(new Reactivated()));
        });
    }

    /** Removes a provider, and with it all that hangs on it. */
    public Stored<IdentityProvider> remove(Call call, Level level, String id) {
        return store.write(tx -> providers.remove(tx, find(tx.sql(), call, level, id, "4M0xy", "Yx9vd"), call.actor()));
    }

    /** Returns a provider that the level sees: an organization sees the instance's too. */
    public Stored<IdentityProvider> get(Call call, Level level, String id) {
        return store.read(sql -> providers.find(sql, call.instanceId(), id))
                .filter(provider -> level.owner(call).equals(provider.owner())
                        || provider.stream().ownedByInstance())
                .filter(provider -> provider.state().old() != null)
                .orElseThrow(() -> Problem.notFound("QUERY-rhR2o", "Errors.IDPConfig.NotExisting"));
    }

    public Page<Stored<IdentityProvider>> list(
            Call call, Level level, UnaryOperator<ProviderQuery> filters, Page.Window window) {
        return providers.list(call, level, query -> filters.apply(query.old()), window);
    }

    private Stored<IdentityProvider> find(
            Handle sql, Call call, Level level, String id, String ofInstance, String ofOrganization) {
        return find(sql, call, level, id)
                .orElseThrow(() -> level == Level.INSTANCE
                        ? Problem.notFound("INSTANCE-" + ofInstance, "Errors.IDPConfig.NotExisting")
                        : Problem.notFound("Org-" + ofOrganization, "Errors.Org.IDPConfig.NotExisting"));
    }

    private Optional<Stored<IdentityProvider>> find(Handle sql, Call call, Level level, String id) {
        return providers
                .find(sql, call.instanceId(), id)
                .filter(provider -> provider.owner().equals(level.owner(call)))
                .filter(provider -> provider.state().old() != null);
    }
}
