// People for tests: signed up through the mail like anybody, or quickly by
// the operator's command.

import assert from 'node:assert/strict';
import { Client } from './client.mjs';

export const PASSWORD = 'correct horse battery';

let count = 0;

// A name nobody has yet.  Mails greet by it: six digits in it, as a process's
// number may have, would look like the code.
export function freshName(stem = 'user') {
  count += 1;
  return `${stem}-${process.pid.toString(36)}-${count}`;
}

const emailOf = (name) => `${name.toLowerCase()}@example.org`;

export async function signIn(instance, { name, password = PASSWORD, email }) {
  const answer = await new Client(instance).post('/session',
    { username: name, password, token: true });
  assert.equal(answer.status, 200, answer.text);
  return new Client(instance, { name: answer.json.username, email, password,
    token: answer.json.token });
}

// Confirmed and signed in, without any mail.
export async function person(instance, name = freshName(),
  email = emailOf(name)) {
  await instance.addUser(name, email, PASSWORD);
  return signIn(instance, { name, email });
}

// Somebody who may manage accounts.
export async function administrator(instance, name = freshName('root')) {
  const someone = await person(instance, name);
  await instance.admin(['users', 'admin', someone.name]);
  return someone;
}

export const people = async (instance, ...names) => {
  const all = [];
  for (const name of names)
    all.push(await person(instance, freshName(name)));
  return all;
};

// Signed up and nothing more.
export async function newcomer(instance, name = freshName('new')) {
  const email = emailOf(name);
  const answer = await new Client(instance).post('/users',
    { username: name, email, password: PASSWORD });
  assert.equal(answer.status, 201, answer.text);
  return new Client(instance, { name, email, password: PASSWORD });
}

// The code in the newest mail to an address.
export async function codeOf(instance, email, known = 0) {
  const mail = await instance.mailTo(email, known);
  const body = mail.replace(/^[\s\S]*?\r?\n\r?\n/, '');
  const found = /(?<!\d)(\d{6})(?!\d)/.exec(body);
  assert.ok(found, `no code in ${mail}`);
  return found[1];
}

// By the front door.
export async function confirmed(instance, name) {
  const someone = await newcomer(instance, name);
  const code = await codeOf(instance, someone.email);
  const answer = await new Client(instance)
    .post(`/users/${someone.name}/confirmation`, { code });
  assert.equal(answer.status, 204, answer.text);
  return signIn(instance, someone);
}
