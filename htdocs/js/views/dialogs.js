// What opens over the page and wants an answer first.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-overlays.js';
import { current } from '../state/select.js';
import { connection } from './connection.js';
import { icons } from './icons.js';
import { shortcuts } from './shortcuts.js';
import { switcher } from './switcher.js';

// The browser closes it at Escape; the state must hear of it.
const frame = (name, title, act, content) => html`<dialog class="dialog
  is-${name}" data-dialog=${name} aria-labelledby="dialog-title"
  @close=${act.close} @click=${(event) => event.target
    === event.currentTarget && act.close()}>
  <div class="dialog-body">
    <header class="dialog-top"><h2 id="dialog-title">${title}</h2>
      <button class="icon-button" type="button" data-action="close"
        aria-label=${words.close} @click=${act.close}>${icons.close}</button>
    </header>${content}</div></dialog>`;

const question = (text, submit, action, act) => html`<p>${text}</p>
  <div class="dialog-foot">
    <button class="button" type="button" @click=${act.close} autofocus
      >${words.cancel}</button>
    <button class="button primary" type="button" data-action="confirm"
      @click=${action}>${submit}</button></div>`;

// What signing out leaves behind, and what it loses.
const leavings = ({ outbox, drafts }) => [
  outbox.length ? words.menu.signOutText(outbox.length) : '',
  drafts.unshared ? words.menu.signOutDrafts(drafts.unshared) : '',
].join(' ').trim();

const contents = {
  switcher: (state, act) => [words.switcher.title, switcher(state, act)],
  shortcuts: () => [words.shortcuts.title, shortcuts()],
  connection: (state, act) => [words.panel.title, connection(state, act)],
  leave: (state, act) => [words.leave.title,
    question(words.leave.text, words.leave.submit,
      () => act.leave(current(state)), act)],
  'sign-out': (state, act) => [words.menu.signOutTitle,
    question(leavings(state), words.menu.signOut, () => act.signOut(), act)],
};

export function dialogs(state, act) {
  const name = state.ui.dialog;
  if (!name)
    return nothing;
  const [title, content] = contents[name](state, act);
  return frame(name, title, act, content);
}
