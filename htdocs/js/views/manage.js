// Managing accounts, for administrators: a row of places, and below it the one
// that is open. What changes something in earnest has a page of its own.

import { manageActions } from '../actions/manage.js';
import { html, keyed, nothing } from '../lib/html.js';
import { words } from '../lib/words-manage.js';
import { words as groupWords } from '../lib/words-manage-groups.js';
import { words as invitationWords } from '../lib/words-manage-invitations.js';
import { words as peopleWords } from '../lib/words-manage-people.js';
import { toManage } from '../state/route.js';
import { addGroup, group, groups } from './manage-groups.js';
import { invitations, invite } from './manage-invitations.js';
import { log } from './manage-log.js';
import { add, people, waiting } from './manage-people.js';
import { person } from './manage-person.js';
import { paneTop } from './pane-top.js';

export const actionsFor = manageActions;

// tab: which one is lit; item: what shows one of the list.
const sections = {
  people: { tab: 'people', list: people, item: person },
  add: { tab: 'people', list: add, title: peopleWords.add.title },
  waiting: { tab: 'waiting', list: waiting },
  groups: { tab: 'groups', list: groups, item: group },
  'new-group': { tab: 'groups', list: addGroup, title: groupWords.groups.add },
  invitations: { tab: 'invitations', list: invitations, item: invitations },
  invite: { tab: 'invitations', list: invite, title: invitationWords.invitations.add },
  log: { tab: 'log', list: log, item: log },
};

const waits = ({ items, more }) => items.length ? html` <span class="badge"
  data-waiting=${items.length}><span aria-hidden="true">${items.length}${
  more ? '+' : ''}</span><span class="visually-hidden">${
  words.manage.waiting(items.length, more)}</span></span>` : nothing;

const tab = (name, open, manage) => html`<li><a class="tab"
  href=${toManage(name === 'people' ? '' : name)} data-section=${name}
  aria-current=${name === open ? 'page' : nothing}>${words.manage.tabs[name]}${
  name === 'waiting' ? waits(manage.waiting) : nothing}</a></li>`;

const tabs = (open, manage) => html`<nav aria-label=${words.manage.nav}>
  <ul class="tabs">${Object.keys(words.manage.tabs).map((name) =>
    tab(name, open, manage))}</ul></nav>`;

const nowhere = () => html`<p class="edge">${words.missingPage}</p>`;

export function manage(state, act) {
  const { section = 'people', item } = state.route.params;
  const { tab: open, list, item: one, title } = sections[Object.hasOwn(
    sections, section) ? section : 'none'] ?? { list: nowhere };
  const show = item === undefined ? list : one ?? nowhere;
  return html`${paneTop(words.manage.at(
    (one && one !== list && item) || title || words.manage.tabs[open]
      || words.missingPage))}
    <div class="page settings manage" data-manage=${section}>
      ${tabs(open, state.manage)}
      ${keyed(state.route.path, show(state, act))}
    </div>`;
}
