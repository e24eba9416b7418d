// The application: a web site that signs people in with openid-client, unmodified, exactly as its manual says.
//
// PUT /control/clients/{name} {issuer, clientId, clientSecret?, key?, authentication: basic|post|none|private_key_jwt, pushed?} registers what
// it knows of the server (`key` is the file of an application's key; `pushed` has it push its authorization requests);
// GET /{name}/login?… starts a sign-in (further query parameters go into the authorization request), /{name}/callback ends it, and the
// page then shows `#outcome` (JSON). POST /{name}/notice takes logout tokens, and GET /control/notices/{name} tells their claims once they were
// found right with jose. /{name}/device begins the sign-in of a device, /{name}/let-in waits for its end. /{name}/refresh, /{name}/userinfo and /{name}/logout use the last tokens of that client.
import * as client from 'openid-client';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { createPrivateKey } from 'node:crypto';
import { bodyOf, escape, jsonOf, listen, redirect, send, sendJson, sendPage } from './party.mjs';

const clients = new Map();
const port = await listen(route);
const origin = `http://127.0.0.1:${port}`;

async function route(request, response) {
  const url = new URL(request.url, origin);
  const [, name, action] = url.pathname.split('/');
  try {
    if (name === 'control') return await control(request, response, url);
    const known = clients.get(name);
    if (action === 'notice') return await notice(request, response, known);
    const page = { login, callback, device, 'let-in': letIn, refresh, userinfo, logout, 'signed-out': signedOut }[action];
    if (!known || !page) return send(response, 404, {});
    return await page({ name, known, url, response });
  } catch (error) {
    return show(response, 'Not signed in', { error: error.error ?? error.code ?? error.name, description: error.error_description ?? error.message });
  }
}

async function control(request, response, url) {
  const [, , what, name] = url.pathname.split('/');
  if (what === 'notices') return sendJson(response, { notices: clients.get(name).notices });
  const { issuer, clientId, clientSecret, key, authentication, pushed } = await jsonOf(request);
  const how = { basic: client.ClientSecretBasic, post: client.ClientSecretPost, none: client.None, private_key_jwt: client.PrivateKeyJwt }[authentication];
  const credential = key ? await signingKey(key) : clientSecret;
  const config = await client.discovery(new URL(issuer), clientId, undefined, how(credential), {
    execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks],
  });
  clients.set(name, { config, pushed, notices: [], started: new Map(), tokens: undefined });
  sendJson(response, config.serverMetadata());
}

async function signingKey({ key, keyId }) {
  const der = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' });
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  return { key: await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']), kid: keyId };
}

async function login({ name, known, url, response }) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  known.started.set(state, { verifier, nonce });
  const build = known.pushed ? client.buildAuthorizationUrlWithPAR : client.buildAuthorizationUrl;
  redirect(response, await build(known.config, {
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

async function device({ known, response }) {
  const begun = await client.initiateDeviceAuthorization(known.config, { scope: 'openid profile email offline_access' });
  known.device = client.pollDeviceAuthorizationGrant(known.config, begun).then(
    (tokens) => { known.tokens = tokens; return { claims: tokens.claims(), tokens: tokensOf(known) }; },
    (error) => ({ error: error.error ?? error.code ?? error.name }),
  );
  const { user_code, verification_uri, verification_uri_complete } = begun;
  show(response, 'Waiting', { user_code, verification_uri, verification_uri_complete });
}

async function letIn({ known, response }) {
  show(response, 'Decided', await known.device);
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

async function notice(request, response, { config, notices }) {
  const { issuer, jwks_uri } = config.serverMetadata();
  const token = new URLSearchParams(await bodyOf(request)).get('logout_token');
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(jwks_uri)), {
    issuer, audience: config.clientMetadata().client_id, typ: 'logout+jwt', requiredClaims: ['iat', 'exp', 'jti', 'events', 'sid'],
  });
  notices.push(payload);
  send(response, 200, { 'cache-control': 'no-store' });
}

function tokensOf({ tokens }) {
  const { access_token, refresh_token, id_token, expires_in, token_type, scope } = tokens;
  return { access_token, refresh_token, id_token, expires_in, token_type, scope };
}

function show(response, title, outcome) {
  sendPage(response, title, `<pre id="outcome">${escape(JSON.stringify(outcome, null, 2))}</pre>`);
}
