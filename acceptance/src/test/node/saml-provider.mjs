// The external SAML party: identity providers made with samlify on loopback, one a key that a test chooses.
//
// GET /metadata/{key} is its metadata (?signed=true: requests must be signed), PUT /control/services/{key} tells it who may ask:
// {"metadata": XML, "encrypt": true or false}. Its login form takes the name of an account that the test made with
// PUT /control/accounts/{id}. GET /control/requests tells the requests it got, those about logout with the name. Whoever opens
// /sign-out/{key}?account=… signs that account out there, and everywhere by single logout.
import crypto from 'node:crypto';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import samlify from 'samlify';
import { bodyOf, escape, jsonOf, listen, send, sendJson, sendPage } from './party.mjs';

const BINDINGS = { redirect: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', post: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST' };
const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
const ATTRIBUTES = ['preferred_username', 'email', 'given_name', 'family_name'];
const RESPONSE = `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{ID}" Version="2.0" IssueInstant="{Now}" Destination="{Acs}" InResponseTo="{Request}"><saml:Issuer>{Issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="{StatusCode}"/></samlp:Status><saml:Assertion ID="{AssertionID}" Version="2.0" IssueInstant="{Now}"><saml:Issuer>{Issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{NameID}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{Later}" Recipient="{Acs}" InResponseTo="{Request}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{Now}" NotOnOrAfter="{Later}"><saml:AudienceRestriction><saml:Audience>{Audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{Now}" SessionIndex="{AssertionID}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>{AttributeStatement}</saml:Assertion></samlp:Response>`;

samlify.setSchemaValidator({ validate: async () => 'not looked at' });
const { key, certificate } = keyPair();
const accounts = new Map();
const parties = new Map();
const underway = new Map();
const requests = [];
const port = await listen((request, response) => route(request, response).catch((error) => failed(response, error)));
const origin = `http://127.0.0.1:${port}`;

function keyPair() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'saml-'));
  const files = { key: path.join(folder, 'key'), certificate: path.join(folder, 'certificate') };
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=party', '-keyout', files.key, '-out', files.certificate], { stdio: 'ignore' });
  const pair = { key: fs.readFileSync(files.key, 'utf8'), certificate: fs.readFileSync(files.certificate, 'utf8') };
  fs.rmSync(folder, { recursive: true });
  return pair;
}

function failed(response, error) {
  console.error(error);
  sendPage(response, 'Refused by the provider', `<p>${escape(error.message ?? error)}</p>`, 400);
}

async function route(request, response) {
  const { pathname, search, searchParams } = new URL(request.url, origin);
  const [, first, second, third] = pathname.split('/').map(decodeURIComponent);
  if (first === 'metadata') return send(response, 200, { 'content-type': 'application/samlmetadata+xml' }, identityProvider(second, searchParams.has('signed')).getMetadata());
  if (pathname === '/control/requests') return sendJson(response, requests);
  if (second === 'accounts') {
    accounts.set(third, await jsonOf(request));
    return send(response, 204, {});
  }
  if (second === 'services') {
    const { metadata, encrypt } = await jsonOf(request);
    Object.assign(parties.get(third), { encrypt, service: samlify.ServiceProvider({ metadata, wantLogoutRequestSigned: true, wantLogoutResponseSigned: true }) });
    return send(response, 204, {});
  }
  if (first === 'sso' && request.method === 'GET') return asked(response, second, 'redirect', { query: Object.fromEntries(searchParams), octetString: search.slice(1).split('&Signature=')[0] });
  if (first === 'sso') return asked(response, second, 'post', { body: Object.fromEntries(new URLSearchParams(await bodyOf(request))) });
  if (first === 'slo') return loggedOut(response, second, { query: Object.fromEntries(searchParams), octetString: search.slice(1).split('&Signature=')[0] });
  if (first === 'sign-out') return signOut(response, second, searchParams.get('account'));
  if (first === 'login') return answered(response, second, new URLSearchParams(await bodyOf(request)));
  return send(response, 404, {});
}

