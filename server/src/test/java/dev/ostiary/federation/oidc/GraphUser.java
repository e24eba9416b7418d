package dev.ostiary.federation.oidc;

import java.util.LinkedHashMap;
import java.util.Map;

/** A user as Microsoft Graph answers it. */
public final class GraphUser {
    private GraphUser() {}

    public static Map<String, Object> adele() {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("@odata.context", "https://graph.microsoft.com/v1.0/$metadata#users/$entity");
        user.put("id", "87d349ed-44d7-43e1-9a83-5f2406dee5bd");
        user.put("userPrincipalName", "adele@contoso.example");
        user.put("displayName", "Adele Vance");
        user.put("givenName", "Adele");
        user.put("surname", "Vance");
        user.put("mail", "adele.vance@contoso.example");
        user.put("mobilePhone", "+1 425 555-0100");
        user.put("preferredLanguage", "en-US");
        return user;
    }
}
