// Token exchange (RFC 8693) with openid-client, unmodified.
//
// node exchange-client.mjs ISSUER CLIENT_ID CLIENT_SECRET USER_ID ACTOR_TOKEN → one line of JSON: what each request was answered.
import * as client from 'openid-client';

const [, , issuer, clientId, clientSecret, userId, actorToken] = process.argv;
const config = await client.discovery(new URL(issuer), clientId, clientSecret, client.ClientSecretBasic(clientSecret), {
  execute: [client.allowInsecureRequests],
});
const grant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';

async function outcome(call) {
  try {
    return await call();
  } catch (failure) {
    return { error: failure.error, status: failure.status };
  }
}

const impersonated = await outcome(() => client.genericGrantRequest(config, grant, {
  subject_token: userId, subject_token_type: 'urn:zitadel:params:oauth:token-type:user_id',
  actor_token: actorToken, actor_token_type: accessToken, scope: 'openid profile',
}));
const said = { impersonated: impersonated.error ? impersonated : { type: impersonated.issued_token_type, scope: impersonated.scope } };
if (impersonated.access_token) {
  const token = impersonated.access_token;
  said.userinfo = (await client.fetchUserInfo(config, token, userId)).sub;
  said.act = (await client.tokenIntrospection(config, token)).act?.sub;
  said.fewer = await outcome(async () => (await client.genericGrantRequest(config, grant, { subject_token: token, subject_token_type: accessToken, scope: 'openid' })).scope);
  said.more = await outcome(() => client.genericGrantRequest(config, grant, { subject_token: token, subject_token_type: accessToken, scope: 'openid email phone' }));
  said.api = (await fetch(new URL('/auth/v1/users/me', issuer), { headers: { authorization: `Bearer ${token}` } })).status;
}
console.log(JSON.stringify(said));
