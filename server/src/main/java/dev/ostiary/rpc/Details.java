package dev.ostiary.rpc;

import com.google.protobuf.Timestamp;
import dev.ostiary.api.v1.ListDetails;
import dev.ostiary.api.v1.ObjectDetails;
import dev.ostiary.store.Stored;
import java.time.Instant;

/** The {@code details} of the contract's answers. */
public final class Details {
    private Details() {}

    /** Of something just created, or just added to: sequence, the date of that as creation date, owner. */
    public static ObjectDetails created(Stored<?> stored) {
        return base(stored)
                .setCreationDate(timestamp(stored.revision().changedAt()))
                .build();
    }

    /** Of something just changed or removed: sequence, change date, owner. */
    public static ObjectDetails changed(Stored<?> stored) {
        return base(stored)
                .setChangeDate(timestamp(stored.revision().changedAt()))
                .build();
    }

    /** Of something read: both dates. */
    public static ObjectDetails read(Stored<?> stored) {
        return base(stored)
                .setCreationDate(timestamp(stored.revision().createdAt()))
                .setChangeDate(timestamp(stored.revision().changedAt()))
                .build();
    }

    /** Of a list: how many there are in all, and when it was read. */
    public static ListDetails list(long total, Instant readAt) {
        return ListDetails.newBuilder()
                .setTotalResult(total)
                .setViewTimestamp(timestamp(readAt))
                .build();
    }

    public static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    /** @param time within what the contract's times can say; others were refused before */
    public static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private static ObjectDetails.Builder base(Stored<?> stored) {
        return ObjectDetails.newBuilder()
                .setSequence(stored.revision().version())
                .setResourceOwner(stored.owner());
    }
}
