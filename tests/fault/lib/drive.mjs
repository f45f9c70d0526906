// Writers and readers that go on through whatever happens, and remember.

import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { ranMs } from '../../api/lib/patience.mjs';

// Say it under one key until there is an answer that settles it.
export async function persist(who, conversation, text, { key = randomUUID(),
  untilMs = 30000 } = {}) {
  const attempt = { key, who: who.name, conversation, text, tries: 0,
    outcome: 'unknown', message: null };
  const end = ranMs() + untilMs;
  while (ranMs() < end) {
    attempt.tries += 1;
    try {
      const answer = await who.tell(conversation, text, key);
      if (answer.status === 201)
        return { ...attempt, outcome: 'acked', message: answer.json };
      if (answer.status < 500 && answer.status !== 409 &&
        answer.status !== 429)
        return { ...attempt, outcome: 'refused', why: answer.text };
    } catch {
      // No answer: it may have been stored or not.
    }
    await pause(20 + Math.random() * 60);
  }
  return attempt;
}

// An event stream that comes back where it was.  stop() ends it.
export class Reader {
  constructor(port, token, after) {
    Object.assign(this, { port, token, events: [], losses: 0,
      position: after, isStopped: false });
    this.done = this.follow();
  }

  async follow() {
    while (!this.isStopped) {
      await this.once().catch(() => {});
      this.losses += 1;
      await pause(30);
    }
  }

  once() {
    return new Promise((resolve, reject) => {
      this.request = http.get({ port: this.port, host: '127.0.0.1',
        path: '/api/events', agent: false, headers: {
          Authorization: this.token, Accept: 'text/event-stream',
          'Last-Event-ID': String(this.position) } }, (response) => {
        if (response.statusCode !== 200) {
          response.resume();
          reject(new Error(`${response.statusCode}`));
          return;
        }
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece) => {
          const blocks = (text + piece).split('\n\n');
          text = blocks.pop();
          for (const block of blocks)
            this.take(block);
        });
        response.on('close', resolve);
        response.on('error', reject);
      });
      this.request.on('error', reject);
    });
  }

  take(block) {
    const data = block.split('\n').filter((line) => line.startsWith('data: '))
      .map((line) => line.slice(6)).join('\n');
    if (!data)
      return;
    const event = JSON.parse(data);
    if (event.event === 'ready' || event.event === 'end')
      return;
    this.position = event.id;
    this.events.push(event);
  }

  async stop() {
    this.isStopped = true;
    this.request?.destroy();
    await this.done;
  }
}

// Everything of a conversation, through the API, page by page.
export async function readAll(who, id) {
  const messages = [];
  let more = true;
  let after = 0;
  while (more) {
    const page = (await who.get(
      `/conversations/${id}/messages?limit=200&after=${after}`)).json;
    messages.push(...page.messages);
    after = page.messages.at(-1)?.time ?? after;
    more = page.more;
  }
  const { last } = (await who.get(`/conversations/${id}?limit=1`)).json;
  return { messages, last };
}
