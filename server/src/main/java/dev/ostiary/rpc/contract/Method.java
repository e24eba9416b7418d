package dev.ostiary.rpc.contract;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.ostiary.rpc.Calls.Implementation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One call of the contract with what implements it.
 *
 * @param name full name with a slash, such as {@code zitadel.admin.v1.AdminService/Healthz}
 * @param permission what the caller must have; {@link #AUTHENTICATED} when any valid token will do, empty when none is needed
 * @param organizationField the request field that names the organization the call is about, and wins over the header
 * @param partFields the request fields that name the project or project grant it is about
 * @param successStatus the HTTP status of a JSON answer
 * @param answer the empty answer
 * @param changes whether it may change something
 */
public record Method(
        String name,
        Implementation implementation,
        String permission,
        Optional<FieldDescriptor> organizationField,
        List<FieldDescriptor> partFields,
        int successStatus,
        Message answer,
        boolean changes) {

    /** Permission of the calls that everybody with a valid token may make. */
    public static final String AUTHENTICATED = "authenticated";

    /** The empty request of this call. */
    public Message prototype() {
        return implementation.prototype();
    }

    /** Ids of the project and project grant that a request names; those it leaves empty are not among them. */
    public Set<String> parts(Message request) {
        return partFields.stream()
                .map(field -> (String) request.getField(field))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    public boolean needsToken() {
        return !permission.isEmpty();
    }

    public boolean needsPermission() {
        return needsToken() && !permission.equals(AUTHENTICATED);
    }
}
