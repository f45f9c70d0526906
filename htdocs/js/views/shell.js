// Inside: the list at the side, one screen in the pane. On a phone, one of
// the two at a time.

import { html, nothing } from '../lib/html.js';
import { part } from '../lib/parts.js';
import { words } from '../lib/words.js';
import { toHome } from '../state/route.js';
import { current } from '../state/select.js';
import { conversation } from './conversation.js';
import { sidebar } from './sidebar.js';

const home = () => html`<div class="pane-empty">
  <h2 id="pane-title" tabindex="-1" data-focus="title">${words.list.pick}</h2>
  <p>${words.list.pickHint}</p></div>`;

const missing = () => html`<div class="pane-empty">
  <h2 id="pane-title" tabindex="-1" data-focus="title">${words.missingPage}</h2>
  <p><a class="button" href=${toHome()}>${words.toStart}</a></p></div>`;

export { insideActions as actionsFor } from '../actions/inside.js';

// These come when they are first needed (lib/parts.js).
const later = (name, show) => (state, act) => {
  const found = part(name);
  if (!found)
    act.need(name);
  return found ? found[show](state, act) : nothing;
};

// Who is no administrator never fetches it.
const manage = later('manage', 'manage');

const panes = {
  home,
  people: later('people', 'people'),
  new: later('people', 'newConversation'),
  settings: later('settings', 'settings'),
  manage: (state, act) => ({ true: manage, false: missing, null: () => nothing
  })[state.session.administrator](state, act),
  conversation,
  missing,
};

const overlays = later('overlays', 'overlays');

// A quiet line while the server is out of reach.
function connectionLine(connection, act) {
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

// A hash link would change the route.
function skip(event) {
  event.preventDefault();
  document.querySelector('.pane [data-composer], .pane [data-focus="title"]')
    ?.focus();
}

export function shell(state, act) {
  const { name } = state.route;
  return html`<main class="shell"
    data-screen=${name === 'home' ? 'list' : 'pane'}
    data-route=${name} data-connection=${state.connection.status}
    data-way=${state.connection.way ?? nothing}>
    <a class="skip" href=${`#${state.route.path}`} @click=${skip}
      >${words.skip}</a>
    <h1 class="visually-hidden">${words.brand}</h1>
    ${connectionLine(state.connection, act)}
    ${sidebar(state, act, current(state))}
    <section class="pane" aria-labelledby="pane-title">
      ${(panes[name] ?? (() => nothing))(state, act)}
    </section>
    ${state.ui.menu || state.ui.dialog ? overlays(state, act) : nothing}
  </main>`;
}
