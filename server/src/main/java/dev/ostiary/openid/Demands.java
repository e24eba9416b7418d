package dev.ostiary.openid;

import dev.ostiary.app.ClientSecurity;
import dev.ostiary.app.Fapi;
import java.util.List;

/**
 * What is demanded of an application that wants tokens.
 *
 * @param missing what its configuration or the instance lacks for the profile; with anything missing it gets nothing
 */
record Demands(ClientSecurity security, List<String> missing) {
    static final Demands NONE = new Demands(ClientSecurity.NONE, List.of());

    boolean canBeMet() {
        return missing.isEmpty();
    }

    /** Why they can't be met. */
    String refusal() {
        return Fapi.refusal(missing);
    }
}
