// A quiet line while the server is out of reach.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words.js';

export function connectionLine(connection, act) {
  const offline = !connection.online;
  const shown = offline || connection.told;
  return html`<div class="connection" role="status" data-connection-line>
    ${shown ? html`<p>${offline ? words.connection.offline
      : words.connection.lost}
      ${offline ? nothing : html`<button class="link" type="button"
        @click=${act.reconnect}>${words.connection.now}</button>`}</p>`
      : nothing}
  </div>`;
}
