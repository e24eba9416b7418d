package main

import (
	"context"
	"slices"

	"github.com/zitadel/oidc/v3/pkg/client/rp"
	"github.com/zitadel/oidc/v3/pkg/client/rs"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

// openID uses the OpenID Provider as zitadel/oidc does: a service's own token, an API that asks what a token is worth, userinfo, revocation.
func openID(ctx context.Context, api *caller, issuer, keyToken, name string) object {
	user := api.call(ctx, management+"AddMachineUser", object{"userName": name, "name": name})
	secret := api.call(ctx, management+"GenerateMachineSecret", object{"userId": user["userId"]})
	project := api.call(ctx, management+"AddProject", object{"name": name})
	app := api.call(ctx, management+"AddAPIApp", object{
		"projectId": project["id"], "name": name, "authMethodType": "API_AUTH_METHOD_TYPE_BASIC",
	})
	audience := "urn:zitadel:iam:org:project:id:" + text(project["id"]) + ":aud"
	service := must(rp.NewRelyingPartyOIDC(ctx, issuer, text(secret["clientId"]), text(secret["clientSecret"]), "",
		[]string{"openid", "profile", audience}))
	server := must(rs.NewResourceServerClientCredentials(ctx, issuer, text(app["clientId"]), text(app["clientSecret"])))

	token := must(rp.ClientCredentials(ctx, service, nil))
	worth := must(rs.Introspect[*oidc.IntrospectionResponse](ctx, server, token.AccessToken))
	info := must(rp.Userinfo[*oidc.UserInfo](ctx, token.AccessToken, token.TokenType, text(user["userId"]), service))
	result := object{
		"active":        worth.Active,
		"isOfTheUser":   worth.Subject == user["userId"],
		"isForProject":  slices.Contains(worth.Audience, text(project["id"])),
		"username":      worth.Username,
		"name":          info.Name,
		"foreignActive": must(rs.Introspect[*oidc.IntrospectionResponse](ctx, server, keyToken)).Active,
	}
	must(0, rp.RevokeToken(ctx, service, token.AccessToken, "access_token"))
	result["activeAfterRevocation"] = must(rs.Introspect[*oidc.IntrospectionResponse](ctx, server, token.AccessToken)).Active
	_, err := rp.Userinfo[*oidc.UserInfo](ctx, token.AccessToken, token.TokenType, text(user["userId"]), service)
	result["userinfoAfterRevocation"] = err == nil
	return result
}

func text(value any) string {
	result, _ := value.(string)
	return result
}
