package dev.ostiary.rpc.limit;

import org.jspecify.annotations.Nullable;

/** One limit of one value. */
@FunctionalInterface
interface ValueCheck {

    /** Returns why the value breaks the limit, null when it doesn't. */
    @Nullable
    String reason(Object value);
}
