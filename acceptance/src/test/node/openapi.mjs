// The OpenAPI document: whether a published validator takes it for OpenAPI 3.1, and whether what the server really says is what the document says of it.
//
// node openapi.mjs BASE_URL TOKEN NAME → one line of JSON: the version, the validator's errors, the operations that were tried, and what was not as described.
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [, , baseUrl, token, name] = process.argv;
const document = await (await fetch(`${baseUrl}/openapi`)).json();
const validator = new Validator();
const result = await validator.validate(structuredClone(document));

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, 'document');

const pointer = (...parts) => parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).map(encodeURIComponent).join('/');

/** What of a value is not as the schema at a place of the document says. */
function differences(place, value) {
  const check = ajv.getSchema(`document#/${place}`);
  return check(value) ? [] : check.errors.map((error) => `${error.instancePath} ${error.message}`);
}

function template(method, path) {
  const matches = Object.keys(document.paths)
    .filter((each) => document.paths[each][method])
    .filter((each) => new RegExp(`^${each.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path));
  return matches.sort((a, b) => a.split('{').length - b.split('{').length)[0];
}

const tried = [];
const problems = [];

async function send(method, path, body, authorization = `Bearer ${token}`) {
  const answer = await fetch(baseUrl + path, {
    method: method.toUpperCase(), headers: { authorization, 'content-type': 'application/json' }, body: body && JSON.stringify(body),
  });
  const said = await answer.json();
  const route = template(method, path);
  const operation = document.paths[route][method];
  const status = operation.responses[answer.status] ? String(answer.status) : 'default';
  tried.push(`${operation.operationId} ${answer.status}`);
  const where = pointer('paths', route, method, 'responses', status, 'content', 'application/json', 'schema');
  problems.push(...differences(where, said).map((text) => `answer of ${operation.operationId}: ${text}`));
  if (body && answer.ok) {
    const asked = pointer('paths', route, method, 'requestBody', 'content', 'application/json', 'schema');
    problems.push(...differences(asked, body).map((text) => `request of ${operation.operationId}: ${text}`));
  }
  return said;
}

const options = { isLinkingAllowed: true, isCreationAllowed: true, isAutoCreation: true, isAutoUpdate: true, autoLinking: 'AUTO_LINKING_OPTION_EMAIL' };
const idps = '/management/v1/idps';
const { id } = await send('post', `${idps}/generic_oidc`, {
  name, issuer: 'https://accounts.example.com', clientId: 'client', clientSecret: 'secret', scopes: ['openid'], providerOptions: options, isIdTokenMapping: true, usePkce: true,
});
const ldap = await send('post', `${idps}/ldap`, {
  name, servers: ['ldaps://ldap.example.com'], baseDn: 'dc=example', bindDn: 'cn=admin', bindPassword: 'secret', userBase: 'dn', userObjectClasses: ['person'],
  userFilters: ['uid'], timeout: '10s', attributes: { idAttribute: 'uid' }, providerOptions: options,
});
await send('put', `${idps}/generic_oidc/${id}`, { name, issuer: 'https://accounts.example.com', clientId: 'changed' });
await send('get', `${idps}/templates/${id}`);
await send('get', `/v2/idps/${ldap.id}`);
await send('post', `${idps}/templates/_search`, { query: { limit: 5, asc: true }, queries: [{ idpNameQuery: { name, method: 'TEXT_QUERY_METHOD_EQUALS' } }] });
await send('delete', `${idps}/templates/${id}`);
await send('delete', `${idps}/templates/${ldap.id}`);
await send('get', '/management/v1/orgs/me');
await send('get', '/management/v1/policies/login');
await send('post', '/management/v1/orgs/me/members/_search', {});
await send('post', '/admin/v1/events/_search', { limit: 20, asc: false });
await send('get', `${idps}/templates/17`);
await send('post', `${idps}/generic_oidc`, { name: '' });
await send('get', '/management/v1/orgs/me', undefined, 'Bearer wrong');

console.log(JSON.stringify({ version: validator.version, errors: result.errors ?? [], valid: result.valid, tried, problems }));