function identityProvider(name, signed = false, encrypt = false) {
  const party = parties.get(name) ?? { signed };
  parties.set(name, party);
  return samlify.IdentityProvider({
    entityID: `${origin}/metadata/${name}`,
    privateKey: key,
    signingCert: certificate,
    wantAuthnRequestsSigned: party.signed,
    isAssertionEncrypted: encrypt,
    requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    nameIDFormat: ['urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'],
    wantLogoutRequestSigned: true,
    wantLogoutResponseSigned: true,
    singleLogoutService: [{ Binding: BINDINGS.redirect, Location: `${origin}/slo/${name}` }],
    singleSignOnService: Object.values(BINDINGS).map((Binding) => ({ Binding, Location: `${origin}/sso/${name}` })),
    loginResponseTemplate: {
      context: RESPONSE,
      attributes: ATTRIBUTES.map((name) => ({ name, valueTag: name, nameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic', valueXsiType: 'xs:string' })),
    },
  });
}

/** Somebody comes with a request, which samlify verifies. */
async function asked(response, name, binding, message) {
  const { service } = parties.get(name);
  const { extract } = await identityProvider(name).parseLoginRequest(service, binding, message);
  const id = crypto.randomUUID();
  const relayState = (message.query ?? message.body).RelayState;
  underway.set(id, { name, extract, relayState });
  requests.push({ binding, signed: isSigned(message), relayState, request: extract.request, nameIDPolicy: extract.nameIDPolicy ?? null });
  return sendPage(response, 'External provider', `<form method="post" action="/login/${id}"><label>Account <input name="account"></label>
    <button>Sign in at the provider</button> <button name="cancel" value="1">Cancel at the provider</button></form>`);
}

/** A message about logout comes, which samlify verifies: a request, or the answer to one. */
async function loggedOut(response, name, message) {
  const { service } = parties.get(name);
  const provider = identityProvider(name);
  if (message.query.SAMLResponse) {
    await provider.parseLogoutResponse(service, 'redirect', message);
    return sendPage(response, 'Signed out everywhere', '');
  }
  const { extract } = await provider.parseLogoutRequest(service, 'redirect', message);
  requests.push({ logout: extract.nameID });
  const { context } = provider.createLogoutResponse(service, { extract }, 'redirect', { relayState: message.query.RelayState });
  return send(response, 302, { location: context });
}

function signOut(response, name, account) {
  const { context } = identityProvider(name).createLogoutRequest(parties.get(name).service, 'redirect', { logoutNameID: account });
  return send(response, 302, { location: context });
}

/** samlify refuses one that is signed wrongly, and one that isn't where the metadata wants it. */
function isSigned({ query, body }) {
  return query ? 'Signature' in query : Buffer.from(body.SAMLRequest, 'base64').includes('SignatureValue');
}

async function answered(response, id, form) {
  const { name, extract, relayState } = underway.get(id);
  const { service, encrypt } = parties.get(name);
  const to = extract.request.assertionConsumerServiceUrl;
  if (form.has('cancel')) return post(response, to, Buffer.from(refusal(name, extract, to)).toString('base64'), relayState);
  const account = form.get('account');
  const { context } = await identityProvider(name, false, encrypt).createLoginResponse(
    service, { extract }, 'post', {}, (template) => filled(template, name, extract, service, to, account), false, relayState);
  return post(response, to, context, relayState);
}

function filled(template, name, extract, service, acs, account) {
  const id = `_${crypto.randomUUID()}`;
  const now = new Date();
  const values = {
    ID: id,
    AssertionID: `_${crypto.randomUUID()}`,
    Now: now.toISOString(),
    Later: new Date(now.getTime() + 300_000).toISOString(),
    Acs: acs,
    Audience: service.entityMeta.getEntityID(),
    Issuer: `${origin}/metadata/${name}`,
    Request: extract.request.id,
    StatusCode: `${STATUS}Success`,
    NameID: account,
  };
  const claims = accounts.get(account);
  for (const attribute of ATTRIBUTES) values[tag(attribute)] = claims[attribute] ?? '';
  return { id, context: samlify.SamlLib.replaceTagsByValue(template, values) };
}

/** As samlify calls the place of an attribute's value in a template. */
function tag(attribute) {
  const words = attribute.split('_').map((word) => word[0].toUpperCase() + word.slice(1));
  return `attr${words.join('')}`;
}

function refusal(name, extract, acs) {
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_${crypto.randomUUID()}" Version="2.0" IssueInstant="${new Date().toISOString()}" Destination="${acs}" InResponseTo="${extract.request.id}"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${origin}/metadata/${name}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${STATUS}Responder"><samlp:StatusCode Value="${STATUS}AuthnFailed"/></samlp:StatusCode><samlp:StatusMessage>The person said no</samlp:StatusMessage></samlp:Status></samlp:Response>`;
}

function post(response, action, message, relayState) {
  return sendPage(response, 'Back', `<form method="post" action="${escape(action)}"><input type="hidden" name="SAMLResponse" value="${escape(message)}">
    <input type="hidden" name="RelayState" value="${escape(relayState)}"><button>Back</button></form><script>document.forms[0].submit()</script>`);
}
