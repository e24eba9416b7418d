// Dex, with people and one client in its memory.
//
//	dex ORIGIN CALLBACK CLIENT_ID SECRET PASSWORD NAME...
//
// is the issuer ORIGIN. Its local password database has NAME@example.com, each with PASSWORD; the client's redirect URI is CALLBACK. Dex' own program
// reads the same from a file, and more: its databases need a C compiler.
package main

import (
	"context"
	"log"
	"log/slog"
	"net/http"
	"net/url"
	"os"

	"github.com/dexidp/dex/server"
	"github.com/dexidp/dex/storage"
	"github.com/dexidp/dex/storage/memory"
	"golang.org/x/crypto/bcrypt"
)

func main() {
	origin, callback, clientID, secret := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	password, names := os.Args[5], os.Args[6:]
	logger := slog.New(slog.NewTextHandler(os.Stdout, nil))
	known := storage.WithStaticPasswords(memory.New(logger), people(password, names), logger)
	known = storage.WithStaticClients(known, []storage.Client{{ID: clientID, Secret: secret, RedirectURIs: []string{callback}, Name: "Ostiary"}})
	known = storage.WithStaticConnectors(known, []storage.Connector{{ID: server.LocalConnector, Type: server.LocalConnector, Name: "Password"}})
	dex := must(server.NewServer(context.Background(), server.Config{Issuer: origin, Storage: known, Logger: logger}))
	log.Fatal(http.ListenAndServe(must(url.Parse(origin)).Host, dex))
}

func people(password string, names []string) []storage.Password {
	hash := must(bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost))
	all := make([]storage.Password, len(names))
	for i, name := range names {
		all[i] = storage.Password{Email: name + "@example.com", Hash: hash, Username: name, UserID: "id-of-" + name}
	}
	return all
}

// must returns the value, or ends the program with the error: nothing is left to serve then.
func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
