// An application that people sign in to, with one of two libraries as their manuals say.
//
//	application LIBRARY ISSUER ORIGIN CLIENT_ID SECRET SCOPES [API_KEY_FILE]
//
// serves ORIGIN: /login starts a sign-in, which comes back to /callback and shows `#outcome` (JSON): claims of the ID token, userinfo, and what
// became of a refresh. LIBRARY is coreos (go-oidc with x/oauth2; SECRET is the client's) or zitadel (oidc; SECRET is the file of the client's
// key, and API_KEY_FILE that of an API, which asks what the access token is worth).
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

type object = map[string]any

// party is what a library is configured with.
type party struct {
	issuer, origin, clientID, secret string
	scopes                           []string
	apiKey                           string
}

func main() {
	arguments := append(os.Args[1:], "")
	known := party{
		issuer: arguments[1], origin: arguments[2], clientID: arguments[3], secret: arguments[4],
		scopes: strings.Fields(arguments[5]), apiKey: arguments[6],
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	pages := http.NewServeMux()
	must(0, map[string]func(context.Context, party, *http.ServeMux) error{"coreos": coreos, "zitadel": zitadel}[arguments[0]](ctx, known, pages))
	log.Fatal(http.ListenAndServe(must(url.Parse(known.origin)).Host, pages))
}

// show tells the person, and the test, how it went.
func show(response http.ResponseWriter, outcome object, err error) {
	heading := "Signed in"
	if err != nil {
		heading, outcome = "Not signed in", object{"error": err.Error()}
	}
	response.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(response, "<!doctype html><title>%[1]s</title><h1>%[1]s</h1><pre id=\"outcome\">%[2]s</pre>",
		heading, html.EscapeString(string(must(json.Marshal(outcome)))))
}

// must returns the value, or ends the program with the error: nothing is left to serve then.
func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
