// A machine user with openid-client, unmodified, whose tokens are bound to its key (DPoP, RFC 9449).
//
// node dpop-client.mjs ISSUER CLIENT_ID CLIENT_SECRET → one line of JSON: what each request was answered.
import * as client from 'openid-client';

const [, , issuer, clientId, clientSecret] = process.argv;
const config = await client.discovery(new URL(issuer), clientId, clientSecret, client.ClientSecretBasic(clientSecret), {
  execute: [client.allowInsecureRequests],
});
const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
const stranger = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
const scope = 'openid profile urn:zitadel:iam:org:project:id:zitadel:aud';
const tokens = await client.clientCredentialsGrant(config, { scope }, { DPoP });
const api = new URL('/auth/v1/users/me', issuer);

async function outcome(call) {
  try {
    return await call();
  } catch (failure) {
    return { status: failure.status ?? failure.cause?.status, challenges: failure.cause?.map?.((challenge) => ({ scheme: challenge.scheme, error: challenge.parameters.error })) };
  }
}

const callApi = (options) => outcome(async () => {
  const answer = await client.fetchProtectedResource(config, tokens.access_token, api, 'GET', undefined, undefined, options);
  return { status: answer.status, user: (await answer.json()).user?.userName };
});
const bearer = async (url) => (await fetch(url, { headers: { authorization: `Bearer ${tokens.access_token}` } })).status;

console.log(JSON.stringify({
  type: tokens.token_type,
  userinfo: await outcome(async () => (await client.fetchUserInfo(config, tokens.access_token, client.skipSubjectCheck, { DPoP })).preferred_username),
  userinfoOfAStranger: await outcome(() => client.fetchUserInfo(config, tokens.access_token, client.skipSubjectCheck, { DPoP: stranger })),
  userinfoAsBearer: await bearer(config.serverMetadata().userinfo_endpoint),
  api: await callApi({ DPoP }),
  apiOfAStranger: await callApi({ DPoP: stranger }),
  apiAsBearer: await bearer(api),
}));
