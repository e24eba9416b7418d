// The API through ZITADEL's own published client (@zitadel/client, @zitadel/proto) over one of Connect's transports.
//
// node api-client.mjs BASE_URL TOKEN grpc|grpc-web|connect|connect-json → one line of JSON: what each call answered.
import { Code, ConnectError } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { NewAuthorizationBearerInterceptor } from '@zitadel/client';
import { createAdminServiceClient, createManagementServiceClient } from '@zitadel/client/v1';
import { toJson } from '@bufbuild/protobuf';
import { ErrorDetailSchema } from '@zitadel/proto/zitadel/message_pb.js';
import { ProviderSchema } from '@zitadel/proto/zitadel/idp_pb.js';

const [, , baseUrl, token, kind] = process.argv;

function transport(bearer) {
  const interceptors = bearer === undefined ? [] : [NewAuthorizationBearerInterceptor(bearer)];
  switch (kind) {
    case 'grpc': return createGrpcTransport({ baseUrl, interceptors });
    case 'grpc-web': return createGrpcWebTransport({ baseUrl, httpVersion: '1.1', interceptors });
    case 'connect': return createConnectTransport({ baseUrl, httpVersion: '1.1', interceptors });
    case 'connect-json': return createConnectTransport({ baseUrl, httpVersion: '2', useBinaryFormat: false, interceptors });
    default: throw new Error(`no transport ${kind}`);
  }
}

async function outcome(call) {
  try {
    return await call();
  } catch (error) {
    const failure = ConnectError.from(error);
    return { code: Code[failure.code], message: failure.rawMessage, details: failure.findDetails(ErrorDetailSchema).map(({ id, message }) => ({ id, message })) };
  }
}

const admin = createAdminServiceClient(transport(token));
const management = createManagementServiceClient(transport(token));
const generic = {
  name: `client ${kind}`, issuer: 'https://accounts.example.com', clientId: 'client-id', clientSecret: 'secret', scopes: ['openid', 'email'],
  providerOptions: { isLinkingAllowed: true, isAutoCreation: true, autoLinking: 2 }, usePkce: true,
};
const instance = await admin.addGenericOIDCProvider(generic);
const organization = await management.addGenericOIDCProvider(generic);

console.log(JSON.stringify({
  added: { hasId: /^\d+$/.test(instance.id), sequence: String(instance.details.sequence), created: instance.details.creationDate !== undefined },
  updated: await outcome(async () => {
    const { details } = await management.updateGenericOIDCProvider({ ...generic, id: organization.id, name: `renamed ${kind}`, clientSecret: '' });
    return { sequence: String(details.sequence), changed: details.changeDate !== undefined };
  }),
  got: await outcome(async () => shown((await management.getProviderByID({ id: organization.id })).idp)),
  listed: await outcome(async () => {
    const { result } = await admin.listProviders({ queries: [{ query: { case: 'idpIdQuery', value: { id: instance.id } } }] });
    return result.map(shown);
  }),
  removed: await outcome(async () => (await admin.deleteProvider({ id: instance.id })).details !== undefined),
  gone: await outcome(() => admin.getProviderByID({ id: instance.id })),
  invalid: await outcome(() => admin.addGenericOIDCProvider({ ...generic, name: '' })),
  blankSecret: await outcome(() => admin.addGenericOIDCProvider({ ...generic, clientSecret: ' ' })),
  noToken: await outcome(() => createAdminServiceClient(transport(undefined)).addGenericOIDCProvider(generic)),
  badToken: await outcome(() => createAdminServiceClient(transport('nope')).addGenericOIDCProvider(generic)),
}));

function shown(provider) {
  const { id, details, ...rest } = toJson(ProviderSchema, provider);
  return rest;
}
