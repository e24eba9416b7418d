package dev.ostiary.login;

import dev.ostiary.app.Apps;
import dev.ostiary.crypto.Passwords;
import dev.ostiary.crypto.Vault;
import dev.ostiary.federation.Federation;
import dev.ostiary.http.ClientLimit;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.openid.AuthRequests;
import dev.ostiary.openid.Devices;
import dev.ostiary.openid.PostLogout;
import dev.ostiary.org.Orgs;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.session.Sessions;
import dev.ostiary.store.Store;
import dev.ostiary.user.PasswordChecks;
import dev.ostiary.user.Users;
import java.time.InstantSource;

/** What the pages need of the rest of the house. */
public record Rooms(
        Store store,
        InstantSource clock,
        Vault vault,
        Passwords passwords,
        PasswordChecks passwordChecks,
        Users users,
        Orgs orgs,
        Apps apps,
        LoginPolicies policies,
        IdentityProviders providers,
        Sessions sessions,
        AuthRequests authRequests,
        PostLogout postLogout,
        Devices devices,
        Federation federation,
        ClientLimit clientLimit) {}
