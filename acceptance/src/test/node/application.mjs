// The application: a web site that signs people in with openid-client, unmodified, exactly as its manual says.
//
// PUT /control/clients/{name} {issuer, clientId, clientSecret?, authentication: basic|post|none} registers what it knows of the server;
// GET /{name}/login?… starts a sign-in (further query parameters go into the authorization request), /{name}/callback ends it, and the
// page then shows `#outcome` (JSON). /{name}/refresh, /{name}/userinfo and /{name}/logout use the last tokens of that client.
import * as client from 'openid-client';
import { escape, jsonOf, listen, redirect, send, sendJson, sendPage } from './party.mjs';

const clients = new Map();
const port = await listen(route);
const origin = `http://127.0.0.1:${port}`;

async function route(request, response) {
  const url = new URL(request.url, origin);
  const [, name, action] = url.pathname.split('/');
  try {
    if (name === 'control') return await control(request, response, url);
    const known = clients.get(name);
    const page = { login, callback, refresh, userinfo, logout, 'signed-out': signedOut }[action];
    if (!known || !page) return send(response, 404, {});
    return await page({ name, known, url, response });
  } catch (error) {
    return show(response, 'Not signed in', { error: error.error ?? error.code ?? error.name, description: error.error_description ?? error.message });
  }
}

async function control(request, response, url) {
  const name = url.pathname.split('/')[3];
  const { issuer, clientId, clientSecret, authentication } = await jsonOf(request);
  const how = { basic: client.ClientSecretBasic, post: client.ClientSecretPost, none: client.None }[authentication];
  const config = await client.discovery(new URL(issuer), clientId, undefined, how(clientSecret), {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
  clients.set(name, { config, started: new Map(), tokens: undefined });
  sendJson(response, config.serverMetadata());
}

async function login({ name, known, url, response }) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  known.started.set(state, { verifier, nonce });
  redirect(response, client.buildAuthorizationUrl(known.config, {
    redirect_uri: `${origin}/${name}/callback`,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...Object.fromEntries(url.searchParams),
  }));
}

async function callback({ known, url, response }) {
  const state = url.searchParams.get('state');
  const { verifier, nonce } = known.started.get(state) ?? {};
  known.started.delete(state);
  known.tokens = await client.authorizationCodeGrant(known.config, url, {
    pkceCodeVerifier: verifier, expectedState: state ?? undefined, expectedNonce: nonce, idTokenExpected: true,
  });
  const claims = known.tokens.claims();
  const userinfo = await client.fetchUserInfo(known.config, known.tokens.access_token, claims.sub);
  show(response, 'Signed in', { claims, userinfo, tokens: tokensOf(known), code: url.searchParams.get('code'), verifier });
}

async function refresh({ known, response }) {
  const before = known.tokens;
  known.tokens = { ...before, ...(await client.refreshTokenGrant(known.config, before.refresh_token)) };
  show(response, 'Refreshed', { before: tokensOf({ tokens: before }), tokens: tokensOf(known) });
}

async function userinfo({ known, response }) {
  show(response, 'Userinfo', await client.fetchUserInfo(known.config, known.tokens.access_token, client.skipSubjectCheck));
}

function logout({ name, known, response }) {
  redirect(response, client.buildEndSessionUrl(known.config, {
    id_token_hint: known.tokens.id_token, post_logout_redirect_uri: `${origin}/${name}/signed-out`, state: 'bye',
  }));
}

function signedOut({ url, response }) {
  show(response, 'Signed out', { state: url.searchParams.get('state') });
}

function tokensOf({ tokens }) {
  const { access_token, refresh_token, id_token, expires_in, token_type, scope } = tokens;
  return { access_token, refresh_token, id_token, expires_in, token_type, scope };
}

function show(response, title, outcome) {
  sendPage(response, title, `<pre id="outcome">${escape(JSON.stringify(outcome, null, 2))}</pre>`);
}
