// The API as a Go program uses it: grpc-go, and a token that zitadel/oidc fetches with a service account's key.
//
//	client ISSUER KEY_FILE DESCRIPTORS NAME
//
// prints one line of JSON: what each call answered. DESCRIPTORS is a google.protobuf.FileDescriptorSet of the contract.
package main

import (
	"context"
	"encoding/json"
	"log"
	"net/url"
	"os"
	"time"

	"github.com/zitadel/oidc/v3/pkg/client/profile"
	"golang.org/x/oauth2"
)

const (
	admin      = "zitadel.admin.v1.AdminService/"
	management = "zitadel.management.v1.ManagementService/"
)

type object = map[string]any

func main() {
	issuer, keyFile, descriptors, name := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	contract := must(readContract(descriptors))
	tokens := oauth2.ReuseTokenSource(nil, must(profile.NewJWTProfileTokenSourceFromKeyFile(ctx, issuer, keyFile,
		[]string{"openid", "urn:zitadel:iam:org:project:id:zitadel:aud"})))
	target := must(url.Parse(issuer)).Host
	anonymous := must(dial(target, contract, nil))
	api := must(dial(target, contract, tokens))

	organization := text(api.call(ctx, management+"AddOrg", object{"name": name})["id"])
	answers := object{
		"me":           api.call(ctx, "zitadel.auth.v1.AuthService/GetMyUser", object{}),
		"instance":     providerLife(ctx, api, api, admin, name),
		"organization": providerLife(ctx, api.in(organization), api, management, name),
		"invalid":      api.call(ctx, admin+"AddGenericOIDCProvider", generic("")),
		"noToken":      anonymous.call(ctx, admin+"AddGenericOIDCProvider", generic(name)),
		"openid":       openID(ctx, api, issuer, must(tokens.Token()).AccessToken, name),
	}
	must(0, json.NewEncoder(os.Stdout).Encode(answers))
}

// providerLife makes a provider, changes it, finds it and removes it, and lets a caller of the first organization look for it.
// The instance's and the organization's calls have the same names.
func providerLife(ctx context.Context, api, elsewhere *caller, service, name string) object {
	added := api.call(ctx, service+"AddGenericOIDCProvider", generic(name))
	id := added["id"]
	changed := generic(name + " renamed")
	changed["id"] = id
	changed["scopes"] = []any{"openid"}
	delete(changed, "clientSecret")
	get := func(who *caller) object { return who.call(ctx, service+"GetProviderByID", object{"id": id}) }
	return object{
		"added":      added,
		"got":        get(api),
		"updated":    api.call(ctx, service+"UpdateGenericOIDCProvider", changed),
		"gotUpdated": get(api),
		"elsewhere":  get(elsewhere),
		"listed": api.call(ctx, service+"ListProviders", object{"queries": []any{
			object{"idpNameQuery": object{"name": name, "method": "TEXT_QUERY_METHOD_STARTS_WITH"}},
			object{"idpIdQuery": object{"id": id}},
		}}),
		"removed": api.call(ctx, service+"DeleteProvider", object{"id": id}),
		"gone":    get(api),
	}
}

func generic(name string) object {
	return object{
		"name": name, "issuer": "https://accounts.example.com", "clientId": "client-id", "clientSecret": "secret",
		"scopes": []any{"openid", "email"}, "usePkce": true, "providerOptions": object{"isAutoCreation": true},
	}
}

// must returns the value, or ends the program with the error: nothing is left to tell then.
func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
