// The same upload upgrades, and the page leads back: under load, with nothing
// lost that was acknowledged.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../api/lib/client.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { is, refused } from '../api/lib/expect.mjs';
import { archive, host, missing } from './lib/host.mjs';

const PASSWORD = 'correct horse battery';
const HOME = '/var/www/vhosts/example.org';

async function found(chinwag) {
  is(await chinwag.get('/api/setup'), 200);
  is(await chinwag.post('/api/setup', { code: chinwag.code().code,
    place: `${HOME}/chinwag-data`, base_url: chinwag.url, username: 'Anna',
    email: 'anna@example.org', password: PASSWORD, mail: 'file',
    mail_from: 'chinwag@example.org' }), 204);
  await eventually('it serves', async () =>
    (await chinwag.get('/api/health')).status === 200);
  const added = await chinwag.as([chinwag.program, 'user-add', '--stdin',
    'bob', 'bob@example.org'], { stdin: `${PASSWORD}\n` });
  assert.equal(added.code, 0, added.stderr);
  const answer = is(await new Client(chinwag).post('/session',
    { username: 'Anna', password: PASSWORD, token: true }), 200);
  return new Client(chinwag, { name: 'Anna', token: answer.json.token });
}

// Somebody who goes on talking, and asks again if there was no answer.
class Talker {
  constructor(anna, id) {
    Object.assign(this, { anna, id, said: [], other: new Map(), goes: true });
    this.done = this.talk();
  }

  async talk() {
    for (let i = 0; this.goes; i += 1) {
      const message = `message ${i}`;
      const key = randomUUID();
      while (!await this.say(message, key))
        await pause(20);
      this.said.push(message);
    }
  }

  async say(message, key) {
    const request = this.anna.requestOf('POST',
      `/conversations/${this.id}/messages`, { json: { message }, key });
    const { headers } = request;
    const answer = await this.anna.instance.send({ ...request, headers });
    if (answer.status !== 201)
      this.other.set(answer.status, (this.other.get(answer.status) ?? 0) + 1);
    return answer.status === 201;
  }

  async stop() {
    this.goes = false;
    await this.done;
  }
}

async function everything(anna, id) {
  const all = [];
  for (let before = ''; ;) {
    const page = await anna.messages(id, `?limit=200${before}`);
    all.unshift(...page.messages.map(({ message }) => message));
    if (!page.more)
      return all;
    before = `&before=${page.messages[0].time}`;
  }
}

async function schemas(chinwag) {
  const done = await chinwag.as([chinwag.program, 'migrate', '--check',
    '--json']);
  return JSON.parse(done.stdout).stores.map(({ found: number }) => number);
}

const code = async (chinwag) => {
  is(await chinwag.post('/api/setup/code', {}), 204);
  return chinwag.code().code;
};

for (const way of missing ? [] : ['fcgid', 'cgi']) {
  const chinwag = await host(way);
  after(() => chinwag.stop());
  const told = (name, check) => test(`${name} (${way})`, async () => {
    try {
      await check();
    } catch (error) {
      error.message += `\n${chinwag.logs().slice(-3000)}`;
      throw error;
    }
  });
  const anna = await found(chinwag);
  const id = await anna.converse('bob');
  const first = chinwag.program;
  const firstSchemas = await schemas(chinwag);
  const data = path.join(chinwag.home, 'chinwag-data');
  const state = async () =>
    is(await chinwag.get('/api/setup'), 200).json.state;

  told('without a release before there is no way back', async () => {
    refused(await chinwag.post('/api/setup/back', { code: 'none' }), 400,
      'invalid', '/code');
    const right = await code(chinwag);
    const { json } = is(await chinwag.post('/api/setup/releases',
      { code: right }), 200);
    assert.equal(json.own, json.current);
    assert.equal(json.before, undefined);
    refused(await chinwag.post('/api/setup/back', { code: right }), 404,
      'not_found');
  });

  told('an upload that is not whole upgrades nothing', async () => {
    const before = fs.readFileSync(path.join(chinwag.web, '.htaccess'));
    chinwag.upload(archive('next'));
    const page = path.join(chinwag.web, 'index.html');
    const whole = fs.readFileSync(page);
    fs.writeFileSync(page, whole.subarray(0, 50));
    is(await chinwag.get('/api/health'), 503);
    await eventually('it waits', async () => await state() === 'waiting');
    const { json } = is(await chinwag.post('/api/setup/releases',
      { code: await code(chinwag) }), 200);
    assert.match(json.problem, /index\.html.*Upload the whole/);
    // The customer goes back to the old archive by uploading it again.
    chinwag.upload();
    assert.deepEqual(fs.readFileSync(path.join(chinwag.web, '.htaccess')),
      before);
    await eventually('it serves', async () =>
      (await chinwag.get('/api/health')).status === 200);
    assert.deepEqual(await schemas(chinwag), firstSchemas);
  });

  told('an upload upgrades, and nothing is lost meanwhile', async () => {
    const talker = new Talker(anna, id);
    await eventually('some was said', () => talker.said.length > 5);
    chinwag.upload(archive('next'));
    const { length } = talker.said;
    await eventually('it goes on', () => talker.said.length > length + 10);
    await talker.stop();
    assert.notEqual(chinwag.program, first);
    assert.deepEqual(await everything(anna, id), talker.said);
    assert.deepEqual(await schemas(chinwag),
      firstSchemas.map((number) => number + 1));
    assert.equal(await state(), 'ready');
    assert.ok([...talker.other.keys()].every((status) =>
      [500, 502, 503].includes(status)), String([...talker.other]));
    chinwag.said = talker.said;
  });

  told('the page leads back, and nothing is lost', async () => {
    const talker = new Talker(anna, id);
    await eventually('some was said', () => talker.said.length > 5);
    const right = await code(chinwag);
    const { json } = is(await chinwag.post('/api/setup/releases',
      { code: right }), 200);
    assert.ok(first.includes(json.before), json.before);
    is(await chinwag.post('/api/setup/back', { code: right }), 204);
    const { length } = talker.said;
    await eventually('it goes on', () => talker.said.length > length + 10);
    await talker.stop();
    assert.equal(chinwag.program, first);
    assert.deepEqual(await everything(anna, id),
      [...chinwag.said, ...talker.said]);
    assert.deepEqual(await schemas(chinwag), firstSchemas);
    assert.equal(chinwag.code(), null);
    assert.equal(await state(), 'ready');
    chinwag.said.push(...talker.said);
  });

  told('it can be upgraded once more', async () => {
    chinwag.upload(archive('next'));
    await eventually('it serves', async () =>
      (await chinwag.get('/api/health')).status === 200);
    assert.deepEqual(await schemas(chinwag),
      firstSchemas.map((number) => number + 1));
    assert.deepEqual(await everything(anna, id), chinwag.said);
    assert.ok(fs.existsSync(path.join(data, 'before-migrations')));
  });
}

test('a host is to be had', { skip: missing }, () => {});
