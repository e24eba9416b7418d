// A site that knows its people already: its proxy passes the requests of who is signed in there on to Ostiary, with a signed token about
// them in a request header.
//
// Its argument is the origin of that Ostiary. /signin/{header} is where Ostiary sends a browser; it asks for the name of an account that the
// test made with PUT /control/accounts/{id}, unless the browser is signed in here. /forged/{header} does the same with a key that isn't its own,
// under the name of the one that is. GET /keys is its JWK Set.
import crypto from 'node:crypto';
import http from 'node:http';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { bodyOf, escape, jsonOf, listen, redirect, send, sendJson, sendPage } from './party.mjs';

const [ostiary] = process.argv.slice(2);
const kid = crypto.randomUUID();
const keys = { signin: await generateKeyPair('ES256'), forged: await generateKeyPair('ES256') };
const accounts = new Map();
const sessions = new Map();
const port = await listen((request, response) => route(request, response).catch((error) => failed(response, error)));
const origin = `http://127.0.0.1:${port}`;

function failed(response, error) {
  console.error(error);
  sendPage(response, 'Broken site', `<p>${escape(error.message)}</p>`, 500);
}

async function route(request, response) {
  const { pathname, search } = new URL(request.url, origin);
  const [, first, second, third] = pathname.split('/').map(decodeURIComponent);
  if (pathname === '/keys') return sendJson(response, { keys: [{ ...(await exportJWK(keys.signin.publicKey)), kid, alg: 'ES256', use: 'sig' }] });
  if (first === 'control') {
    accounts.set(third, await jsonOf(request));
    return send(response, 204, {});
  }
  if (!Object.hasOwn(keys, first)) return send(response, 404, {});
  if (request.method === 'POST') return signIn(request, response);
  const account = sessions.get(/(?:^|; )site=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]);
  if (!account) return sendPage(response, 'Intranet', '<form method="post"><label>Account <input name="account"></label> <button>Sign in at the provider</button></form>');
  return passOn(request, response, search, { [second.toLowerCase()]: `Bearer ${await token(account, keys[first].privateKey)}` });
}

async function signIn(request, response) {
  const session = crypto.randomUUID();
  sessions.set(session, new URLSearchParams(await bodyOf(request)).get('account'));
  redirect(response, request.url, { 'set-cookie': `site=${session}; Path=/; HttpOnly; SameSite=Lax` });
}

function token(account, key) {
  return new SignJWT(accounts.get(account)).setProtectedHeader({ alg: 'ES256', kid }).setIssuer(origin).setSubject(account).setIssuedAt().setExpirationTime('5m').sign(key);
}

/** As a proxy does: path and host are replaced, the query isn't, and the answer goes back as it is. */
function passOn(request, response, search, added) {
  const headers = { ...request.headers, host: new URL(ostiary).host, ...added };
  return new Promise((resolve, reject) => {
    const back = (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response).on('finish', resolve);
    };
    http.get(`${ostiary}/idps/jwt${search}`, { headers }, back).on('error', reject);
  });
}
