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
import dev.ostiary.repeat.ClaimingStore;
import dev.ostiary.store.Ids;
import dev.ostiary.store.Store;
import dev.ostiary.store.postgres.PostgresStore;
import dev.ostiary.store.sqlite.SqliteStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** What every feature stands on. */
record Foundation(
        Settings settings,
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
        DataFolder data = DataFolder.open(settings.data());
        MasterKeys masterKeys = data.masterKeys(settings);
        Store store = new ClaimingStore(store(settings, data, clock));
        Vault vault = new Vault(store, masterKeys);
        return new Foundation(
                settings,
                data,
                clock,
                ids,
                store,
                vault,
                new Passwords(Math.max(1, Runtime.getRuntime().availableProcessors() - 1)),
                new SigningKeys(store, vault, ids),
                new OutboundClient(addressRanges(settings), OutboundLimits.DEFAULT));
    }

    private static Store store(Settings settings, DataFolder data, InstantSource clock) throws IOException {
        int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
        if (settings.postgres().isEmpty()) {
            data.requireNotMoved();
            return new SqliteStore(data.database(), cores * READERS_OF_A_FILE_A_CORE, clock);
        }
        return PostgresStore.open(settings.postgres().get(), cores * READERS_A_CORE, clock);
    }

    private static List<Cidr> addressRanges(Settings settings) {
        try {
            return settings.outboundAllow().stream().map(Cidr::parse).toList();
        } catch (IllegalArgumentException notARange) {
            throw WrongSetting.of(Setting.OUTBOUND_ALLOW, Setting.OUTBOUND_ALLOW.key());
        }
    }

    /** In the order in which they are closed. */
    List<AutoCloseable> parts() {
        return List.of(outbound, passwords, store, data);
    }
}
