// What every external party shares: it listens on loopback, tells its parent where on one line of JSON, and ends with its parent.
import http from 'node:http';

/** Starts `handler` on a free port of 127.0.0.1, prints {"port": …} and ends the process when standard input closes. */
export async function listen(handler, told = () => ({})) {
  const server = http.createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  console.log(JSON.stringify({ port, ...told(port) }));
  process.stdin.on('end', () => process.exit(0)).resume();
  return port;
}

export async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export async function jsonOf(request) {
  return JSON.parse((await bodyOf(request)) || '{}');
}

export function send(response, status, headers, body = '') {
  response.writeHead(status, headers).end(body);
}

export function sendJson(response, value, status = 200) {
  send(response, status, { 'content-type': 'application/json' }, JSON.stringify(value));
}

export function sendPage(response, title, body, status = 200) {
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escape(title)}</title><h1>${escape(title)}</h1>${body}</html>`;
  send(response, status, { 'content-type': 'text/html; charset=utf-8' }, page);
}

export function redirect(response, location, headers = {}) {
  send(response, 302, { location: String(location), ...headers });
}

export function escape(text) {
  return String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
}
