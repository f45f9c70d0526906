// A round picture made of a name: its first letters on its own colour. Names
// are beside it in words, so it says nothing to a screen reader.

import { html } from '../lib/html.js';
import { hueOf, initials } from '../lib/text.js';

const HUES = 8; // css/components.css has this many .hue-N

export const avatar = (name) => html`<span
  class="avatar hue-${hueOf(name, HUES)}" aria-hidden="true"
  >${initials(name)}</span>`;

// Of a conversation: one other, or the first two of several.
export const avatars = (names) => names.length < 2
  ? avatar(names[0] ?? '·')
  : html`<span class="avatar-pair" aria-hidden="true">${avatar(names[0])}
    ${avatar(names[1])}</span>`;
