package dev.ostiary;

import dev.ostiary.access.Members;
import dev.ostiary.access.ProjectMembers;
import dev.ostiary.app.Apps;
import dev.ostiary.app.ClientSecurityDefaults;
import dev.ostiary.crypto.WebKeys;
import dev.ostiary.federation.Attempts;
import dev.ostiary.federation.logout.ProviderLogouts;
import dev.ostiary.federation.rule.ClaimRules;
import dev.ostiary.federation.rule.ClaimedRoles;
import dev.ostiary.grant.OidcSessions;
import dev.ostiary.grant.PersonalAccessTokens;
import dev.ostiary.idp.IdentityProviders;
import dev.ostiary.instance.Instances;
import dev.ostiary.openid.OidcSettingsRules;
import dev.ostiary.org.Orgs;
import dev.ostiary.policy.LoginPolicies;
import dev.ostiary.project.ProjectGrants;
import dev.ostiary.project.ProjectRoles;
import dev.ostiary.project.Projects;
import dev.ostiary.session.Sessions;
import dev.ostiary.store.StreamKind;
import dev.ostiary.upstream.UpstreamControls;
import dev.ostiary.user.Users;
import dev.ostiary.usergrant.UserGrants;
import java.util.List;
import java.util.Set;

/** Every kind of resource that has a history. */
public final class StreamKinds {
    public static final List<StreamKind<?, ?>> ALL = List.of(
            Instances.KIND,
            Orgs.KIND,
            Users.KIND,
            Members.KIND,
            ProjectMembers.KIND,
            Projects.KIND,
            ProjectRoles.KIND,
            ProjectGrants.KIND,
            UserGrants.KIND,
            Apps.KIND,
            ClientSecurityDefaults.KIND,
            LoginPolicies.KIND,
            IdentityProviders.KIND,
            ProviderLogouts.KIND,
            ClaimRules.KIND,
            ClaimedRoles.KIND,
            UpstreamControls.KIND,
            Attempts.KIND,
            Sessions.KIND,
            OidcSessions.KIND,
            PersonalAccessTokens.KIND,
            WebKeys.KIND,
            OidcSettingsRules.KIND);

    /** Types of those whose rows go with time. */
    public static final Set<String> SWEPT = Set.of(Attempts.KIND.type(), OidcSessions.KIND.type());

    private StreamKinds() {}
}
