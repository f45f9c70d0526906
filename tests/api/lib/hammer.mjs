// People who go on talking and reading while something is done to what serves
// them: what they are told is counted by tenths of a second, and afterwards all
// that was acknowledged must be there, once.
//
//	const hammer = new Hammer(id, [anna, bob], [carla]);
//	await hammer.warm();
//	const told = await hammer.during('a reload', () => chinwag.reload());
//	await hammer.stop(carla);
//
// told: { what, answers, refused, silent, share, spanMs }: how many answers
// there were in that time, how many of them 502 or 503, how many requests got
// none, the share of both, and from the first to the last of them.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from './harness.mjs';

const SLOT_MS = 100;
const PAGE = 200;

export class Hammer {
  constructor(id, writers, readers = [], { pauseMs = 20, timeoutMs = 30000,
    refusals = [502, 503], after = 80 } = {}) {
    Object.assign(this, { id, refusals, after, pauseMs, timeoutMs, said: [], problems: [],
      answers: 0, slots: [], goes: true, began: Date.now() });
    this.mark = randomUUID().slice(0, 8); // of this one's messages
    this.last = new Map(); // what each has said last that was acknowledged
    this.all = Promise.all([...writers.map((one) => this.write(one)),
      ...readers.map((one) => this.read(one))]);
    // An error of ours is told where it is waited for.
    this.all.catch((error) => this.problems.push(String(error)));
  }

  slot() {
    return Math.floor((Date.now() - this.began) / SLOT_MS);
  }

  // An answer, or undefined if there was none worth looking at.
  async ask(question) {
    const slot = this.slots[this.slot()] ??=
      { answers: 0, refused: 0, silent: 0 };
    let answer;
    try {
      answer = await question();
    } catch (error) {
      // The client looks at answers, also at those of the server's own.
      const [, status] = / \u2192 (\d{3})\b/.exec(error.message) ?? [];
      if (!status && error.code !== 'ERR_ASSERTION') {
        slot.silent += 1;
        this.lastSilence = error.message;
        return undefined;
      }
      answer = { status: Number(status), text: error.message };
    }
    this.answers += 1;
    slot.answers += 1;
    if (answer.json && [200, 201].includes(answer.status))
      return answer;
    if (this.refusals.includes(answer.status))
      slot.refused += 1;
    else
      this.problems.push(`${answer.status} ${answer.text.slice(0, 300)}`);
    return undefined;
  }

  async write(who) {
    for (let i = 0; this.goes; i += 1) {
      const message = `${who.name} ${this.mark} ${i}`;
      const key = randomUUID();
      let answer;
      while (!(answer = await this.ask(() => who.post(
        `/conversations/${this.id}/messages`, { message },
        { key, timeoutMs: this.timeoutMs }))))
        await pause(this.pauseMs);
      if (answer.json.message !== message || answer.json.sender !== who.name)
        this.problems.push(`${message} was answered by ${answer.text}`);
      this.said.push(message);
      this.last.set(who.name, message);
    }
  }

  // What was acknowledged before the question is in the answer, in order.
  async read(who) {
    while (this.goes) {
      const wanted = [...this.last.values()];
      const answer = await this.ask(() => who.get(
        `/conversations/${this.id}/messages?limit=${PAGE}`,
        { timeoutMs: this.timeoutMs }));
      if (!answer) {
        await pause(this.pauseMs);
        continue;
      }
      const { messages } = answer.json;
      const texts = new Set(messages.map(({ message }) => message));
      const absent = wanted.filter((text) => !texts.has(text));
      if (absent.length > 0 && messages.length < PAGE)
        this.problems.push(`not in a page: ${absent}`);
      if (messages.some(({ time, sender, message }, i) =>
        !message.startsWith(`${sender} `) ||
        (i > 0 && time <= messages[i - 1].time)))
        this.problems.push(`a page that is wrong: ${answer.text}`);
    }
  }

  async moreThan(count) {
    const wanted = this.answers + count;
    const heard = this.said.length + count / 8;
    await eventually('it goes on', () => {
      assert.deepEqual(this.problems, []);
      return this.answers > wanted && this.said.length > heard;
    }, { withinMs: 60000 });
  }

  warm() {
    return this.moreThan(this.after / 2);
  }

  // Do something, and wait until all goes on well after it.  What is told is of
  // so long since its beginning, or longer.
  async during(what, act, { windowMs = 0 } = {}) {
    const from = this.slot();
    const began = Date.now();
    const result = await act();
    await this.moreThan(this.after);
    await pause(Math.max(0, began + windowMs - Date.now()));
    const slots = Object.entries(this.slots.slice(from))
      .map(([i, slot]) => ({ i: Number(i), ...slot }));
    const sum = (name) => slots.reduce((all, slot) => all + slot[name], 0);
    const bad = slots.filter(({ refused, silent }) => refused || silent);
    const told = { what, result, answers: sum('answers'),
      refused: sum('refused'), silent: sum('silent'),
      spanMs: bad.length && (bad.at(-1).i - bad[0].i + 1) * SLOT_MS };
    told.share = (told.refused + told.silent) / (told.answers + told.silent);
    console.log(`${what}: of ${told.answers} answers within ` +
      `${Date.now() - began} ms ${told.refused} were ` +
      `${this.refusals.join(' or ')} (${(told.share * 100).toFixed(2)} %), within ${told.spanMs} ms` +
      (told.silent ? `; ${told.silent} requests got none (${this.lastSilence})`
        : ''));
    return told;
  }

  // Whoever may read it all, for the last look.
  async stop(reader) {
    this.goes = false;
    await this.all;
    assert.deepEqual(this.problems, []);
    const found = [];
    for (let query = ''; ;) {
      const { messages, more } = await reader.messages(this.id,
        `?limit=${PAGE}${query}`);
      found.unshift(...messages.map(({ message }) => message));
      if (!more)
        break;
      query = `&before=${messages[0].time}`;
    }
    const all = new Set(found);
    assert.equal(all.size, found.length, 'something is there twice');
    assert.deepEqual(this.said.filter((text) => !all.has(text)), []);
    assert.equal(found.filter((text) => text.includes(` ${this.mark} `)).length,
      this.said.length);
    return found;
  }
}
