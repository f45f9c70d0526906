// Following what happens: streams of events, and waiting for them.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { people } from './lib/actors.mjs';
import { is, refused } from './lib/expect.mjs';
import { eventually } from './lib/harness.mjs';
import { countsNewSockets } from './lib/held.mjs';
import { ranMs } from './lib/patience.mjs';
import { listen, Stream } from './lib/stream.mjs';
import { everyWay, lacking, nobody, suite, waits } from './lib/suite.mjs';

const PER_USER = 4;
const chinwag = await suite({ conf: { event_readers_per_user: PER_USER,
  event_readers_max: 40, event_heartbeat_sec: 5 } });

// What needs a server that passes streams on.
const streamed = (title, check) =>
  test(title, { skip: lacking.streams }, check);

const program = () => chinwag.worker('events-get');

async function pair() {
  const [anna, bob] = await people(chinwag, 'anna', 'bob');
  return { anna, bob, id: await anna.converse(bob) };
}

const poll = (caller, query = '?wait=0') => caller.get(`/events${query}`);
const position = async (caller) => (await poll(caller)).json.last;

streamed('a stream begins with its position, and what happens follows', async () => {
  const { anna, bob, id } = await pair();
  const last = await position(bob);
  const stream = await listen(bob);
  assert.match(stream.headers['content-type'], /^text\/event-stream/);
  assert.equal(stream.headers['cache-control'], 'no-store');
  assert.deepEqual(stream.events[0],
    { id: last, event: 'ready', data: { id: last, event: 'ready' } });
  const said = await anna.say(id, 'first\n\ndata: evil\r\n\u2028<b>');
  const [told] = await stream.has(1);
  assert.deepEqual(told, { id: told.id, event: 'message', data: { id: told.id,
    event: 'message', conversation: id, message: said } });
  assert.ok(told.id > last);
  stream.close();
});

streamed('each kind of event reaches whom it is for', async () => {
  const [anna, bob, carla, stranger] =
    await people(chinwag, 'anna', 'bob', 'carla', 'stranger');
  const streams = {};
  for (const one of [anna, bob, carla, stranger])
    streams[one.name] = await listen(one);
  const id = await anna.converse(bob, carla);
  const said = await anna.say(id, 'hello');
  is(await bob.put(`/conversations/${id}/read`, { time: said.time }), 204);
  is(await carla.delete(`/conversations/${id}/members/${carla.name}`), 204);
  await anna.say(id, 'without Carla');
  const kinds = async (one, count) =>
    (await streams[one.name].has(count)).map(({ event }) => event);
  assert.deepEqual(await kinds(anna, 4),
    ['conversation', 'message', 'member', 'message']);
  assert.deepEqual(await kinds(bob, 5),
    ['conversation', 'message', 'read', 'member', 'message']);
  assert.deepEqual(await kinds(carla, 3),
    ['conversation', 'message', 'member']);
  const [made, , read] = streams[bob.name].told;
  assert.deepEqual(made.data.participants,
    [anna.name, bob.name, carla.name].sort());
  assert.equal(read.data.unread, 0);
  assert.equal(read.data.time, said.time);
  // The mark may be told together with what was said after it.
  assert.ok(read.data.last >= said.time);
  assert.equal(streams[carla.name].told[2].data.username, carla.name);
  assert.deepEqual(streams[stranger.name].told, []);
  // Nor may she who left read later what was said after.
  const all = (await poll(carla, '?after=0&wait=0')).json.events;
  assert.ok(!JSON.stringify(all).includes('without Carla'));
  assert.deepEqual((await poll(stranger, '?after=0&wait=0')).json.events, []);
  Object.values(streams).forEach((stream) => stream.close());
});

streamed('nothing is lost or told twice over many reconnections', async () => {
  const { anna, bob, id } = await pair();
  const count = 300;
  let last = await position(bob);
  const start = last;
  const seen = [];
  const writer = (async () => {
    for (let i = 0; i < count; i += 1)
      await anna.say(id, `number ${i}`);
  })();
  while (seen.length < count) {
    const stream = await listen(bob, { lastEventId: last });
    assert.equal(stream.events[0].id, last);
    const part = await stream.has(Math.min(13, count - seen.length));
    stream.close();
    seen.push(...part);
    last = seen.at(-1).id;
  }
  await writer;
  assert.deepEqual(seen.map(({ data }) => data.message.message),
    Array.from({ length: count }, (_, i) => `number ${i}`));
  const polled = [];
  for (let at = start; polled.length < count;) {
    const { events, last: next } =
      (await poll(bob, `?after=${at}&wait=1`)).json;
    assert.ok(events.length <= 200);
    polled.push(...events);
    at = next;
  }
  assert.deepEqual(polled.map(({ id: at }) => at), seen.map(({ id: at }) => at));
});

