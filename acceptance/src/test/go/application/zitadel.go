package main

import (
	"context"
	"crypto/rand"
	"net/http"

	"github.com/zitadel/oidc/v3/pkg/client/rp"
	"github.com/zitadel/oidc/v3/pkg/client/rs"
	httphelper "github.com/zitadel/oidc/v3/pkg/http"
	"github.com/zitadel/oidc/v3/pkg/oidc"
)

// zitadel is an application that has no secret but a key (RFC 7523), beside an API that authenticates in the same way.
func zitadel(ctx context.Context, known party, pages *http.ServeMux) error {
	key := make([]byte, 32)
	rand.Read(key)
	cookies := httphelper.NewCookieHandler(key, key, httphelper.WithUnsecure())
	application, err := rp.NewRelyingPartyOIDC(ctx, known.issuer, known.clientID, "", known.origin+"/callback", known.scopes,
		rp.WithPKCE(cookies), rp.WithCookieHandler(cookies), rp.WithSigningAlgsFromDiscovery(), rp.WithJWTProfile(rp.SignerFromKeyPath(known.secret)))
	if err != nil {
		return err
	}
	api, err := rs.NewResourceServerFromKeyFile(ctx, known.issuer, known.apiKey)
	if err != nil {
		return err
	}
	signedIn := func(response http.ResponseWriter, request *http.Request, tokens *oidc.Tokens[*oidc.IDTokenClaims], _ string, _ rp.RelyingParty, info *oidc.UserInfo) {
		outcome, err := worth(request.Context(), application, api, tokens, info)
		show(response, outcome, err)
	}
	pages.Handle("/login", rp.AuthURLHandler(rand.Text, application))
	pages.Handle("/callback", rp.CodeExchangeHandler(rp.UserinfoCallback(signedIn), application))
	return nil
}

func worth(ctx context.Context, application rp.RelyingParty, api rs.ResourceServer, tokens *oidc.Tokens[*oidc.IDTokenClaims], info *oidc.UserInfo) (object, error) {
	seen, err := rs.Introspect[*oidc.IntrospectionResponse](ctx, api, tokens.AccessToken)
	if err != nil {
		return nil, err
	}
	refreshed, err := rp.RefreshTokens[*oidc.IDTokenClaims](ctx, application, tokens.RefreshToken, "", "")
	if err != nil {
		return nil, err
	}
	return object{
		"sub": tokens.IDTokenClaims.Subject, "issuer": tokens.IDTokenClaims.Issuer, "userinfoSub": info.Subject, "email": info.Email,
		"emailVerified": bool(info.EmailVerified), "refreshedSub": refreshed.IDTokenClaims.Subject, "isNewToken": refreshed.AccessToken != tokens.AccessToken,
		"active": seen.Active, "introspectedSub": seen.Subject, "introspectedName": seen.Username,
	}, nil
}
