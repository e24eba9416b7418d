// The external party: a certified OpenID Provider (panva's oidc-provider) on loopback.
//
// Clients: `basic`, `post` (client secret in the header, in the form) and `public` (no secret, PKCE required); secret: `external-secret`.
// PUT /control/clients/{id} adds one more, with the metadata of its body (OpenID Connect Dynamic Client Registration 1.0 section 2).
// Its login form takes the name of an account that the test made with PUT /control/accounts/{id}; consent is implied.
// The client `logout` is told of sessions that end: PUT /control/backchannel {"uri": …} says where. Who signs out may go back to Ostiary.
// It is an OAuth 2.0 server too: GET /api/user tells in GitHub's words whose a token is, GET /api/user/emails their addresses.
// GET /control/requests tells the authorization requests it got. Flags: --select-account (knows that prompt; by default it refuses
// it, as the library does), --id-token-claims (profile claims in the ID token, not only at the userinfo endpoint).
import crypto from 'node:crypto';
import Provider, { errors, interactionPolicy } from 'oidc-provider';
import { bodyOf, jsonOf, listen, send, sendJson, sendPage } from './party.mjs';

const flags = new Set(process.argv.slice(2));
const accounts = new Map();
const requests = [];
let handle;

const port = await listen((request, response) => handle(request, response), (port) => ({ issuer: `http://127.0.0.1:${port}` }));
const provider = new Provider(`http://127.0.0.1:${port}`, configuration());
provider.Client.prototype.redirectUriAllowed = isOstiaryCallback;
provider.Client.prototype.postLogoutRedirectUriAllowed = (uri) => isOstiary(uri, '/idps/logout');
provider.on('server_error', (ctx, error) => console.error(error));
handle = route;

function configuration() {
  const policy = interactionPolicy.base();
  if (flags.has('--select-account')) policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  const { privateKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [
      client('basic', { token_endpoint_auth_method: 'client_secret_basic' }),
      client('post', { token_endpoint_auth_method: 'client_secret_post' }),
      client('logout', { backchannel_logout_session_required: true }),
      client('public', { token_endpoint_auth_method: 'none', client_secret: undefined }),
    ],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none'],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: crypto.randomUUID() }] },
    cookies: { keys: [crypto.randomBytes(32).toString('hex')] },
    conformIdTokenClaims: !flags.has('--id-token-claims'),
    claims: {
      openid: ['sub'],
      profile: ['name', 'given_name', 'family_name', 'nickname', 'preferred_username', 'locale'],
      email: ['email', 'email_verified'],
      phone: ['phone_number', 'phone_number_verified'],
    },
    // The library asks no private address, and here all are.
    fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
    features: { devInteractions: { enabled: false }, encryption: { enabled: true }, backchannelLogout: { enabled: true } },
    interactions: { policy, url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: (ctx, client) => client.clientId === 'public' },
    findAccount: (ctx, id) => (accounts.has(id) ? { accountId: id, claims: () => ({ sub: id, ...accounts.get(id) }) } : undefined),
    loadExistingGrant: grantWhatIsAsked,
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = `<title>${out.error}</title><p>${out.error}: ${out.error_description}</p>`;
    },
  };
}

function client(id, metadata) {
  return {
    client_id: id,
    client_secret: 'external-secret',
    redirect_uris: ['http://localhost/idps/callback'],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    ...metadata,
  };
}

function isOstiaryCallback(uri) {
  return isOstiary(uri, '/idps/callback', '/ui/login/login/externalidp/callback');
}

function isOstiary(uri, ...paths) {
  const { hostname, pathname } = new URL(uri);
  return hostname === 'localhost' && paths.includes(pathname);
}

async function grantWhatIsAsked(ctx) {
  const { client, session, params, provider } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(params.scope);
  await grant.save();
  return grant;
}

async function route(request, response) {
  const { pathname, searchParams } = new URL(request.url, `http://127.0.0.1:${port}`);
  if (pathname === '/control/requests') return sendJson(response, requests);
  if (pathname === '/control/backchannel') {
    (await provider.Client.find('logout')).backchannelLogoutUri = (await jsonOf(request)).uri;
    return send(response, 204, {});
  }
  if (pathname.startsWith('/control/accounts/')) {
    accounts.set(decodeURIComponent(pathname.slice('/control/accounts/'.length)), await jsonOf(request));
    return send(response, 204, {});
  }
  if (pathname.startsWith('/control/clients/')) {
    const id = pathname.slice('/control/clients/'.length);
    await provider.Client.adapter.upsert(id, client(id, await jsonOf(request)));
    return send(response, 204, {});
  }
  if (pathname.startsWith('/interaction/')) return interaction(request, response);
  if (pathname.startsWith('/api/user')) return user(request, response, pathname);
  if (pathname === '/auth') requests.push(Object.fromEntries(searchParams));
  return provider.callback()(request, response);
}

async function user(request, response, pathname) {
  const token = await provider.AccessToken.find((request.headers.authorization ?? '').replace(/^Bearer /, ''));
  const account = token && accounts.get(token.accountId);
  if (!account) return sendJson(response, { message: 'Bad credentials' }, 401);
  if (pathname === '/api/user/emails') {
    return sendJson(response, [
      { email: `noreply-${account.email}`, primary: false, verified: true },
      { email: account.email, primary: true, verified: account.email_verified },
    ]);
  }
  const id = crypto.createHash('sha256').update(token.accountId).digest().readUInt32BE(0);
  return sendJson(response, { id, login: account.preferred_username, name: account.name, email: null });
}

async function interaction(request, response) {
  try {
    if (request.method === 'GET') {
      const { params, prompt } = await provider.interactionDetails(request, response);
      return sendPage(response, 'External provider', form(params.login_hint ?? '', prompt.name));
    }
    const answer = new URLSearchParams(await bodyOf(request));
    return await provider.interactionFinished(request, response, resultOf(answer), { mergeWithLastSubmission: false });
  } catch (error) {
    if (error instanceof errors.OIDCProviderError) return sendPage(response, error.error, error.error_description ?? '', 400);
    throw error;
  }
}

function resultOf(answer) {
  if (answer.has('cancel')) return { error: 'access_denied', error_description: 'the person said no' };
  const login = { accountId: answer.get('account'), remember: false };
  return answer.get('prompt') === 'select_account' ? { login, select_account: {} } : { login };
}

function form(hint, prompt) {
  return `<form method="post"><label>Account <input name="account" value="${hint.replace(/["&<>]/g, '')}"></label>
    <input type="hidden" name="prompt" value="${prompt}">
    <button>Sign in at the provider</button> <button name="cancel" value="1">Cancel at the provider</button></form>`;
}