streamed('the greater of header and parameter counts', async () => {
  const { anna, bob, id } = await pair();
  await anna.say(id, 'one');
  const last = await position(bob);
  await anna.say(id, 'two');
  const stream = await listen(bob, { after: last, lastEventId: 0 });
  assert.deepEqual((await stream.has(1)).map(({ data }) =>
    data.message?.message), ['two']);
  stream.close();
  const other = await listen(bob, { after: 0, lastEventId: last });
  assert.equal(other.events[0].id, last);
  other.close();
});

everyWay('a poll answers at once when it does not wait', async (way) => {
  const { anna, bob, id } = await pair();
  const last = await position(bob);
  const caller = bob.via(way);
  const { mode, ...none } = is(await poll(caller), 200).json;
  assert.deepEqual(none, { events: [], last });
  const said = await anna.say(id, 'hello');
  const { events, last: next } =
    is(await poll(caller, `?after=${last}&wait=0`), 200).json;
  assert.deepEqual(events.map(({ message }) => message), [said]);
  assert.equal(next, events[0].id);
  assert.deepEqual((await poll(caller, `?after=${next}&wait=0`)).json,
    { events: [], last: next, mode });
  // A position that is not there yet is now.
  assert.equal((await poll(caller, '?after=9007199254740991&wait=0')).json.last,
    next);
});

everyWay('a poll waits for what happens, and no longer', async (way) => {
  const { anna, bob, id } = await pair();
  const last = await position(bob);
  const [began, ran] = [Date.now(), ranMs()];
  const waiting = poll(bob.via(way), `?after=${last}&wait=20`);
  setTimeout(() => anna.say(id, 'at last'), 700);
  const { events } = is(await waiting, 200).json;
  const took = Date.now() - began;
  assert.equal(events[0].message.message, 'at last');
  assert.ok(took >= 600 && ranMs() - ran < 15000, `${took} ms`);
  const [again, ranAgain] = [Date.now(), ranMs()];
  const { events: none, last: next } =
    is(await poll(bob.via(way), `?after=${events[0].id}&wait=1`), 200).json;
  const waited = Date.now() - again;
  assert.deepEqual(none, []);
  assert.ok(next >= events[0].id);
  assert.ok(waited >= 950 && ranMs() - ranAgain < 15000, `${waited} ms`);
}, waits);

everyWay('where nobody may wait, a poll is answered at once', async (way) => {
  const { bob } = await pair();
  const began = ranMs();
  const { mode } = is(await poll(bob.via(way), '?wait=25'), 200).json;
  assert.ok(ranMs() - began < 20000);
  assert.equal(mode, 'cursor');
}, (way) => !waits(way));

test('and a stream is refused', {
  skip: !lacking.streams && 'it is not refused here' }, async () => {
  const { bob } = await pair();
  refused(await bob.get('/events', { headers: [
    ['Accept', 'text/event-stream']] }), 503, 'busy');
});

test('a stream as CGI', { skip: lacking.streamsByCgi }, async () => {
  const { anna, bob, id } = await pair();
  const last = await position(bob);
  await anna.say(id, 'hello');
  const stream = await listen(bob.with({ instance:
    { port: await chinwag.cgi() } }), { after: last });
  assert.equal((await stream.has(1))[0].data.message.message, 'hello');
  await anna.say(id, 'and more');
  assert.equal((await stream.has(2))[1].data.message.message, 'and more');
  stream.close();
});

streamed('who signs out is cut within 5 seconds, and only they', async () => {
  const { anna, bob, id } = await pair();
  const phone = await people(chinwag, 'phone').then(([one]) => one);
  const stays = await listen(anna);
  const goes = await listen(bob);
  const other = await listen(phone);
  const held = countsNewSockets(chinwag, 'events-get');
  const waiting = poll(bob, '?wait=25');
  await eventually('he waits', () => held() === 1);
  await poll(anna); // who comes later is answered: the others are looked after
  is(await bob.delete('/session'), 204);
  await goes.over(10000);
  assert.deepEqual(goes.events.at(-1),
    { id: undefined, event: 'end', data: { event: 'end', code: 'unauthorized' } });
  assert.deepEqual((await waiting).json.events, []);
  await anna.say(id, 'he is gone');
  await stays.has(1);
  assert.ok(!stays.isOver && !other.isOver);
  assert.deepEqual(goes.told, []);
  is(await phone.delete('/sessions'), 204);
  await other.over(10000);
  refused(await poll(phone), 401, 'unauthorized');
  stays.close();
});

