// One user's drafts and settings as this browser keeps them (storage.js):
//
//   draft USER ID     the text in hand, written with every letter
//   others USER ID    what was written elsewhere at the same time, a JSON list
//   theme USER        the one setting that the site knows
//   settings USER     those that it does not know, as JSON
//   sync USER         the record of what the server has (api/sync.js)

import { draftId, draftName, encode, SETTINGS, tidy } from '../state/sync.js';
import { recall, remember } from './storage.js';
import { forget, isLasting, names } from './traces.js';

// A later release may know more; what is not known here is kept as it is.
const themes = ['light', 'dark'];

function parsed(text, fallback) {
  try {
    return JSON.parse(text) ?? fallback;
  } catch {
    return fallback;
  }
}

// changed(name, before): put() has changed it, from what it was before.
export function createShelf(user, changed) {
  // While there is no room for all, a record that outlives this page would be
  // wrong about what is here: without it, nothing is taken for removed.
  let passing = null;

  const ofDraft = (what, id) => `${what} ${user} ${id}`;

  function takeDraft(name) {
    const id = draftId(name);
    return tidy(name, { text: recall(ofDraft('draft', id)),
      others: parsed(recall(ofDraft('others', id)), []) });
  }

  function putDraft(name, value) {
    const id = draftId(name);
    remember(ofDraft('draft', id), value?.text ?? '');
    remember(ofDraft('others', id), value?.others.length
      ? JSON.stringify(value.others) : '');
  }

  function takeSettings() {
    const theme = recall(`theme ${user}`);
    return tidy(SETTINGS, { ...parsed(recall(`settings ${user}`), {}),
      ...theme && { theme } });
  }

  function putSettings(value) {
    const more = { ...value };
    const isKnown = themes.includes(more.theme);
    remember(`theme ${user}`, isKnown ? more.theme : '');
    if (isKnown)
      delete more.theme;
    remember(`settings ${user}`, Object.keys(more).length
      ? JSON.stringify(more) : '');
  }

  // The dataset that something remembered is part of, or undefined.
  function nameOf(key) {
    const [what, whose, id] = key.split(' ');
    if (whose !== user)
      return undefined;
    if (what === 'draft' || what === 'others')
      return draftName(id);
    return what === 'theme' || what === 'settings' ? SETTINGS : undefined;
  }

  const take = (name) => name === SETTINGS ? takeSettings() : takeDraft(name);

  return {
    nameOf,
    take,
    load() {
      const { last = 0, items = {} } = passing
        ?? parsed(recall(`sync ${user}`), {});
      return { last, items };
    },
    save(record) {
      passing = isLasting() ? null : record;
      remember(`sync ${user}`, passing ? '' : JSON.stringify(record));
    },
    names: () => [...new Set(names().map(nameOf).filter(Boolean))],
    put(name, value) {
      const before = take(name);
      if (name === SETTINGS)
        putSettings(value);
      else
        putDraft(name, value);
      changed(name, before);
    },
  };
}

// What is everybody else's, of those for whom the server has all of it. Who
// signs out leaves nothing here; whose session came to its end may come back to
// what is nowhere else.
export function forgetOthers(user) {
  const others = new Set(names().map((name) => name.split(' ')[1])
    .filter((other) => other && other !== user));
  for (const other of others) {
    const shelf = createShelf(other, () => {});
    const { items } = shelf.load();
    if (shelf.names().every((name) => encode(shelf.take(name))
      === encode(items[name]?.base ?? null)))
      forget(other);
  }
}
