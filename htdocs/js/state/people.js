// The other people here, as searched for, and those chosen for a new
// conversation.

export const initial = {
  status: 'idle', // idle, loading, ready, failed
  query: '',
  names: [],
  more: false,
  chosen: [],
};

function toggle(chosen, name) {
  return chosen.includes(name) ? chosen.filter((x) => x !== name)
    : [...chosen, name];
}

function load(people, event) {
  // An answer to a question nobody asks any more.
  if (event.query !== people.query)
    return people;
  const names = event.first ? event.names : [...people.names, ...event.names];
  return { ...people, status: 'ready', names, more: event.more };
}

export function reduce(people, event) {
  switch (event.type) {
  case 'people/asked':
    return { ...people, query: event.query, status: people.names.length
      ? people.status : 'loading' };
  case 'people/loaded':
    return load(people, event);
  case 'people/failed':
    return { ...people, status: 'failed' };
  case 'people/toggled':
    return { ...people, chosen: toggle(people.chosen, event.name) };
  case 'route/changed':
    return { ...people, query: '', chosen: [] };
  default:
    return people;
  }
}
