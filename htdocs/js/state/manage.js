// What administrators look at: lists that come page by page, things of which
// there is one, and the link of an invitation just made. It comes with its
// part of the site.

// status: idle, loading, ready, failed. query: what is asked for; seen: what
// the items are the answer to. problem: why the last asking failed, or null.
const list = { status: 'idle', query: {}, seen: {}, items: [], more: false,
  isBusy: false, problem: null };
const thing = { status: 'idle', name: '', value: null, problem: null };

// groups: page by page; groupChoice: all of them, to choose among.
const lists = ['people', 'waiting', 'groups', 'groupChoice', 'members',
  'invitations', 'log'];

export const initial = {
  ...Object.fromEntries(lists.map((name) => [name, list])),
  person: thing, // { account, sessions }
  group: thing,
  made: null, // an invitation, with its link
};

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function ask(before, { query, first }) {
  const isOther = !isSame(query, before.seen);
  return { ...before, query, isBusy: true, problem: null,
    status: before.status === 'ready' && !(first && isOther
      && before.items.length === 0) ? 'ready' : 'loading' };
}

// An answer to a question nobody asks any more is none.
function take(before, { query, first, items, more }) {
  if (!isSame(query, before.query))
    return before;
  return { status: 'ready', query, seen: query, more, isBusy: false,
    problem: null, items: first ? items : [...before.items, ...items] };
}

// What was there stays, unless it answers another question.
function fail(before, { query, problem }) {
  if (!isSame(query, before.query))
    return before;
  const isOld = before.status === 'ready' && isSame(query, before.seen);
  return { ...before, status: isOld ? 'ready' : 'failed', isBusy: false,
    problem };
}

const find = (before, { name }) => name === before.name && before.value
  ? { ...before, problem: null }
  : { ...thing, status: 'loading', name };

function found(before, { name, value }) {
  return name === before.name
    ? { status: 'ready', name, value, problem: null } : before;
}

// What is gone is not shown any more.
function unfound(before, { name, problem }) {
  if (name !== before.name)
    return before;
  return problem.kind !== 'missing' && before.value
    ? { ...before, problem } : { ...thing, status: 'failed', name, problem };
}

const steps = {
  'manage/asked': ask,
  'manage/listed': take,
  'manage/unlisted': fail,
  'manage/sought': find,
  'manage/found': found,
  'manage/unfound': unfound,
};

export function reduce(manage, event) {
  if (Object.hasOwn(steps, event.type)) {
    const before = manage[event.of];
    const next = steps[event.type](before, event);
    return next === before ? manage : { ...manage, [event.of]: next };
  }
  if (event.type === 'manage/made')
    return { ...manage, made: event.invitation };
  // The link is shown this one time.
  return event.type === 'route/changed' && manage.made
    ? { ...manage, made: null } : manage;
}
