// The API through @zitadel/node: grpc-js clients that fetch their own token with a service account's key (JWT profile, RFC 7523).
//
// node node-client.mjs BASE_URL KEY_FILE NAME → one line of JSON: what each call answered.
// The package has no main module: its files are imported as they lie.
import { createAccessTokenInterceptor, createAdminClient, createAuthClient, createManagementClient, createServiceAccountInterceptor } from '@zitadel/node/dist/api/index.js';
import { ServiceAccount } from '@zitadel/node/dist/credentials/index.js';
import { TextQueryMethod } from '@zitadel/node/dist/api/generated/zitadel/object.js';
import { readFileSync } from 'node:fs';

const [, , baseUrl, keyFile, name] = process.argv;
const account = ServiceAccount.fromJsonString(readFileSync(keyFile, 'utf8'));
const signedIn = createServiceAccountInterceptor(baseUrl, account, { apiAccess: true });
const generic = {
  issuer: 'https://accounts.example.com', clientId: 'client-id', clientSecret: 'secret', scopes: ['openid', 'email'],
  providerOptions: { isLinkingAllowed: true, isAutoCreation: true, autoLinking: 2 }, usePkce: true,
};

async function outcome(call) {
  try {
    return await call();
  } catch (failure) {
    return { code: failure.code, details: failure.details };
  }
}

async function life(client) {
  const added = await client.addGenericOIDCProvider({ ...generic, name });
  const shown = async () => {
    const { idp } = await client.getProviderByID({ id: added.id });
    return { name: idp.name, sequence: String(idp.details.sequence), config: idp.config.oidc, options: idp.config.options };
  };
  return {
    added: await outcome(shown),
    updated: await outcome(async () => {
      await client.updateGenericOIDCProvider({ ...generic, clientSecret: '', id: added.id, name: `${name} renamed`, scopes: [] });
      return shown();
    }),
    listed: await outcome(async () => {
      const { result } = await client.listProviders({ queries: [{ idpNameQuery: { name, method: TextQueryMethod.TEXT_QUERY_METHOD_STARTS_WITH } }, { idpIdQuery: { id: added.id } }] });
      return result.map((provider) => provider.name);
    }),
    removed: await outcome(async () => (await client.deleteProvider({ id: added.id })).details !== undefined),
    gone: await outcome(shown),
  };
}

const admin = createAdminClient(baseUrl, signedIn);
const management = createManagementClient(baseUrl, signedIn);

async function me(token) {
  const { user } = await createAuthClient(baseUrl, createAccessTokenInterceptor(await token)).getMyUser({});
  return user.id === account.userId;
}

console.log(JSON.stringify({
  me: await outcome(async () => (await createAuthClient(baseUrl, signedIn).getMyUser({})).user.id === account.userId),
  instance: await life(admin),
  organization: await life(management),
  invalid: await outcome(() => admin.addGenericOIDCProvider({ ...generic, name: '' })),
  noToken: await outcome(() => createAdminClient(baseUrl).listProviders({})),
  badToken: await outcome(() => createAdminClient(baseUrl, createAccessTokenInterceptor('nope')).listProviders({})),
  tokenOfAnotherAudience: await outcome(() => me(account.authenticate(baseUrl))),
  tokenOfTheApi: await outcome(() => me(account.authenticate(baseUrl, { apiAccess: true }))),
}));
