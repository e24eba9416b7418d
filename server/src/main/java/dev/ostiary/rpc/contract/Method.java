package dev.ostiary.rpc.contract;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.ostiary.rpc.Calls.Implementation;
import java.util.Optional;

/**
 * One call of the contract with what implements it.
 *
 * @param name full name with a slash, such as {@code zitadel.admin.v1.AdminService/Healthz}
 * @param permission what the caller must have; {@link #AUTHENTICATED} when any valid token will do, empty when none is needed
 * @param organizationField the request field that names the organization the call is about, and wins over the header
 * @param successStatus the HTTP status of a JSON answer
 * @param answer the empty answer
 * @param changes whether it may change something
 */
public record Method(
        String name,
        Implementation implementation,
        String permission,
        Optional<FieldDescriptor> organizationField,
        int successStatus,
        Message answer,
        boolean changes) {

    /** Permission of the calls that everybody with a valid token may make. */
    public static final String AUTHENTICATED = "authenticated";

    /** The empty request of this call. */
    public Message prototype() {
        return implementation.prototype();
    }

    public boolean needsToken() {
        return !permission.isEmpty();
    }

    public boolean needsPermission() {
        return needsToken() && !permission.equals(AUTHENTICATED);
    }
}
