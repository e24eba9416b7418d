package dev.ostiary.idp;

import dev.ostiary.rpc.Level;

/**
 * The contract's error ids of one check, without the prefix that tells the level: they differ by what is done, and sometimes by the level.
 *
 * @param add when a provider is added to the instance
 * @param update when one of the instance is updated
 */
record ErrorIds(String add, String update, String addToOrganization, String updateOfOrganization) {

    /** The same for all. */
    static ErrorIds both(String id) {
        return new ErrorIds(id, id, id, id);
    }

    /** Different by level, the same for adding and updating. */
    static ErrorIds levels(String instance, String organization) {
        return new ErrorIds(instance, instance, organization, organization);
    }

    /** Different for adding and updating, the same at both levels. */
    static ErrorIds of(String add, String update) {
        return new ErrorIds(add, update, add, update);
    }

    /** With others for organizations. */
    ErrorIds inOrganizations(String add, String update) {
        return new ErrorIds(this.add, this.update, add, update);
    }

    String of(Level level, boolean adding) {
        return switch (level) {
            case INSTANCE -> "INST-" + (adding ? add : update);
            case ORGANIZATION -> "ORG-" + (adding ? addToOrganization : updateOfOrganization);
        };
    }
}
