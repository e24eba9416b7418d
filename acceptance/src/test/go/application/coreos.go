package main

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// attempt is a sign-in that has begun, known by its state.
type attempt struct{ nonce, verifier string }

// signIn is one client of go-oidc: it finds the server by discovery, and verifies the ID token, its nonce, and that access token and userinfo belong to it.
type signIn struct {
	provider *oidc.Provider
	config   oauth2.Config
	attempts sync.Map
}

func coreos(ctx context.Context, known party, pages *http.ServeMux) error {
	provider, err := oidc.NewProvider(context.WithoutCancel(ctx), known.issuer)
	if err != nil {
		return err
	}
	s := &signIn{provider: provider, config: oauth2.Config{
		ClientID: known.clientID, ClientSecret: known.secret, Endpoint: provider.Endpoint(),
		RedirectURL: known.origin + "/callback", Scopes: known.scopes,
	}}
	pages.HandleFunc("/login", s.begin)
	pages.HandleFunc("/callback", func(response http.ResponseWriter, request *http.Request) {
		outcome, err := s.end(request)
		show(response, outcome, err)
	})
	return nil
}

func (s *signIn) begin(response http.ResponseWriter, request *http.Request) {
	state, begun := rand.Text(), attempt{rand.Text(), oauth2.GenerateVerifier()}
	s.attempts.Store(state, begun)
	http.Redirect(response, request,
		s.config.AuthCodeURL(state, oidc.Nonce(begun.nonce), oauth2.S256ChallengeOption(begun.verifier)), http.StatusFound)
}

func (s *signIn) end(request *http.Request) (object, error) {
	ctx, query := request.Context(), request.URL.Query()
	begun, found := s.attempts.LoadAndDelete(query.Get("state"))
	if !found || query.Get("code") == "" {
		return nil, errors.New("no code for a sign-in that began here: " + query.Get("error"))
	}
	token, err := s.config.Exchange(ctx, query.Get("code"), oauth2.VerifierOption(begun.(attempt).verifier))
	if err != nil {
		return nil, err
	}
	idToken, err := s.verified(ctx, token)
	if err != nil {
		return nil, err
	}
	if idToken.Nonce != begun.(attempt).nonce {
		return nil, errors.New("the nonce is another sign-in's")
	}
	return s.outcome(ctx, token, idToken)
}

func (s *signIn) verified(ctx context.Context, token *oauth2.Token) (*oidc.IDToken, error) {
	raw, _ := token.Extra("id_token").(string)
	idToken, err := s.provider.Verifier(&oidc.Config{ClientID: s.config.ClientID}).Verify(ctx, raw)
	if err != nil {
		return nil, err
	}
	return idToken, idToken.VerifyAccessToken(token.AccessToken)
}

func (s *signIn) outcome(ctx context.Context, token *oauth2.Token, idToken *oidc.IDToken) (object, error) {
	userinfo, err := s.provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return nil, err
	}
	// only the refresh token: the source then has to use it
	refreshed, err := s.config.TokenSource(ctx, &oauth2.Token{RefreshToken: token.RefreshToken}).Token()
	if err != nil {
		return nil, err
	}
	again, err := s.verified(ctx, refreshed)
	if err != nil {
		return nil, err
	}
	return object{
		"sub": idToken.Subject, "issuer": idToken.Issuer, "userinfoSub": userinfo.Subject, "email": userinfo.Email,
		"emailVerified": userinfo.EmailVerified, "refreshedSub": again.Subject, "isNewToken": refreshed.AccessToken != token.AccessToken,
	}, nil
}
