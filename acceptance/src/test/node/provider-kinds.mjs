// One kind of provider through ZITADEL's published client, the way a tool that manages configuration goes about it:
// made, read, changed without its secret, read, removed; on the instance and in an organization.
//
// node provider-kinds.mjs BASE_URL TOKEN NAME KIND → one line of JSON: what was sent and what was read, without secrets.
// KIND is what stands between add and Provider in the name of the call.
import { generateKeyPairSync } from 'node:crypto';
import { create, toJson } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { NewAuthorizationBearerInterceptor } from '@zitadel/client';
import { createAdminServiceClient, createManagementServiceClient } from '@zitadel/client/v1';
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js';
import { ProviderSchema } from '@zitadel/proto/zitadel/idp_pb.js';

const [, , baseUrl, token, name, kind] = process.argv;

const metadata = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>
  </IDPSSODescriptor>
</EntityDescriptor>`;
const client = { clientId: 'client-id', scopes: ['openid', 'email'] };
const endpoints = {
  authorizationEndpoint: 'https://op.example.com/authorize', tokenEndpoint: 'https://op.example.com/token', userEndpoint: 'https://op.example.com/user',
};
const issuer = 'https://op.example.com';
const secret = { clientSecret: 'secret' };

// What each kind is made of, and its secret.
const kinds = {
  GenericOAuth: [{ ...client, ...endpoints, idAttribute: 'sub', usePkce: true }, secret],
  GenericOIDC: [{ ...client, issuer, isIdTokenMapping: true, usePkce: true }, secret],
  JWT: [{ issuer, jwtEndpoint: 'https://op.example.com/jwt', keysEndpoint: 'https://op.example.com/keys', headerName: 'x-token' }, {}],
  AzureAD: [{ ...client, tenant: { type: { case: 'tenantId', value: 'contoso' } }, emailVerified: true }, secret],
  GitHub: [client, secret],
  GitHubEnterpriseServer: [{ ...client, ...endpoints }, secret],
  GitLab: [client, secret],
  GitLabSelfHosted: [{ ...client, issuer }, secret],
  Google: [client, secret],
  LDAP: [{
    servers: ['ldaps://directory.example.com:636'], baseDn: 'dc=example,dc=com', bindDn: 'cn=reader,dc=example,dc=com', userBase: 'dn',
    userObjectClasses: ['person'], userFilters: ['uid'], timeout: { seconds: 5n },
    attributes: { idAttribute: 'uid', firstNameAttribute: 'givenName', lastNameAttribute: 'sn', emailAttribute: 'mail' },
  }, { bindPassword: 'secret' }],
  Apple: [{ ...client, teamId: 'TEAM123456', keyId: 'KEY1234567' }, { privateKey: privateKey() }],
  SAML: [{
    metadata: { case: 'metadataXml', value: new TextEncoder().encode(metadata) }, binding: 1, withSignedRequest: true, nameIdFormat: 1,
    transientMappingAttributeName: 'uid', federatedLogoutEnabled: true, signatureAlgorithm: 2,
  }, {}],
};

function privateKey() {
  return new TextEncoder().encode(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

const [config, secrets] = kinds[kind];
const options = { isLinkingAllowed: true, isCreationAllowed: true, isAutoCreation: true, isAutoUpdate: true, autoLinking: 1 };

async function life(api) {
  const { id } = await api[`add${kind}Provider`]({ ...config, ...secrets, name, providerOptions: options });
  const read = async () => {
    const { id: _, details, ...rest } = toJson(ProviderSchema, (await api.getProviderByID({ id })).idp);
    return { sequence: details.sequence, ...rest };
  };
  const added = await read();
  const renamed = { ...config, id, name: `${name} renamed`, providerOptions: {} };
  await api[`update${kind}Provider`](renamed);
  const updated = await read();
  await api[`update${kind}Provider`](renamed);
  const again = await read();
  await api.deleteProvider({ id });
  const gone = await read().catch((error) => Code[ConnectError.from(error).code]);
  return { added, updated, again, gone };
}

const transport = createGrpcTransport({ baseUrl, interceptors: [NewAuthorizationBearerInterceptor(token)] });
const request = AdminService.method[`add${kind}Provider`].input;

console.log(JSON.stringify({
  sent: toJson(request, create(request, config)),
  instance: await life(createAdminServiceClient(transport)),
  organization: await life(createManagementServiceClient(transport)),
}));
