// A reader of events over HTTP, as a browser's EventSource reads them.

import http from 'node:http';
import { eventually } from './harness.mjs';
import { prefix } from './programs.mjs';

// Lines to an event (HTML Living Standard section 9.2.6); null: no data.
function parseEvent(text) {
  const found = { id: undefined, event: 'message', data: [] };
  for (const line of text.split('\n')) {
    if (line.startsWith(':'))
      continue;
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (name === 'data')
      found.data.push(value);
    else if (name in found)
      found[name] = value;
  }
  if (found.data.length === 0)
    return null;
  return { id: found.id === undefined ? undefined : Number(found.id),
    event: found.event, data: JSON.parse(found.data.join('\n')) };
}

export class Stream {
  constructor(caller, { after, lastEventId, headers = {} } = {}) {
    this.events = [];
    this.comments = 0;
    this.rest = '';
    this.isOver = false;
    const all = { Accept: 'text/event-stream',
      ...Object.fromEntries(caller.credentials('GET')), ...headers };
    if (lastEventId !== undefined)
      all['Last-Event-ID'] = lastEventId;
    const query = after === undefined ? '' : `?after=${after}`;
    this.request = http.get({ host: '127.0.0.1', port: caller.instance.port,
      path: `${prefix}/events${query}`, headers: all, agent: false });
    this.request.on('error', () => { this.isOver = true; });
    this.request.on('response', (response) => {
      this.status = response.statusCode;
      this.headers = response.headers;
      response.setEncoding('utf8');
      response.on('data', (text) => this.#take(text));
      response.on('error', () => {});
      response.on('close', () => { this.isOver = true; });
      this.response = response;
    });
  }

  #take(text) {
    const parts = (this.rest + text).split('\n\n');
    this.rest = parts.pop();
    for (const part of parts) {
      this.comments += part.startsWith(':');
      const event = parseEvent(part);
      if (event)
        this.events.push(event);
    }
  }

  // Wait until there are so many events besides ready and end.
  async has(count, withinMs) {
    await eventually(`${count} events`, () => this.told.length >= count,
      { withinMs });
    return this.told;
  }

  get told() {
    return this.events.filter(({ event }) =>
      event !== 'ready' && event !== 'end');
  }

  over(withinMs = 30000) {
    return eventually('the stream ends', () => this.isOver, { withinMs });
  }

  close() {
    this.request.destroy();
  }

  // Take nothing more from the socket.
  stall() {
    this.response.pause();
  }
}

// Connected, and told where it starts.
export async function listen(caller, options) {
  const stream = new Stream(caller, options);
  await eventually('the stream is ready', () => {
    if (stream.status !== undefined && stream.status !== 200)
      throw new Error(`status ${stream.status} ${stream.rest}`);
    return stream.events.length > 0;
  });
  return stream;
}
