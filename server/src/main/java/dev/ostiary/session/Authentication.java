package dev.ostiary.session;

import dev.ostiary.session.Session.Method;

/**
 * A person has just proved who they are.
 *
 * @param organization the organization the user belongs to
 * @param idp id of the provider that vouched for them, empty for any other method
 */
public record Authentication(String userId, String organization, Method method, String idp) {

    public static Authentication byPassword(String userId, String organization) {
        return new Authentication(userId, organization, Method.PASSWORD, "");
    }

    public static Authentication byProvider(String userId, String organization, String idp) {
        return new Authentication(userId, organization, Method.IDP, idp);
    }
}
