// Small questions about text.

// The most characters a message may have; the server counts code points too.
export const MESSAGE_MAX = 8000;

// No address starts elsewhere, and the marks that end a sentence are not part
// of the address before them.
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+[^\s<>"'`.,:;!?()[\]{}]/giu;

// Up to three pictures, each perhaps toned or joined to more.
const PICTURE = '\\p{Extended_Pictographic}';
const EMOJI_ONLY = new RegExp(
  `^(?:${PICTURE}(?:\\p{Emoji_Modifier}|\\ufe0f|\\u200d${PICTURE})*\\s?){1,3}$`,
  'u');

export const countChars = (text) => [...text].length;

export const isBlank = (text) => text.trim() === '';

export const isEmojiOnly = (text) =>
  text.length < 40 && EMOJI_ONLY.test(text);

// Text as [{ text } or { text, href }], to be laid out as such.
export function withLinks(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(ADDRESS)) {
    if (found.index > end)
      parts.push({ text: text.slice(end, found.index) });
    parts.push({ text: found[0], href: found[0] });
    end = found.index + found[0].length;
  }
  if (end < text.length)
    parts.push({ text: text.slice(end) });
  return parts;
}

// One letter, or two for a name of several parts, for a round picture.
export function initials(name) {
  const parts = name.split(/[\s._-]+/).filter(Boolean);
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : [name];
  return letters.map((part) => [...part][0] ?? '?').join('').toUpperCase();
}

// The same number from 0 to count - 1 for the same name, always.
export function hueOf(name, count) {
  let hash = 2166136261;
  for (const char of name.toLowerCase())
    hash = Math.imul(hash ^ char.codePointAt(0), 16777619);
  return (hash >>> 0) % count;
}
