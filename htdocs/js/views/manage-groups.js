// The groups there are, one of them with its members, and making one.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-manage-groups.js';
import { formOf } from '../state/forms.js';
import { ADMINISTRATORS } from '../state/manage-select.js';
import { toManage } from '../state/route.js';
import { field, note, submitButton, summary, unlessBusy } from './field.js';
import { back, count, doButton, edge, personLink, problemNotice, table }
  from './manage-parts.js';
import { ownForm } from './own-forms.js';

const said = words.groups;

const precedenceText = (precedence) => precedence === undefined ? said.least
  : String(precedence);

const columns = [
  { name: 'name', label: said.columns.name, isHead: true,
    show: ({ name }) => html`<a class="row-link" dir="auto" data-to=${name}
      href=${toManage('groups', name)}>${name}</a>` },
  { name: 'description', label: said.columns.description,
    show: ({ description }) => html`<span dir="auto">${description}</span>` },
  { name: 'precedence', label: said.columns.precedence,
    show: ({ precedence }) => precedenceText(precedence) },
];

export function groups(state, act) {
  const list = state.manage.groups;
  return html`${note(formOf(state.forms, 'group').note)}
    <div class="section-top"><p class="own-lead">${said.lead}</p>
      <a class="button primary" href=${toManage('new-group')}
        data-doing="new-group">${said.add}</a></div>
    ${count(list, said.count)}
    ${table({ label: said.title, name: 'groups', columns, items: list.items,
      key: ({ name }) => name })}
    ${edge(list, { none: said.none, retry: act.loadGroups,
      more: act.moreGroups })}`;
}

const fields = ({ description = '', precedence = '' } = {}) => [
  { name: 'description', label: said.description, value: description,
    optional: true },
  { name: 'precedence', label: said.precedence, hint: said.precedenceHint,
    inputmode: 'numeric', value: String(precedence), optional: true },
];

export const addGroup = (state, act) => html`<h3>${said.add}</h3>
  ${ownForm(state, { name: 'group', submit: said.submit, send: act.addGroup,
    back: toManage('groups'), fields: [{ name: 'name', label: said.name,
      hint: said.nameHint }, ...fields()] })}`;

const member = (name, group, { state, form, act }) => {
  const isYou = name === state.session.username;
  // What takes rights away is asked for on the person's page.
  if (group === ADMINISTRATORS)
    return isYou ? nothing : html`<a class="button"
      href=${toManage('people', name)}>${said.toPerson}</a>`;
  return doButton({ label: said.remove, long: said.removeLong(name), form,
    name: 'leave-group', action: () => act.removeMember(group, name) });
};

const memberForm = (name, form, act) => html`<form class="inline-form"
  novalidate @submit=${unlessBusy(form, (values) =>
    act.addMember(name, values))}>
  ${field({ form: 'member', name: 'name', label: said.addMember,
    error: form.errors.name })}
  ${submitButton(form, words.manage.add)}</form>`;

function members(name, state, act) {
  const list = state.manage.members;
  const form = formOf(state.forms, 'member');
  return html`<section aria-labelledby="members-title">
    <h3 id="members-title">${said.members}</h3>
    ${note(form.note)}${summary('member', form, { name: said.addMember })}
    ${count(list, said.memberCount)}
    ${table({ label: said.members, name: 'members', items: list.items,
      key: (one) => one, columns: [
        { name: 'name', label: said.columns.name, isHead: true,
          show: (one) => personLink(one, one === state.session.username) },
        { name: 'deeds', label: said.remove, show: (one) =>
          member(one, name, { state, form, act }) }] })}
    ${edge(list, { none: said.noMembers, retry: act.retryGroup,
      more: act.moreMembers })}
    ${name === ADMINISTRATORS ? nothing : memberForm(name, form, act)}
  </section>`;
}

const overview = (value, state, act) => html`
  ${back(toManage('groups'), said.back)}
  ${problemNotice(state.manage.group.problem, act.retryGroup)}
  ${value.name === ADMINISTRATORS ? html`<p class="own-lead"
    >${said.administrators}</p>` : nothing}
  ${ownForm(state, { name: 'group', submit: words.manage.save,
    send: (values) => act.changeGroup(value.name, values),
    fields: fields(value) })}
  ${members(value.name, state, act)}
  ${value.name === ADMINISTRATORS ? nothing : html`<p><a class="button bad"
    href=${toManage('groups', value.name, 'delete')} data-doing="delete"
    >${said.delete}…</a></p>`}`;

const askDelete = ({ name }, state, act) => html`<h3>${
  said.deleteTitle(name)}</h3><p class="own-lead">${said.deleteText}</p>
  <div class="asks-bad">${ownForm(state, { name: 'group', fields: [],
    submit: said.delete, send: () => act.deleteGroup(name),
    back: toManage('groups', name) })}</div>`;

export function group(state, act) {
  const { value, problem, status, name } = state.manage.group;
  const { item, doing } = state.route.params;
  if (problem?.kind === 'missing')
    return html`${back(toManage('groups'), said.back)}<p class="edge"
      role="alert" data-gone>${said.gone}</p>`;
  if (status === 'failed')
    return problemNotice(problem, act.retryGroup);
  if (!value || name !== item)
    return html`<p class="edge late">${words.loading}</p>`;
  return doing === 'delete' && value.name !== ADMINISTRATORS
    ? askDelete(value, state, act) : overview(value, state, act);
}
