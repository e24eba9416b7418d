package dev.ostiary;

import dev.ostiary.config.Setting;
import dev.ostiary.config.Settings;
import dev.ostiary.config.WrongSetting;
import dev.ostiary.crypto.MasterKeys;
import dev.ostiary.crypto.Passwords;
import dev.ostiary.crypto.SigningKeys;
import dev.ostiary.crypto.Vault;
import dev.ostiary.outbound.Cidr;
import dev.ostiary.outbound.OutboundClient;
import dev.ostiary.outbound.OutboundLimits;
import dev.ostiary.outbound.OutboundMetrics;
import dev.ostiary.outbound.OutboundWatch;
import dev.ostiary.repeat.ClaimingStore;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import dev.ostiary.store.StoreMetrics;
import dev.ostiary.store.postgres.PostgresStore;
import dev.ostiary.store.sqlite.SqliteStore;
import dev.ostiary.telemetry.Metrics;
import dev.ostiary.telemetry.Tracing;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What every feature stands on. */
record Foundation(
        Settings settings,
        Metrics metrics,
        Optional<Tracing> tracing,
        DataFolder data,
        InstantSource clock,
        Ids ids,
        Store store,
        Vault vault,
        Passwords passwords,
        SigningKeys signingKeys,
        OutboundClient outbound) {
    /** Who reads the file uses the processor all the time. */
    private static final int READERS_OF_A_FILE_A_CORE = 2;

    /** While one waits for the database, another can use the processor. */
    private static final int READERS_A_CORE = 4;

    /**
     * @throws WrongSetting when a setting can't be followed
     * @throws IOException when the data can't be reached
     */
    static Foundation open(Settings settings) throws IOException {
        InstantSource clock = InstantSource.system();
        Ids ids = new Ids(clock);
        Metrics metrics = new Metrics();
        DataFolder data = DataFolder.open(settings.data());
        MasterKeys masterKeys = data.masterKeys(settings);
        Optional<Tracing> tracing = settings.otlpEndpoint().map(to -> new Tracing(to, settings.traceRatio()));
        Store plain = store(settings, data, clock, new StoreMetrics(metrics.registry()));
        Store store = new ClaimingStore(tracing.map(on -> on.commands(plain)).orElse(plain));
        OutboundWatch measured = new OutboundMetrics(metrics.registry());
        Vault vault = new Vault(store, masterKeys);
        Passwords passwords = new Passwords(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
        metrics.registry().gauge("ostiary.passwords.waiting", passwords, Passwords::waiting);
        return new Foundation(
                settings,
                metrics,
                tracing,
                data,
                clock,
                ids,
                store,
                vault,
                passwords,
                new SigningKeys(store, vault, ids),
                new OutboundClient(
                        ranges(Setting.OUTBOUND_ALLOW, settings.outboundAllow()),
                        OutboundLimits.DEFAULT,
                        tracing.map(on -> on.outbound().around(measured)).orElse(measured)));
    }

    private static Store store(Settings settings, DataFolder data, InstantSource clock, StoreMetrics metrics)
            throws IOException {
        int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
        if (settings.postgres().isEmpty()) {
            data.requireNotMoved();
            return new SqliteStore(data.database(), cores * READERS_OF_A_FILE_A_CORE, clock, metrics);
        }
        return PostgresStore.open(settings.postgres().get(), cores * READERS_A_CORE, clock, metrics);
    }

    /** @throws WrongSetting when one of them is no range */
    static List<Cidr> ranges(Setting setting, List<String> texts) {
        try {
            return texts.stream().map(Cidr::parse).toList();
        } catch (IllegalArgumentException notARange) {
            throw WrongSetting.of(setting, setting.key());
        }
    }

    /** In the order in which they are closed. */
    List<AutoCloseable> parts() {
        return Stream.concat(Stream.of(outbound, passwords, store, data, metrics), tracing.stream())
                .toList();
    }
}
