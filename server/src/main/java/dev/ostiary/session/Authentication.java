package dev.ostiary.session;

import dev.ostiary.session.Session.Method;

/**
 * A person has just proved who they are.
 *
 * @param organization the organization the user belongs to
 * @param idp id of the provider that vouched for them, empty for any other method
 * @param vouched what that provider said of how they proved it
 */
public record Authentication(String userId, String organization, Method method, String idp, Vouched vouched) {

    public static Authentication byPassword(String userId, String organization) {
        return new Authentication(userId, organization, Method.PASSWORD, "", Vouched.NOTHING);
    }

    public static Authentication byProvider(String userId, String organization, String idp) {
        return byProvider(userId, organization, idp, Vouched.NOTHING);
    }

    public static Authentication byProvider(String userId, String organization, String idp, Vouched vouched) {
        return new Authentication(userId, organization, Method.IDP, idp, vouched);
    }
}
