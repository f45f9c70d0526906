// The people there are, those who wait for approval, and adding one.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-manage-people.js';
import { formOf } from '../state/forms.js';
import { toManage } from '../state/route.js';
import { note, summary } from './field.js';
import { choice, count, doButton, edge, personLink, standingTag, table, when }
  from './manage-parts.js';
import { ownForm } from './own-forms.js';

const said = words.people;

const searchField = (q, act) => html`<div class="field search">
  <label for="manage-q">${said.search}</label>
  <input id="manage-q" type="search" .defaultValue=${q ?? ''}
    placeholder=${said.searchHint} autocomplete="off" autocapitalize="none"
    spellcheck="false" data-manage-search
    @input=${(event) => act.typePeople(event.target.value)}></div>`;

const groupChoice = (groups, group, act) => choice({ id: 'manage-group',
  name: 'group', label: said.group, chosen: group,
  options: [['', said.anyGroup], ...groups.map(({ name }) => [name, name])],
  change: (event) => act.choosePeople({ group: event.target.value }) });

const stateChoice = (state, act) => choice({ id: 'manage-state',
  name: 'state', label: said.show, chosen: state,
  options: Object.entries(said.states),
  change: (event) => act.choosePeople({ state: event.target.value }) });

const columns = (state) => [
  { name: 'name', label: said.columns.name, isHead: true,
    show: ({ username }) =>
      personLink(username, username === state.session.username) },
  { name: 'email', label: said.columns.email, show: ({ email }) => html`<span
    dir="auto">${email}</span>` },
  { name: 'standing', label: said.columns.standing, show: standingTag },
  { name: 'devices', label: said.columns.devices,
    show: ({ sessions }) => said.devices(sessions) },
  { name: 'created', label: said.columns.created,
    show: ({ created }) => when(created, state.ui.now) },
];

const username = ({ username: name }) => name;

export function people(state, act) {
  const list = state.manage.people;
  const { q, state: standing, group } = list.query;
  return html`${note(formOf(state.forms, 'deed').note)}
    <div class="bar is-people" role="search">${searchField(q, act)}
      ${stateChoice(standing, act)}
      ${state.manage.groupChoice.status === 'ready'
        ? groupChoice(state.manage.groupChoice.items, group, act) : nothing}
      <a class="button primary" href=${toManage('add')} data-doing="add"
        >${said.add}</a></div>
    ${count(list, said.count)}
    ${table({ label: said.title, name: 'people', columns: columns(state),
      items: list.items, key: username })}
    ${edge(list, { none: said.none, retry: act.retryPeople,
      more: act.morePeople })}`;
}

export const add = (state, act) => html`<h3>${words.add.title}</h3>
  <p class="own-lead">${words.add.lead}</p>
  ${ownForm(state, { name: 'add', submit: words.add.submit,
    send: act.addPerson, back: toManage(), fields: [
      { name: 'username', label: words.add.name, hint: words.add.nameHint },
      { name: 'email', type: 'email', label: words.add.email,
        hint: words.add.emailHint, inputmode: 'email' }] })}`;

// Approving is done at once; declining is deleting, and asked for there.
const decision = (form, act) => ({ username: name }) => html`<span
  class="deeds">${doButton({ label: words.waiting.approve, name: 'approve',
    long: words.waiting.approveLong(name), form, kind: 'primary',
    action: () => act.approve(name) })}
  <a class="button" href=${toManage('people', name, 'delete')}
    aria-label=${words.waiting.declineLong(name)} data-doing="delete"
    >${words.waiting.decline}</a></span>`;

export function waiting(state, act) {
  const list = state.manage.waiting;
  const form = formOf(state.forms, 'waiting');
  const [name, email] = columns(state);
  return html`<p class="own-lead">${words.waiting.lead}</p>
    ${note(form.note)}${summary('waiting', form, {})}
    ${count(list, words.waiting.count)}
    ${table({ label: words.manage.tabs.waiting, name: 'waiting',
      items: list.items, key: username, columns: [name, email,
        { name: 'created', label: words.waiting.columns.created,
          show: ({ created }) => when(created, state.ui.now) },
        { name: 'deeds', label: words.waiting.columns.deeds,
          show: decision(form, act) }] })}
    ${edge(list, { retry: act.retryWaiting, more: act.moreWaiting,
      none: html`${words.waiting.none}<br>${words.waiting.noneHint}` })}`;
}
