// The settings: a row of sections, and below it the one that is open. What
// changes something in earnest has a page of its own.

import { settingsActions } from '../actions/settings.js';
import { html, keyed, nothing } from '../lib/html.js';
import { words } from '../lib/words-settings.js';
import { toSettings } from '../state/route.js';
import { accounts } from './connections.js';
import { data } from './data.js';
import { devices } from './devices.js';
import { factors } from './factors.js';
import { mail, password } from './own-forms.js';
import { paneTop } from './pane-top.js';
import { profile } from './profile.js';

export const actionsFor = settingsActions;

const sections = { profile, password, mail, factors, accounts, devices,
  data };

const tab = (name, open) => html`<li><a class="tab"
  href=${toSettings(name === 'profile' ? '' : name)}
  data-section=${name} aria-current=${name === open ? 'page' : nothing}
  >${words.settings.sections[name]}</a></li>`;

// Where there is nothing to connect with, nothing is said of it.
const isThere = (name, open, { list, connected }) => name !== 'accounts'
  || name === open || list.length > 0 || connected?.length > 0;

const tabs = (open, { providers }) => html`<nav aria-label=${
  words.settings.nav}><ul class="tabs">${Object.keys(sections)
  .filter((name) => isThere(name, open, providers))
  .map((name) => tab(name, open))}</ul></nav>`;

const failed = (act) => html`<p class="edge" role="alert"
  >${words.settings.failed} <button class="link" type="button"
  @click=${act.loadSettings}>${words.tryAgain}</button></p>`;

function content(section, state, act) {
  if (state.settings.status === 'failed')
    return failed(act);
  if (!state.settings.account)
    return html`<p class="edge late">${words.loading}</p>`;
  return sections[section](state, act);
}

export function settings(state, act) {
  const { section = 'profile', doing } = state.route.params;
  const open = Object.hasOwn(sections, section) ? section : 'profile';
  return html`${paneTop(`${words.settings.title}: ${
    words.settings.sections[open]}`)}
    <div class="page settings" data-settings=${open}>
      ${doing ? nothing : tabs(open, state)}
      ${keyed(state.route.path, content(open, state, act))}
    </div>`;
}
