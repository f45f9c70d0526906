// The account menu and the menu of a message.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-overlays.js';
import { toManage, toSettings } from '../state/route.js';
import { current } from '../state/select.js';
import { icons } from './icons.js';

const entry = (label, action, name) => html`<button class="menu-item"
  role="menuitem" type="button" tabindex="-1" data-action=${name}
  @click=${action}>${label}</button>`;

const theme = (name, chosen, act) => html`<button class="menu-item"
  role="menuitemradio" type="button" tabindex="-1" data-theme-choice=${name}
  aria-checked=${name === chosen ? 'true' : 'false'}
  @click=${() => act.chooseTheme(name)}><span class="menu-tick"
  >${name === chosen ? icons.tick : nothing}</span>${
  words.menu.themes[name]}</button>`;

const themes = (chosen, act) => html`<div role="group" class="menu-group"
  aria-label=${words.menu.theme}><p class="menu-label" aria-hidden="true"
  >${words.menu.theme}</p>${['system', 'light', 'dark'].map((name) =>
    theme(name, chosen, act))}</div>`;

const who = ({ username, email }) => html`<p class="menu-who" role="none"
  ><span class="menu-label">${words.menu.signedInAs}</span>
  <strong dir="auto">${username}</strong>${email ? html`<span dir="auto"
  >${email}</span>` : nothing}</p>`;

const account = (state, act) => html`${who(state.session)}
  <div class="menu" role="menu" id="menu" data-menu="account"
    aria-label=${words.titles.account(state.session.username)}>
    ${themes(state.ui.theme, act)}
    <div class="menu-group" role="group">
    <a class="menu-item" role="menuitem" tabindex="-1" href=${toSettings()}
      data-action="settings">${words.menu.settings}</a>
    ${state.session.administrator ? html`<a class="menu-item" role="menuitem"
      tabindex="-1" href=${toManage()} data-action="manage"
      >${words.titles.manage}</a>` : nothing}
    ${entry(words.menu.shortcuts, () => act.openDialog('shortcuts'),
      'shortcuts')}
    ${entry(words.panel.title, () => act.openDialog('connection'), 'connection')}
    <a class="menu-item" role="menuitem" tabindex="-1" href="api/"
      data-action="api">${words.menu.api}</a></div>
    <div class="menu-group" role="group">
    ${entry(words.menu.signOut, act.askSignOut, 'sign-out')}
    ${entry(words.menu.signOutAll, () => act.signOut({ everywhere: true }),
      'sign-out-everywhere')}</div>
  </div>`;

function ofMessage(state, act) {
  const { time, text, pending } = state.ui.menu;
  return html`<div class="menu" role="menu" id="menu" data-menu="message"
    aria-label=${words.log.actions}>
    ${entry(words.log.copy, () => act.copy(text), 'copy')}
    ${pending ? nothing : entry(words.menu.markUnread,
      () => act.markUnread(current(state), time), 'mark-unread')}
  </div>`;
}

export function menus(state, act) {
  const { menu } = state.ui;
  if (!menu)
    return nothing;
  return html`<div class="menu-backdrop" @click=${act.close}></div>
    <div class="menu-box is-${menu.kind}" data-menu-box>${
      menu.kind === 'account' ? account(state, act)
        : ofMessage(state, act)}</div>`;
}
