// The same upload upgrades, and the page leads back: under load, with nothing
// lost that was acknowledged.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { Hammer } from '../api/lib/hammer.mjs';
import { eventually } from '../api/lib/harness.mjs';
import { is, refused } from '../api/lib/expect.mjs';
import { found } from './lib/found.mjs';
import { archive, host, missing } from './lib/host.mjs';

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

const WINDOW = { windowMs: 10000 };

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
  const [anna, bob] = await found(chinwag);
  const id = await anna.converse(bob);
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
    // A program that is begun anew meanwhile is no answer yet.
    await eventually('it waits', async () => {
      const answer = await chinwag.get('/api/setup');
      return answer.status === 200 && answer.json.state === 'waiting';
    });
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

  // A program that changes hands is begun anew by mod_fcgid with 500 or 503.
  const hammerOf = () => {
    const hammer = new Hammer(id, [anna, bob], [anna],
      { refusals: [500, 502, 503], after: 24 });
    after(() => { hammer.goes = false; });
    return hammer;
  };

  // At most 1 % are refused of what is asked within the 10 s around it, or, on
  // a machine that is too busy to answer many, what the three who ask had in
  // hand at both ends.
  const isBrief = ({ answers, refused: count, silent, spanMs }) => {
    assert.equal(silent, 0);
    assert.ok(count <= Math.max(answers / 100, 6), `${count} of ${answers}`);
    assert.ok(spanMs <= 30000, `${spanMs}`);
  };

  told('an upload upgrades, and nothing is lost meanwhile', async () => {
    const hammer = hammerOf();
    await hammer.warm();
    isBrief(await hammer.during(`an upgrade (${way})`,
      () => chinwag.upload(archive('next')), WINDOW));
    chinwag.said = await hammer.stop(bob);
    assert.notEqual(chinwag.program, first);
    assert.deepEqual(await schemas(chinwag),
      firstSchemas.map((number) => number + 1));
    assert.equal(await state(), 'ready');
  });

  told('the page leads back, and nothing is lost', async () => {
    const hammer = hammerOf();
    await hammer.warm();
    const right = await code(chinwag);
    const { json } = is(await chinwag.post('/api/setup/releases',
      { code: right }), 200);
    assert.ok(first.includes(json.before), json.before);
    isBrief(await hammer.during(`the way back (${way})`, async () =>
      is(await chinwag.post('/api/setup/back', { code: right }), 204),
    WINDOW));
    const all = await hammer.stop(bob);
    assert.equal(chinwag.program, first);
    assert.deepEqual(all.slice(0, chinwag.said.length), chinwag.said);
    chinwag.said = all;
    assert.deepEqual(await schemas(chinwag), firstSchemas);
    assert.equal(chinwag.code(), null);
    assert.equal(await state(), 'ready');
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
