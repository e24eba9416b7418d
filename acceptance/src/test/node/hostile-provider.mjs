// A hostile (or merely broken) OpenID Provider. What is wrong with it is the first segment of its path, so that every kind has an
// issuer of its own and nothing one test learns is cached for the next: http://127.0.0.1:PORT/wrong-nonce, …/alg-none, …
// `honest` is not hostile: it proves that the others fail for what they are named after.
//
// Its authorization endpoint asks nobody: it sends the browser straight back as user `sub-<kind>`; with kind `hold` it shows a link instead.
import crypto from 'node:crypto';
import { bodyOf, listen, redirect, send, sendJson, sendPage } from './party.mjs';

const METADATA_ADDRESS = 'http://169.254.169.254/latest/meta-data/';
const good = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const codes = new Map();
let rotations = 0; // of the kind `rotating`, which has a new key, and only that one, after each PUT /rotating/rotate

const port = await listen(route);

async function route(request, response) {
  const url = new URL(request.url, `http://127.0.0.1:${port}`);
  const [, kind, ...rest] = url.pathname.split('/');
  const issuer = `http://127.0.0.1:${port}/${kind}`;
  const endpoint = { '.well-known/openid-configuration': discovery, authorize, token, keys, userinfo, rotate }[rest.join('/')];
  if (!endpoint) return send(response, 404, {});
  return endpoint({ kind, issuer, url, request, response });
}

function misbehaves({ kind, response }, place) {
  switch (kind) {
    case `${place}-garbage`: send(response, 200, { 'content-type': 'application/json' }, '<<<\u0000 not JSON'); return true;
    case `${place}-redirect`: redirect(response, METADATA_ADDRESS); return true;
    case `${place}-error`: send(response, 500, { 'content-type': 'text/plain' }, 'Internal Server Error'); return true;
    case `${place}-hang`: return true; // the connection stays open and says nothing
    case `${place}-slow`: drip(response); return true;
    case `${place}-endless`: flood(response); return true;
    default: return false;
  }
}

/** Headers at once, then one byte every 200 ms: alive, and never done. */
function drip(response) {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 200);
  response.on('close', () => clearInterval(timer));
}

/** As much as the other side takes, up to 256 MiB. */
function flood(response) {
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = Buffer.alloc(64 * 1024, ' ');
  let left = 4096;
  const more = () => {
    while (left-- > 0) if (!response.write(chunk)) return response.once('drain', more);
    response.end();
  };
  response.on('error', () => {});
  more();
}

function discovery(context) {
  if (misbehaves(context, 'discovery')) return;
  const { kind, issuer, response } = context;
  sendJson(response, {
    issuer: kind === 'discovery-issuer' ? `${issuer}/other` : issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: kind === 'token-private' ? METADATA_ADDRESS : `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: kind === 'keys-private' ? METADATA_ADDRESS : `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: kind === 'alg-none-announced' ? ['none', 'RS256'] : ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: kind.startsWith('response-iss'),
  });
}

function keys(context) {
  if (misbehaves(context, 'keys')) return;
  const { key, kid } = currentKey(context.kind);
  sendJson(context.response, { keys: [{ ...key.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid }] });
}

function currentKey(kind) {
  const rotated = kind === 'rotating' && rotations % 2 === 1;
  return { key: rotated ? other : good, kid: rotated ? 'key-2' : 'key-1' };
}

function rotate({ response }) {
  rotations++;
  send(response, 204, {});
}

function authorize({ kind, issuer, url, response }) {
  const asked = Object.fromEntries(url.searchParams);
  const back = new URL(asked.redirect_uri);
  const code = crypto.randomBytes(16).toString('hex');
  codes.set(code, asked);
  if (kind === 'authorize-error') {
    back.searchParams.set('error', 'access_denied');
    back.searchParams.set('error_description', '<script>alert(1)</script> the provider says no');
  } else if (kind !== 'no-code') {
    back.searchParams.set('code', code);
  }
  if (kind !== 'no-state') back.searchParams.set('state', kind === 'forged-state' ? crypto.randomBytes(16).toString('hex') : asked.state);
  if (kind === 'response-iss-wrong') back.searchParams.set('iss', 'https://somebody.else.example');
  if (kind === 'response-iss') back.searchParams.set('iss', issuer);
  if (kind === 'hold') return sendPage(response, 'Hostile provider', `<a href="${back.href.replaceAll('&', '&amp;')}">Go back</a>`);
  return redirect(response, back);
}

