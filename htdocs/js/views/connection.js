// How this page stays in step with the server, for whoever wonders.

import { html } from '../lib/html.js';
import { words } from '../lib/words-overlays.js';

const shownStatus = ({ online, status }) =>
  words.panel.statuses[online ? status : 'offline'];

export function connection(state, act) {
  const { ways, none } = words.panel;
  const [way, meaning] = ways[state.connection.way] ?? none;
  return html`<dl class="facts" data-connection-panel>
      <div><dt>${words.panel.status}</dt>
        <dd><span role="status">${shownStatus(state.connection)}</span></dd>
      </div>
      <div><dt>${words.panel.way}</dt><dd data-connection-way>${way}</dd></div>
    </dl>
    <p>${meaning}</p>
    <div class="dialog-foot"><button class="button" type="button"
      data-action="retry-connection" @click=${act.retryConnection}
      >${words.panel.retry}</button></div>`;
}
