// Somebody who calls the API, by cookie, by token, or as nobody.  Every
// answer is validated on its way back.

import { randomUUID } from 'node:crypto';
import { fromShell } from './cgi.mjs';
import { prefix } from './programs.mjs';
import { validate } from './validate.mjs';
import { request as send } from './wire.mjs';

// The three ways to reach a program: FastCGI and CGI behind the web server,
// and a shell.
export const ways = {
  http: (instance, request) => send(instance.port, request),
  cgi: async (instance, request) => send(await instance.cgi(), request),
  shell: fromShell,
};

export class Client {
  constructor(instance, { name, email, password, token, by = 'token',
    way = 'http' } = {}) {
    Object.assign(this, { instance, name, email, password, token, by, way });
  }

  // The same caller by another way, or with another credential.
  with(change) {
    return new Client(change.instance ?? this.instance,
      { ...this, ...change });
  }

  via(way) {
    return this.with({ way });
  }

  get cookie() {
    return `chinwag=${this.token}`;
  }

  credentials(method) {
    if (!this.token)
      return [];
    if (this.by === 'token')
      return [['Authorization', `Bearer ${this.token}`]];
    const cookie = [['Cookie', this.cookie]];
    return method === 'GET' ? cookie
      : [...cookie, ['Sec-Fetch-Site', 'same-origin']];
  }

  // json: the body as a value; body and type: as it is.  key: idempotency.
  // headers: [[name, value], ...] besides.
  requestOf(method, path, { json, body, type, key, headers = [] } = {}) {
    const has = (name) => headers.some(([other]) =>
      other.toLowerCase() === name.toLowerCase());
    const bytes = json === undefined ? body : JSON.stringify(json);
    const lines = this.credentials(method).filter(([name]) => !has(name));
    const media = type ?? (json === undefined ? undefined : 'application/json');
    if (media && !has('Content-Type'))
      lines.push(['Content-Type', media]);
    if (key !== undefined)
      lines.push(['Idempotency-Key', key]);
    return { method, path: `${prefix}${path}`, headers: [...lines, ...headers],
      body: bytes };
  }

  async call(method, path, options = {}) {
    const request = this.requestOf(method, path, options);
    const answer = await ways[this.way](this.instance,
      { ...request, chunked: options.chunked, timeoutMs: options.timeoutMs });
    return validate(request, answer);
  }

  get(path, options) {
    return this.call('GET', path, options);
  }

  post(path, json, options) {
    return this.call('POST', path, { json, ...options });
  }

  put(path, json, options) {
    return this.call('PUT', path, { json, ...options });
  }

  patch(path, json, options) {
    return this.call('PATCH', path, { json, ...options });
  }

  delete(path, options) {
    return this.call('DELETE', path, options);
  }

  // What tests do most.

  async converse(...others) {
    const names = others.map((other) => other.name ?? other);
    const answer = await this.post('/conversations', names);
    return answer.json;
  }

  async say(id, message, key = randomUUID()) {
    const answer = await this.post(`/conversations/${id}/messages`,
      { message }, { key });
    return answer.json;
  }

  async messages(id, query = '') {
    const answer = await this.get(`/conversations/${id}/messages${query}`);
    return answer.json;
  }

  async conversation(id) {
    const answer = await this.get('/conversations');
    return answer.json.find((one) => one.id === id);
  }
}
