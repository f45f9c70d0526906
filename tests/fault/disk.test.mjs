// A full disk: said as it is, reading goes on, and all is well again as soon
// as there is room, without a restart.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { person } from '../api/lib/actors.mjs';
import { is, refused } from '../api/lib/expect.mjs';
import { eventually, start } from '../api/lib/harness.mjs';
import { nobody } from '../api/lib/suite.mjs';
import { faultsOf } from './lib/check.mjs';
import { readAll } from './lib/drive.mjs';

// A small disk of our own, if we may have one.
function mountSmall() {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'chinwag-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=0700', 'tmpfs',
      place], { stdio: 'pipe' });
    return place;
  } catch {
    fs.rmdirSync(place);
    return null;
  }
}

const disk = mountSmall();
const options = { skip: disk ? false : 'may not mount a tmpfs here' };
after(async () => {
  await chinwag?.stop();
  if (disk) {
    execFileSync('umount', ['-l', disk]);
    fs.rmdirSync(disk);
  }
});
const chinwag = disk && await start({ conf: { data_dir: `${disk}/data` } });

const ballast = path.join(disk ?? '', 'ballast');

function fill() {
  const file = fs.openSync(ballast, 'w');
  for (const size of [65536, 4096, 512, 1])
    try {
      for (;;)
        fs.writeSync(file, Buffer.alloc(size));
    } catch (error) {
      assert.equal(error.code, 'ENOSPC');
    }
  fs.closeSync(file);
}

test('full: writing is refused, reading goes on, then all is well',
  options, async () => {
    const anna = await person(chinwag);
    const bob = await person(chinwag);
    const id = await anna.converse(bob);
    const attempts = [];
    const say = async (text) => {
      const answer = await anna.post(`/conversations/${id}/messages`,
        { message: text }, { key: randomUUID() });
      attempts.push({ who: anna.name, conversation: id, text,
        outcome: answer.status === 201 ? 'acked' : 'unknown',
        message: answer.status === 201 ? answer.json : null });
      return answer;
    };
    is(await say('before'), 201);

    fill();
    // What room the store has left in its own files may take some more.
    const padding = 'x'.repeat(4000);
    await eventually('it is full', async () =>
      (await say(`${randomUUID()} ${padding}`)).status !== 201,
    { withinMs: 30000, everyMs: 0 });
    for (let i = 0; i < 5; i += 1)
      refused(await say(`full ${i} ${padding}`), 503, 'storage_full');
    is(await anna.get('/session'), 200);
    is(await bob.get('/conversations'), 200);
    assert.ok((await bob.messages(id)).messages.length > 0);
    is(await anna.get('/events?wait=0'), 200);
    const health = await nobody(chinwag).get('/health');
    assert.ok([200, 503].includes(health.status));
    const put = await bob.put(`/conversations/${id}/read`,
      { time: 9007199254740991 });
    assert.ok([204, 503].includes(put.status), put.text);

    fs.rmSync(ballast);
    is(await say('after'), 201);
    is(await nobody(chinwag).get('/health'), 200);
    await person(chinwag);
    const stored = { [id]: await readAll(bob, id) };
    assert.deepEqual(faultsOf({ attempts, stored }), []);
  });
