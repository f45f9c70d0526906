// The site's own drawn icons, 24 by 24, in the colour of the text around.

import { html, svg } from '../lib/html.js';

const icon = (paths) => html`<svg class="icon" viewBox="0 0 24 24"
  aria-hidden="true" focusable="false">${paths}</svg>`;

export const icons = {
  back: icon(svg`<path d="M14.5 5.5 8 12l6.5 6.5"/>`),
  find: icon(svg`<circle cx="10.8" cy="10.8" r="5.8"/><path
    d="m15.2 15.2 4.6 4.6"/>`),
  write: icon(svg`<path d="M12 5v14M5 12h14"/>`),
  people: icon(svg`<circle cx="9" cy="8.5" r="3.5"/><path
    d="M2.8 19c.6-3.4 3-5.2 6.2-5.2s5.6 1.8 6.2 5.2M15.5 5.4a3.5
    3.5 0 0 1 0 6.2M17.8 14.3c1.9.8 3 2.4 3.4 4.7"/>`),
  send: icon(svg`<path d="M12 19V5.5M6 11l6-6 6 6"/>`),
  down: icon(svg`<path d="M12 5v13.5M6 13l6 6 6-6"/>`),
  more: icon(svg`<circle class="dot" cx="5.5" cy="12" r="1.6"/><circle
    class="dot" cx="12" cy="12" r="1.6"/><circle class="dot" cx="18.5"
    cy="12" r="1.6"/>`),
  leave: icon(svg`<path d="M13.5 4.5h-7v15h7M10.5 12h10M17 8.5l3.5
    3.5-3.5 3.5"/>`),
  close: icon(svg`<path d="m6.5 6.5 11 11M17.5 6.5l-11 11"/>`),
  tick: icon(svg`<path d="m5.5 12.5 4.2 4.2 8.8-9.2"/>`),
  wait: icon(svg`<circle cx="12" cy="12" r="7.5"/><path
    d="M12 8v4.3l2.8 1.7"/>`),
  alert: icon(svg`<circle cx="12" cy="12" r="8"/><path
    d="M12 7.8v5M12 16v.2"/>`),
  show: icon(svg`<path d="M3 12c2.2-4 5.2-6 9-6s6.8 2 9 6c-2.2 4-5.2
    6-9 6s-6.8-2-9-6Z"/><circle cx="12" cy="12" r="2.6"/>`),
  hide: icon(svg`<path d="M3 12c2.2-4 5.2-6 9-6s6.8 2 9 6c-2.2 4-5.2
    6-9 6s-6.8-2-9-6ZM5 19 19 5"/>`),
  mark: html`<svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true"
    focusable="false">${svg`<path class="brand-bubble" d="M16 3.5c7.5 0 13
      4.9 13 11.3s-5.5 11.3-13 11.3c-1.3 0-2.5-.1-3.7-.4L5.5
      29l1.2-5.9C4.3 21 3 18.1 3 14.8 3 8.4 8.5 3.5 16 3.5Z"/>
      <path class="brand-smile" d="M9.5 14.5c1 3.7 3.3 5.7 6.5
      5.7s5.5-2 6.5-5.7"/>`}</svg>`,
};
