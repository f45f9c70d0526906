// How this page stays in step with the server, for whoever wonders.

import { html } from '../lib/html.js';

// Its words stand here, since nothing else needs them.
export const panel = {
  title: 'Connection',
  status: 'Now',
  statuses: {
    idle: 'Not connected',
    connecting: 'Connecting…',
    live: 'Connected',
    lost: 'Reconnecting…',
    offline: 'This device is offline',
  },
  way: 'News comes by',
  ways: {
    stream: ['A stream', 'The server sends each message at once.'],
    poll: ['Waiting requests', 'The server holds a request back until there '
      + 'is a message. A stream did not get through, or is not wanted here.'],
    cursor: ['A file', 'Every few seconds this page looks whether a small '
      + 'file has changed, which costs the server next to nothing.'],
    ask: ['Asking', 'Every few seconds this page asks the server.'],
  },
  none: ['Nothing yet', 'There has been no connection so far.'],
  retry: 'Try for a better one',
};

const shownStatus = ({ online, status }) =>
  panel.statuses[online ? status : 'offline'];

export function connection(state, act) {
  const [way, meaning] = panel.ways[state.connection.way] ?? panel.none;
  return html`<dl class="facts" data-connection-panel>
      <div><dt>${panel.status}</dt>
        <dd><span role="status">${shownStatus(state.connection)}</span></dd></div>
      <div><dt>${panel.way}</dt><dd data-connection-way>${way}</dd></div>
    </dl>
    <p>${meaning}</p>
    <div class="dialog-foot"><button class="button" type="button"
      data-action="retry-connection" @click=${act.retryConnection}
      >${panel.retry}</button></div>`;
}
