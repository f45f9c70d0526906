// The whole page, from the state.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words.js';
import { part } from '../lib/parts.js';
import { isOpenToAll } from '../state/route.js';

const splash = (content) => html`<main class="splash" data-screen="splash">
  <h1 class="visually-hidden">${words.brand}</h1>${content}</main>`;

const waiting = splash(html`<p class="late">${words.loading}</p>`);

const unreachable = (act) => splash(html`
  <p role="alert">${words.unreachable}</p>
  <button class="button" type="button" @click=${act.askWhoIAm}
    >${words.tryAgain}</button>`);

// What has to be fetched first is asked for, and drawn when it is there.
function from(name, act, draw) {
  const found = part(name);
  if (!found)
    act.need(name);
  return found ? draw(found) : waiting;
}

function screen(state, act) {
  const { status } = state.session;
  if (isOpenToAll(state.route) && status !== 'unknown')
    return from('gate', act, ({ gate }) => gate(state, act));
  if (status === 'unreachable')
    return unreachable(act);
  return status !== 'in' ? waiting
    : from('inside', act, ({ shell }) => shell(state, act));
}

const toast = (text) => html`<div class="toast-place" role="status"
  data-toast>${text ? html`<p class="toast">${text}</p>` : nothing}</div>`;

export const page = (state, act) => html`
  ${screen(state, act)}
  ${toast(state.ui.toast)}`;
