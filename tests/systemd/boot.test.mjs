// systemd itself runs the units: programs start at the first request, work in
// their sandboxes, and end when nobody asks.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../api/lib/harness.mjs';
import { programs as operations } from '../api/lib/programs.mjs';
import { Machine, programs, whyNot } from './lib/machine.mjs';

const json = { 'Content-Type': 'application/json',
  'Sec-Fetch-Site': 'same-origin' };

function post(path, value, headers = {}) {
  return { method: 'POST', path: `/api${path}`, headers: { ...json,
    ...headers }, body: JSON.stringify(value) };
}

const get = (path, headers) => ({ method: 'GET', path: `/api${path}`,
  headers });

// What each program is asked without a session.
function requestFor(name) {
  const operation = operations.find((one) => one.name === name);
  const method = operation?.method ?? 'GET';
  const path = (operation?.path ?? '/nowhere').replace(/\{\w+\}/g, 'nobody');
  return method === 'GET' ? get(path)
    : { method, path: `/api${path}`, headers: json,
      body: method === 'DELETE' ? undefined : '{}' };
}

describe('systemd', { skip: whyNot() }, () => {
  let machine;

  before(async () => {
    machine = new Machine();
    await machine.start();
  });

  after(() => machine.stop());

  const unit = (name) => `chinwag@${name}.service`;

  async function signIn(username) {
    const answer = await machine.ask('session-post', post('/session',
      { username, password: 'correct horse battery', token: true }));
    assert.equal(answer.status, 200, machine.logs());
    return { Authorization: answer.json.token };
  }

  test('nothing runs before somebody asks', async () => {
    for (const name of programs)
      assert.equal(await machine.isActive(unit(name)), false, name);
  });

  for (const name of programs)
    test(`${name} answers in its sandbox`, async () => {
      // The second answer comes from a process that is there to be looked at.
      const answer = await machine.ask(name, requestFor(name));
      assert.ok(answer.status < 500, `${answer.status} ${machine.logs()}`);
      const status = await eventually(`${name} can be looked at`, async () => {
        await machine.ask(name, requestFor(name));
        const found = await machine.status(unit(name));
        return found.Seccomp && found;
      });
      assert.equal(status.NoNewPrivs, '1');
      assert.equal(status.Seccomp, '2');
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
        assert.match(status[set], /^0+$/, set);
      assert.doesNotMatch(status.Uid, /\b0\b/);
    });

  test('its files are to be read, its data to be written', async () => {
    const mounts = await eventually('it can be looked at', async () => {
      await machine.ask('messages-get', requestFor('messages-get'));
      const found = await machine.mounts(unit('messages-get'));
      return found['/'] && found;
    });
    for (const [place, ...options] of [['/', 'ro', 'noexec'],
      ['/var/lib/chinwag', 'rw', 'noexec'],
      ['/var/lib/chinwag/keys', 'ro'],
      ['/usr/local/libexec/chinwag', 'nosuid']])
      for (const option of options)
        assert.ok(mounts[place]?.includes(option),
          `${place} is not ${option}: ${mounts[place]}`);
    assert.ok(!mounts['/usr/local/libexec/chinwag'].includes('noexec'));
  });

  test('two people chat', async () => {
    const anna = await signIn('anna');
    const bob = await signIn('bob');
    const { json: id } = await machine.ask('conversations-post',
      post('/conversations', ['bob'], anna));
    const said = await machine.ask('messages-post',
      post(`/conversations/${id}/messages`, { message: 'Hello' }, anna));
    assert.equal(said.status, 201, machine.logs());
    const heard = await machine.ask('messages-get',
      get(`/conversations/${id}/messages`, bob));
    assert.equal(heard.json.messages.at(-1).message, 'Hello');
    const list = await machine.ask('conversations-get',
      get('/conversations', bob));
    assert.equal(list.json[0].unread, 1);
  });

  test('an event reaches a reader, who keeps the program', async () => {
    const anna = await signIn('anna');
    const reader = machine.open('events-get',
      get('/events', { ...anna, Accept: 'text/event-stream' }));
    await eventually('the stream is ready', () =>
      reader.content().content.includes('event: ready'));
    const bob = await signIn('bob');
    const { json: [{ id }] } = await machine.ask('conversations-get',
      get('/conversations', bob));
    await machine.ask('messages-post',
      post(`/conversations/${id}/messages`, { message: 'Ahoy' }, bob));
    await eventually('the event comes', () =>
      reader.content().content.includes('Ahoy'));
    await eventually('others have ended', async () =>
      !await machine.isActive(unit('messages-post')), { withinMs: 60000 });
    assert.equal(await machine.isActive(unit('events-get')), true);
    reader.close();
    await eventually('the program ends, too', async () =>
      !await machine.isActive(unit('events-get')), { withinMs: 60000 });
  });

  test('mail is sent as soon as it is queued', async () => {
    const answer = await machine.ask('users-post', post('/users',
      { username: 'carl', email: 'carl@example.org',
        password: 'correct horse battery' }));
    assert.equal(answer.status, 201, machine.logs());
    const place = machine.file('/var/lib/chinwag/mail');
    await eventually('the mail is a file', () => fs.existsSync(place) &&
      fs.readdirSync(place).some((name) => name.endsWith('.eml')),
    { withinMs: 90000 });
  });

  test('the house is kept', async () => {
    const done = await machine.systemctl('start', 'chinwag-housekeep.service');
    assert.equal(done.code, 0, done.stderr + machine.logs());
    assert.equal(await machine.property('chinwag-housekeep.service', 'Result'),
      'success');
  });

  test('who is idle ends well, and the next request is answered', async () => {
    for (const name of programs)
      await eventually(`${name} has ended`, async () =>
        !await machine.isActive(unit(name)), { withinMs: 60000 });
    for (const name of programs)
      assert.equal(await machine.property(unit(name), 'Result'), 'success',
        name);
    const answer = await machine.ask('health-get', get('/health'));
    assert.deepEqual([answer.status, answer.json.status], [200, 'ok']);
  });

  test('nothing has failed', async () => {
    const { text } = await machine.systemctl('list-units', '--failed',
      '--plain', '--no-legend');
    assert.equal(text, '', machine.logs());
  });
});
