// What devices of a person share, and how what two of them did at the same
// time is brought together: by comparing both with what they last agreed on.
// Nothing here knows a browser or a server.
//
// A dataset's value is JSON text; null stands for none. In memory a draft is
// { text, others }: others are what was written elsewhere at the same time,
// oldest first, until somebody chooses. Settings are { name: text }.

// As lib/pool/dataset.h has it; the server counts code points, too.
const VALUE_MAX = 32768;

const DRAFT = 'draft.';

export const SETTINGS = 'settings';
export const draftName = (id) => DRAFT + id;
export const draftId = (name) =>
  name.startsWith(DRAFT) ? name.slice(DRAFT.length) : null;

const isText = (value) => typeof value === 'string';

const isPlain = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const byName = ([a], [b]) => a < b ? -1 : 1;

// --- drafts ------------------------------------------------------------------

const none = { text: '', others: [] };

// What one has the beginning of says nothing more.
function tidyDraft({ text, others }) {
  const left = others.filter((other, i) =>
    other.trim() !== '' && !text.startsWith(other)
    && others.indexOf(other) === i);
  return text.trim() === '' && left.length === 0 ? null
    : { text: text.trim() === '' ? '' : text, others: left };
}

function readDraft(value) {
  const { text, others } = value;
  return tidyDraft({ text: isText(text) ? text : '',
    others: Array.isArray(others) ? others.filter(isText) : [] });
}

// The text in hand stays in hand; it gives way only where it was not changed
// here, or is gone.
function mergeTexts(base, mine, theirs) {
  if (mine === base || theirs === base || theirs === mine)
    return { text: mine === base ? theirs : mine, other: '' };
  return mine === '' ? { text: theirs, other: '' }
    : { text: mine, other: theirs };
}

// Who chose has taken one out; who wrote at the same time has put one in.
function mergeOthers(base, mine, theirs) {
  const isLeft = (other) => base.includes(other)
    ? mine.includes(other) && theirs.includes(other)
    : mine.includes(other) || theirs.includes(other);
  return [...new Set([...base, ...theirs, ...mine])].filter(isLeft);
}

function mergeDrafts(base, mine, theirs) {
  const [b, m, t] = [base ?? none, mine ?? none, theirs ?? none];
  const { text, other } = mergeTexts(b.text, m.text, t.text);
  const others = mergeOthers(b.others, m.others, t.others);
  return tidyDraft({ text, others: other ? [...others, other] : others });
}

// --- settings ----------------------------------------------------------------

// What a later release of the site may have put there stays as it is.
function readSettings(value) {
  const entries = Object.entries(value).sort(byName);
  return entries.length ? Object.fromEntries(entries) : null;
}

// Each by itself; of two that chose at the same time this device keeps its own.
function mergeSettings(base, mine, theirs) {
  const [b, m, t] = [base ?? {}, mine ?? {}, theirs ?? {}];
  const merged = {};
  for (const name of new Set([...Object.keys(m), ...Object.keys(t)])) {
    const value = m[name] === b[name] ? t[name] : m[name];
    if (value !== undefined)
      merged[name] = value;
  }
  return readSettings(merged);
}

// --- either ------------------------------------------------------------------

const draft = { read: readDraft, merge: mergeDrafts };
const settings = { read: readSettings, merge: mergeSettings };

// Undefined for what another client keeps there.
const kindOf = (name) => name === SETTINGS ? settings
  : name.startsWith(DRAFT) ? draft : undefined;

export const isShared = (name) => kindOf(name) !== undefined;

// What cannot be understood counts as none.
export function decode(name, text) {
  try {
    const value = JSON.parse(text ?? 'null');
    return isPlain(value) ? kindOf(name).read(value) : null;
  } catch {
    return null;
  }
}

export const tidy = (name, value) => value && kindOf(name).read(value);

export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export const merge = (name, base, mine, theirs) =>
  kindOf(name).merge(base, mine, theirs);

// The text to write, or null where it is too long. Before that, what was
// written elsewhere and nobody has chosen is left out, the oldest first.
export function encode(value) {
  const text = JSON.stringify(value);
  if ([...text].length <= VALUE_MAX)
    return text;
  return value.others?.length
    ? encode({ ...value, others: value.others.slice(1) }) : null;
}
