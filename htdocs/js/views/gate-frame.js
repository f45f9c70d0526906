// What all screens before the door have around them.

import { html } from '../lib/html.js';
import { words } from '../lib/words-gate.js';
import { icons } from './icons.js';

export const frame = (name, title, lead, content) => html`
  <main class="gate" data-screen=${name}>
    <div class="gate-card">
      <p class="brand">${icons.mark}<span>${words.brand}</span></p>
      <h1 tabindex="-1" data-focus="title">${title}</h1>
      <p class="lead">${lead}</p>
      ${content}
    </div>
  </main>`;

// How long it takes until there may be another try.
export function lockedMessage(form, now) {
  const seconds = Math.ceil((form.until - Math.max(now, Date.now())) / 1000);
  return seconds > 0 ? words.signIn.locked(seconds) : '';
}