async function token(context) {
  const { kind, issuer, request, response } = context;
  const form = new URLSearchParams(await bodyOf(request));
  const asked = codes.get(form.get('code'));
  if (misbehaves(context, 'token')) return;
  codes.delete(form.get('code'));
  if (!asked || !verifies(asked, form.get('code_verifier'))) return sendJson(response, { error: 'invalid_grant' }, 400);
  if (kind === 'token-refused') return sendJson(response, { error: 'invalid_client', error_description: 'wrong secret' }, 401);
  const accessToken = crypto.randomBytes(16).toString('hex');
  const answer = { access_token: accessToken, token_type: 'Bearer', expires_in: 300 };
  if (kind !== 'no-id-token') answer.id_token = idToken(kind, claimsFor(kind, issuer, asked, accessToken));
  return sendJson(response, answer);
}

function verifies({ code_challenge: challenge }, verifier) {
  return !challenge || (verifier && crypto.createHash('sha256').update(verifier).digest('base64url') === challenge);
}

function claimsFor(kind, issuer, asked, accessToken) {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, sub: `sub-${kind}`, aud: asked.client_id, iat: now, exp: now + 300, nonce: asked.nonce, ...profileOf(kind) };
  claims.at_hash = crypto.createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
  switch (kind) {
    case 'wrong-nonce': return { ...claims, nonce: 'not-what-you-sent' };
    case 'no-nonce': return { ...claims, nonce: undefined };
    case 'wrong-aud': return { ...claims, aud: 'another-client' };
    case 'wrong-azp': return { ...claims, aud: [asked.client_id, 'another-client'], azp: 'another-client' };
    case 'wrong-iss': return { ...claims, iss: `${issuer}/other` };
    case 'expired': return { ...claims, iat: now - 7200, exp: now - 3600 };
    case 'no-exp': return { ...claims, exp: undefined };
    case 'from-the-future': return { ...claims, iat: now + 7200, exp: now + 10800 };
    case 'no-sub': return { ...claims, sub: undefined };
    case 'wrong-at-hash': return { ...claims, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' };
    default: return claims;
  }
}

/** A user name and an address that nobody has yet: a sign-in must not fail because they are taken. */
function profileOf(kind) {
  const unique = `${kind}-${crypto.randomBytes(6).toString('hex')}`;
  return { name: `Hostile ${kind}`, given_name: 'Hostile', family_name: kind, preferred_username: unique, email: `${unique}@hostile.example`, email_verified: true };
}

function idToken(kind, claims) {
  switch (kind) {
    case 'garbage-id-token': return 'not.a.token';
    case 'alg-none':
    case 'alg-none-announced': return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
    case 'alg-hs256': return hmacSigned(claims, 'hostile-secret');
    case 'alg-hs256-public-key': return hmacSigned(claims, good.publicKey.export({ type: 'spki', format: 'pem' }));
    case 'other-key': return signed(claims, 'key-1', other.privateKey);
    case 'unknown-kid': return signed(claims, 'key-2', other.privateKey);
    case 'embedded-key': return signed(claims, undefined, other.privateKey, { jwk: other.publicKey.export({ format: 'jwk' }) });
    case 'tampered': {
      const [head, , signature] = signed(claims, 'key-1', good.privateKey).split('.');
      return `${head}.${encode({ ...claims, sub: 'somebody-else' })}.${signature}`;
    }
    default: {
      const { key, kid } = currentKey(kind);
      return signed(claims, kid, key.privateKey);
    }
  }
}

function signed(claims, kid, key, header = {}) {
  const input = `${encode({ alg: 'RS256', typ: 'JWT', kid, ...header })}.${encode(claims)}`;
  return `${input}.${crypto.sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

function hmacSigned(claims, secret) {
  const input = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'key-1' })}.${encode(claims)}`;
  return `${input}.${crypto.createHmac('sha256', secret).update(input).digest('base64url')}`;
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function userinfo(context) {
  if (misbehaves(context, 'userinfo')) return;
  const { kind, response } = context;
  sendJson(response, { sub: kind === 'userinfo-sub' ? 'somebody-else' : `sub-${kind}`, ...profileOf(kind) });
}
