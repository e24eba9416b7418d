// A client that verifies tokens with jose, unmodified, by a key set that it keeps and never asks for again.
//
// node verify-tokens.mjs ISSUER KEY_SET TOKEN… → one line of JSON: the algorithm of each token; fails with the first token that it can't verify.
import { createLocalJWKSet, jwtVerify } from 'jose';

const [, , issuer, keySet, ...tokens] = process.argv;
const keys = createLocalJWKSet(JSON.parse(keySet));
const algorithms = [];
for (const token of tokens) {
  const { protectedHeader } = await jwtVerify(token, keys, { issuer, clockTolerance: '400d' });
  algorithms.push(protectedHeader.alg);
}
console.log(JSON.stringify(algorithms));
