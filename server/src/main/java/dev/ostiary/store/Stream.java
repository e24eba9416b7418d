package dev.ostiary.store;

/**
 * The history of one resource.
 *
 * @param instance the instance it belongs to
 * @param type the kind of resource, see {@link StreamKind#type}
 * @param id unique for this type in the instance
 * @param owner id of the instance or organization that owns the resource: {@code resourceOwner} on the wire
 */
public record Stream(String instance, String type, String id, String owner) {

    public boolean ownedByInstance() {
        return owner.equals(instance);
    }
}
