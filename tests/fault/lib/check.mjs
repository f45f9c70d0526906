// The judge of every fault: what clients were told, against what is there.
//
// attempts: what was tried, one per key: { key, who, conversation, text,
//   outcome: 'acked', 'refused' or 'unknown', message: the answer }, in each
//   client's order.
// stored: by conversation, { messages, last } as the API reads them back.
// seen: by reader, { conversations: [id], events: [event] } as received.
// unread: [{ who, conversation, unread }].
//
// The result is a list of sentences; empty is good.

export function faultsOf({ attempts, stored, seen = {}, unread = [] }) {
  return [...faultsOfStore(attempts, stored), ...faultsOfOrder(stored),
    ...faultsOfReaders(attempts, seen), ...faultsOfUnread(stored, unread)];
}

const same = (one, other) => one.sender === other.sender &&
  one.time === other.time && one.message === other.message;

function faultsOfStore(attempts, stored) {
  const faults = [];
  const known = new Set();
  for (const { who, conversation, text, outcome, message } of attempts) {
    const copies = (stored[conversation]?.messages ?? []).filter((one) =>
      one.message === text && one.sender === who);
    known.add(`${conversation} ${who} ${text}`);
    if (copies.length > 1)
      faults.push(`"${text}" is there ${copies.length} times`);
    if (outcome === 'acked' && copies.length === 0)
      faults.push(`"${text}" was acknowledged and is lost`);
    if (outcome === 'refused' && copies.length > 0)
      faults.push(`"${text}" was refused and is there`);
    if (outcome === 'acked' && copies.length === 1 &&
      !same(copies[0], message))
      faults.push(`"${text}" is not what was acknowledged`);
  }
  for (const [conversation, { messages }] of Object.entries(stored))
    for (const { sender, message } of messages)
      if (!known.has(`${conversation} ${sender} ${message}`))
        faults.push(`"${message}" was never sent`);
  return faults.concat(faultsOfClients(attempts));
}

// A client that waits for each answer has its words in its own order.
function faultsOfClients(attempts) {
  const faults = [];
  const last = new Map();
  for (const { who, conversation, text, outcome, message } of attempts) {
    if (outcome !== 'acked')
      continue;
    const key = `${who} ${conversation}`;
    if (message.time <= (last.get(key) ?? 0))
      faults.push(`"${text}" is before what was said before it`);
    last.set(key, message.time);
  }
  return faults;
}

function faultsOfOrder(stored) {
  const faults = [];
  for (const [conversation, { messages, last }] of Object.entries(stored)) {
    for (let i = 1; i < messages.length; i += 1)
      if (messages[i].time <= messages[i - 1].time)
        faults.push(`${conversation}: time ${messages[i].time} does not rise`);
    if (messages.length > 0 && last !== messages.at(-1).time)
      faults.push(`${conversation}: last is ${last}`);
  }
  return faults;
}

function faultsOfReaders(attempts, seen) {
  const faults = [];
  for (const [reader, { conversations, events }] of Object.entries(seen)) {
    const ids = events.map(({ id }) => id);
    for (let i = 1; i < ids.length; i += 1)
      if (ids[i] <= ids[i - 1])
        faults.push(`${reader}: event ${ids[i]} after ${ids[i - 1]}`);
    const counts = new Map();
    for (const { event, conversation, message } of events)
      if (event === 'message') {
        const key = `${conversation} ${message.time}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    for (const { conversation, text, outcome, message } of attempts) {
      if (outcome !== 'acked' || !conversations.includes(conversation))
        continue;
      const count = counts.get(`${conversation} ${message.time}`) ?? 0;
      if (count !== 1)
        faults.push(`${reader} was told of "${text}" ${count} times`);
    }
  }
  return faults;
}

function faultsOfUnread(stored, unread) {
  const faults = [];
  for (const { who, conversation, unread: count } of unread) {
    const expected = stored[conversation].messages
      .filter(({ sender }) => sender !== who).length;
    if (count !== expected)
      faults.push(`${who} has ${count} unread, not ${expected}`);
  }
  return faults;
}