streamed('who leaves is let go within seconds', async () => {
  const { bob } = await pair();
  await poll(bob);
  const held = countsNewSockets(chinwag, 'events-get');
  const streams = [await listen(bob), await listen(bob), await listen(bob)];
  await eventually('three are held', () => held() === 3);
  streams.forEach((stream) => stream.close());
  await eventually('they are let go', () => held() === 0,
    { withinMs: 15000 });
});

streamed('one stream too many is refused, and disturbs nobody', async () => {
  const { anna, bob, id } = await pair();
  const streams = [];
  for (let i = 0; i < PER_USER; i += 1)
    streams.push(await listen(bob));
  const answer = refused(await poll(bob), 503, 'busy');
  assert.match(answer.header('Retry-After'), /^[1-9][0-9]*$/);
  const tooMany = new Stream(bob);
  await tooMany.over();
  assert.equal(tooMany.status, 503);
  await anna.say(id, 'to all');
  for (const stream of streams)
    await stream.has(1);
  streams[0].close();
  await eventually('there is room again', async () =>
    (await poll(bob)).status === 200);
  streams.forEach((stream) => stream.close());
});

streamed('silence has heartbeats', async () => {
  const { bob } = await pair();
  const stream = await listen(bob);
  await eventually('two heartbeats', () => stream.comments >= 2,
    { withinMs: 30000 });
  stream.close();
});

streamed('a reader that takes nothing disturbs nobody and loses nothing', async () => {
  const { anna, bob, id } = await pair();
  const slow = await listen(bob);
  const start = slow.events[0].id;
  const quick = await listen(anna);
  const long = 'x'.repeat(7900);
  slow.stall();
  for (let i = 0; i < 1200; i += 1) {
    await anna.say(id, `${i} ${long}`);
    if (i % 100 === 99)
      await quick.has(i + 1);
  }
  // It was cut, and goes on from what it has got.
  slow.response.resume();
  await slow.over(60000);
  const got = slow.told.length;
  assert.ok(got < 1200, `${got}`);
  const last = slow.told.at(-1)?.id ?? start;
  const again = await listen(bob, { lastEventId: last });
  await again.has(1200 - got, 60000);
  assert.deepEqual([...slow.told, ...again.told].map(({ data }) =>
    parseInt(data.message.message, 10)), Array.from({ length: 1200 },
    (_, i) => i));
  quick.close();
  again.close();
});

streamed('when the program ends, streams end and resume', async () => {
  const { anna, bob, id } = await pair();
  await poll(bob);
  const held = countsNewSockets(chinwag, 'events-get');
  const stream = await listen(bob);
  const waiting = poll(bob, '?wait=25');
  await eventually('both wait', () => held() === 2);
  await poll(anna);
  const { pid } = program();
  process.kill(pid, 'SIGTERM');
  await stream.over();
  assert.deepEqual((await waiting).json.events, []);
  await eventually('it has ended', () =>
    !chinwag.workers().some((worker) => worker.pid === pid));
  // Where one program serves everything, this had to wait, too.
  const key = randomUUID();
  await eventually('somebody speaks', () =>
    anna.say(id, 'meanwhile', key).catch(() => null));
  const again = await eventually('another one serves', async () => {
    try {
      return await listen(bob, { lastEventId: stream.events[0].id });
    } catch {
      return null;
    }
  });
  assert.equal((await again.has(1))[0].data.message.message, 'meanwhile');
  again.close();
});

test('strange requests are refused', async () => {
  const [bob] = await people(chinwag, 'bob');
  for (const query of ['?after=-1', '?after=x', '?after=1.5', '?after=',
    '?after=1&after=2', '?after=9007199254740992', '?wait=26', '?wait=-1',
    '?wait=soon', '?other=1'])
    is(await poll(bob, query), 400, query);
  for (const value of ['x', '-1', '1e3', '99999999999999999999', '1 2'])
    is(await bob.get('/events?wait=0', { headers:
      [['Last-Event-ID', value]] }), 400, value);
  refused(await nobody(chinwag).get('/events?wait=0'), 401, 'unauthorized');
  const stream = new Stream(nobody(chinwag));
  await stream.over();
  assert.equal(stream.status, 401);
});
