// The API through ZITADEL's own published client (@zitadel/client, @zitadel/proto) over one of Connect's transports.
//
// node api-client.mjs BASE_URL TOKEN STRANGER NAME grpc|grpc-web|connect|connect-json → one line of JSON: what each call answered.
// TOKEN is an IAM_OWNER's, STRANGER that of a user without any membership; NAME is what the providers' names begin with.
import { Code, ConnectError } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { NewAuthorizationBearerInterceptor } from '@zitadel/client';
import { createAdminServiceClient, createAuthServiceClient, createManagementServiceClient } from '@zitadel/client/v1';
import { createUserServiceClient } from '@zitadel/client/v2';
import { toJson } from '@bufbuild/protobuf';
import { ErrorDetailSchema } from '@zitadel/proto/zitadel/message_pb.js';
import { TextQueryMethod } from '@zitadel/proto/zitadel/object_pb.js';
import { IDPOwnerType, ProviderSchema } from '@zitadel/proto/zitadel/idp_pb.js';

const [, , baseUrl, token, stranger, name, kind] = process.argv;

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

const generic = {
  issuer: 'https://accounts.example.com', clientId: 'client-id', clientSecret: 'secret', scopes: ['openid', 'email'],
  providerOptions: { isLinkingAllowed: true, isAutoCreation: true, autoLinking: 2 }, usePkce: true,
};

const byId = (id) => ({ query: { case: 'idpIdQuery', value: { id } } });
const byName = (text, method) => ({ query: { case: 'idpNameQuery', value: { name: text, method } } });
const byOwner = (ownerType) => ({ query: { case: 'ownerTypeQuery', value: { ownerType } } });

// All that happens to two providers, on the instance or in an organization: both clients have the same calls.
async function life(client, level) {
  const first = await client.addGenericOIDCProvider({ ...generic, name: `${name} ${level} first` });
  const second = await client.addGenericOIDCProvider({ ...generic, name: `${name} ${level} second` });
  const listed = async (request) => (await client.listProviders(request)).result.map((provider) => provider.name);
  const get = (id) => outcome(async () => shown((await client.getProviderByID({ id })).idp));
  const update = (id, change) => outcome(async () => {
    const { details } = await client.updateGenericOIDCProvider({ ...generic, clientSecret: '', id, name: `${name} ${level} renamed`, ...change });
    return { sequence: String(details.sequence), changed: details.changeDate !== undefined };
  });
  const both = byName(`${name} ${level}`, TextQueryMethod.STARTS_WITH);
  return {
    added: { hasId: /^\d+$/.test(first.id), sequence: String(first.details.sequence), created: first.details.creationDate !== undefined },
    got: await get(first.id),
    listedById: await listed({ queries: [byId(second.id)] }),
    listedByName: await listed({ queries: [both] }),
    listedByPart: await listed({ queries: [both, byName('SECOND', TextQueryMethod.ENDS_WITH_IGNORE_CASE)] }),
    listedPage: await outcome(async () => {
      const { details, result } = await client.listProviders({ query: { offset: 1n, limit: 1, asc: true }, queries: [both] });
      return { total: String(details.totalResult), names: result.map((provider) => provider.name) };
    }),
    updated: await update(first.id),
    sentAgain: await update(first.id),
    gotUpdated: await get(first.id),
    badIssuer: await update(first.id, { issuer: 'nonsense' }),
    removed: await outcome(async () => (await client.deleteProvider({ id: first.id })).details !== undefined),
    gone: await get(first.id),
    updatedGone: await update(first.id),
    removedGone: await outcome(() => client.deleteProvider({ id: first.id })),
    left: await listed({ queries: [both] }),
  };
}

async function owners(management) {
  const names = (owner) => outcome(async () => (await management.listProviders({
    queries: [byName(name, TextQueryMethod.STARTS_WITH), byOwner(owner)],
  })).result.map((provider) => provider.name));
  return { system: await names(IDPOwnerType.IDP_OWNER_TYPE_SYSTEM), org: await names(IDPOwnerType.IDP_OWNER_TYPE_ORG) };
}

// The newer service: a person, made and read.
async function person(users) {
  const { userId } = await users.addHumanUser({
    username: `${name} person`, profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email: 'ada@example.com', verification: { case: 'isVerified', value: true } },
  });
  const { user } = await users.getUserByID({ userId });
  return { username: user.username, kind: user.type.case, displayName: user.type.value.profile.displayName, verified: user.type.value.email.isVerified };
}

function shown(provider) {
  const { id, details, ...rest } = toJson(ProviderSchema, provider);
  return rest;
}

const admin = createAdminServiceClient(transport(token));
const management = createManagementServiceClient(transport(token));
const users = createUserServiceClient(transport(token));

console.log(JSON.stringify({
  me: await outcome(async () => (await createAuthServiceClient(transport(token)).getMyUser({})).user.type.case),
  instance: await life(admin, 'instance'),
  organization: await life(management, 'organization'),
  owners: await owners(management),
  invalid: await outcome(() => admin.addGenericOIDCProvider({ ...generic, name: '' })),
  blankSecret: await outcome(() => admin.addGenericOIDCProvider({ ...generic, name, clientSecret: ' ' })),
  person: await outcome(() => person(users)),
  nobody: await outcome(() => users.getUserByID({ userId: '1' })),
  user: await outcome(async () => /^\d+$/.test((await management.addMachineUser({ userName: name, name })).userId)),
  sameUser: await outcome(() => management.addMachineUser({ userName: name, name })),
  noMember: await outcome(() => createAdminServiceClient(transport(stranger)).addGenericOIDCProvider({ ...generic, name })),
  noToken: await outcome(() => createAdminServiceClient(transport(undefined)).addGenericOIDCProvider({ ...generic, name })),
  badToken: await outcome(() => createAdminServiceClient(transport('nope')).addGenericOIDCProvider({ ...generic, name })),
}));
