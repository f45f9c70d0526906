// The head of a pane: the way back (on a phone), the title, what else is said.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words.js';
import { toHome } from '../state/route.js';
import { icons } from './icons.js';

export const paneTop = (title, { sub, actions } = {}) => html`
  <header class="pane-top">
    <a class="icon-button pane-back" href=${toHome()}
      aria-label=${words.back}>${icons.back}</a>
    <div class="pane-head">
      <h2 id="pane-title" tabindex="-1" data-focus="title" dir="auto"
        title=${title}>${title}</h2>
      ${sub ? html`<p class="pane-sub">${sub}</p>` : nothing}
    </div>
    ${actions ?? nothing}
  </header>`;
