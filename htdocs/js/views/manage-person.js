// One person: how it stands with them, what is told, and what can be done.

import { html, nothing } from '../lib/html.js';
import { readAgent } from '../lib/agent.js';
import { words } from '../lib/words-manage-person.js';
import { formOf } from '../state/forms.js';
import { ADMINISTRATORS, deedsFor, isHarmless, openGroups, standingOf }
  from '../state/manage-select.js';
import { toManage, toSettings } from '../state/route.js';
import { avatar } from './avatar.js';
import { field, note, submitButton, summary, unlessBusy } from './field.js';
import { icons } from './icons.js';
import { back, choice, doButton, moment, problemNotice, standingTag, tick,
  when } from './manage-parts.js';
import { ownForm } from './own-forms.js';
import { localeChoices, select, zoneChoices } from './profile.js';

const said = words.person;

const fact = (label, value) => value ? html`<div><dt>${label}</dt>
  <dd dir="auto">${value}</dd></div>` : nothing;

const factorsOf = ({ totp, mail }) => [totp && said.factors.totp,
  mail && said.factors.mail].filter(Boolean).join(', ') || said.factors.none;

const facts = (account) => html`<dl class="facts">
  ${fact(said.facts.email, account.email)}
  ${fact(said.facts.next, account.email_next)}
  ${account.status === 'EXTERNAL_PROVIDER' ? fact(said.facts.password,
    said.noPassword) : nothing}
  ${fact(said.facts.providers, account.providers?.join(', '))}
  ${fact(said.facts.factors, factorsOf(account))}
  ${fact(said.facts.created, moment(account.created))}
  ${fact(said.facts.changed, moment(account.changed))}
  ${account.deletion ? fact(said.facts.deletion, moment(account.deletion))
    : nothing}
  ${fact(said.facts.sub, html`<code>${account.sub}</code>`)}</dl>`;

const labelOf = (name) => Object.hasOwn(said.attributes, name)
  ? said.attributes[name] : name.replace(/^custom:/, '');

// The usual ones, and what else is told.
const namesOf = (attributes) => [...new Set(['name', 'locale', 'zoneinfo',
  ...Object.keys(attributes)])];

const details = ({ username, attributes }) => html`<section
  aria-labelledby="details-title">
  <div class="section-top"><h3 id="details-title">${said.details}</h3>
    <a class="button" href=${toManage('people', username, 'details')}
      data-doing="details">${said.edit}</a></div>
  ${Object.keys(attributes).length ? html`<dl class="facts">${
    namesOf(attributes).map((name) => fact(labelOf(name), attributes[name]))
  }</dl>`
    : html`<p class="own-lead">${said.noDetails}</p>`}</section>`;

const membership = (name, account, { form, isYou, act }) => html`<li
  class="chip" data-group=${name}><a dir="auto" href=${toManage('groups', name)}
  >${name}</a>${name === ADMINISTRATORS || isYou ? nothing : html`<button
  type="button" class="icon-button" data-action="leave-group"
  aria-label=${said.leaveGroup(name)} @click=${() => form.busy
    || act.takeOutOfGroup(account.username, name)}>${icons.close}</button>`}
  </li>`;

const joining = (account, open, form, act) => html`<form class="inline-form"
  @submit=${unlessBusy(form, (fields) =>
    act.putIntoGroup(account.username, fields))}>
  ${choice({ id: 'membership-group', name: 'group', label: said.addGroup,
    options: open.map((name) => [name, name]) })}
  ${submitButton(form, words.manage.add)}</form>`;

function groups(account, state, act) {
  const form = formOf(state.forms, 'membership');
  const isYou = account.username === state.session.username;
  const open = openGroups(state.manage.groupChoice.items, account);
  return html`<section aria-labelledby="groups-title">
    <h3 id="groups-title">${said.groups}</h3>
    ${note(form.note)}${summary('membership', form, {})}
    ${account.groups.length ? html`<ul class="chips">${account.groups.map(
      (name) => membership(name, account, { form, isYou, act }))}</ul>`
      : html`<p class="own-lead">${said.noGroups}</p>`}
    ${open.length ? joining(account, open, form, act) : nothing}</section>`;
}

function nameOf(agent) {
  const { browser, system } = readAgent(agent);
  return browser && system ? words.devices.on(browser, system)
    : browser || system || words.devices.unknown;
}

const device = ({ agent, seen, address }, now) => html`<li class="card"><div
  class="card-head"><p class="card-title">${nameOf(agent)}</p>
  <p class="own-lead">${when(seen, now)}${address ? html` · ${address}`
    : nothing}</p></div></li>`;

const devices = (sessions, now) => html`<section
  aria-labelledby="devices-title"><h3 id="devices-title">${said.devices}</h3>
  ${sessions.length ? html`<ul class="cards" data-sessions>${sessions.map(
    (one) => device(one, now))}</ul>`
    : html`<p class="own-lead" data-sessions>${said.noDevices}</p>`}</section>`;

const bad = new Set(['disable', 'delete']);

const toDeed = (deed, name) => html`<a class="button ${bad.has(deed)
  ? 'bad' : ''}" href=${toManage('people', name, deed)} data-doing=${deed}
  >${words.deeds[deed].button}…</a>`;

const deedCard = (deed, name, form, act) => html`<li class="card"
  data-deed=${deed}><div class="card-head"><h4 class="card-title"
  >${words.deeds[deed].button}</h4>
  <p class="own-lead">${words.deeds[deed].text}</p></div>
  ${isHarmless(deed) ? doButton({ label: words.deeds[deed].button, form,
    name: deed, action: () => act.doHarmless(deed, name) })
    : toDeed(deed, name)}</li>`;

function deeds(account, state, act) {
  const due = deedsFor(account, state.session.username);
  const form = formOf(state.forms, 'deed');
  if (!due.length)
    return html`<p class="notice good">${said.isYou} <a href=${toSettings()}
      >${said.settings}</a>.</p>`;
  return html`<section aria-labelledby="deeds-title">
    <h3 id="deeds-title">${said.deeds}</h3>
    <ul class="cards">${due.map((deed) =>
      deedCard(deed, account.username, form, act))}</ul></section>`;
}

function overview({ account, sessions }, state, act) {
  const form = formOf(state.forms, 'deed');
  const hint = words.standingHints[standingOf(account)];
  return html`${back(toManage(), said.back)}
    ${note(form.note || formOf(state.forms, 'add').note
      || formOf(state.forms, 'address').note)}
    ${summary('deed', form, {})}
    ${problemNotice(state.manage.person.problem, act.retryPerson)}
    <div class="person-head">${avatar(account.username)}<div>
      <p class="person-name" dir="auto">${account.username}</p>
      <p>${standingTag(account)}</p></div></div>
    ${hint ? html`<p class="own-lead">${hint}</p>` : nothing}
    ${facts(account)}
    ${account.username === state.session.username ? nothing : html`<p><a
      class="button" href=${toManage('people', account.username, 'address')}
      data-doing="address">${words.address.change}…</a></p>`}
    <p><a href=${toManage('log', account.username)} data-doing="log"
      >${said.log}</a></p>
    ${details(account)}
    ${groups(account, state, act)}
    ${devices(sessions, state.ui.now)}
    ${deeds(account, state, act)}`;
}

// --- pages of their own -----------------------------------------------------

const chosen = (name, value) => ({ locale: localeChoices,
  zoneinfo: zoneChoices })[name]?.(value);

function detailField(name, value, error) {
  const choices = chosen(name, value);
  return choices ? select(name, labelOf(name), choices, value)
    : field({ form: 'profile', name, label: labelOf(name), value, error,
      optional: true });
}

function changeDetails({ username, attributes }, state, act) {
  const form = formOf(state.forms, 'deed');
  const names = namesOf(attributes);
  const labels = Object.fromEntries(names.map((name) =>
    [name, labelOf(name)]));
  return html`<h3>${said.editTitle(username)}</h3>
    <p class="own-lead">${said.editLead}</p>
    ${summary('profile', form, labels)}
    <form class="own-form" novalidate @submit=${unlessBusy(form, (fields) =>
      act.saveDetails(username, fields))}>
      ${names.map((name) => detailField(name, attributes[name] ?? '',
        form.errors[name]))}
      <div class="own-foot">${submitButton(form, words.manage.save)}
        <a class="button" href=${toManage('people', username)}
          >${words.cancel}</a></div></form>`;
}

function changeAddress(account, state, act) {
  const form = formOf(state.forms, 'address');
  const isUnconfirmed = account.status === 'UNCONFIRMED';
  const said = words.address;
  return html`<h3>${said.title(account.username)}</h3>
    <p class="own-lead">${isUnconfirmed ? said.leadUnconfirmed : said.lead}</p>
    <dl class="facts">${fact(said.now, account.email)}</dl>
    ${summary('address', form, { email: said.next })}
    <form class="own-form" novalidate @submit=${unlessBusy(form, (fields) =>
      act.changeAddress(account, fields))}>
      ${field({ form: 'address', name: 'email', type: 'email',
        label: said.next, inputmode: 'email', error: form.errors.email })}
      ${tick({ id: 'address-verified', name: 'verified', label: said.verified,
        hint: isUnconfirmed ? said.verifiedUnconfirmed : said.verifiedHint })}
      <div class="own-foot">${submitButton(form, said.submit)}
        <a class="button" href=${toManage('people', account.username)}
          >${words.cancel}</a></div></form>`;
}

// Deleting takes more than a slip of the hand.
const proof = (deed, name) => deed === 'delete'
  ? [{ name: 'username', label: said.typeName(name) }] : [];

const askDeed = (deed, name, state, act) => html`<h3>${
  words.deeds[deed].title(name)}</h3>
  <p class="own-lead">${words.deeds[deed].text}</p>
  <div class=${bad.has(deed) ? 'asks-bad' : ''}>${ownForm(state, {
    name: 'deed', submit: words.deeds[deed].button,
    fields: proof(deed, name), send: (fields) =>
      act.doDeed(deed, name, fields), back: toManage('people', name) })}
  </div>`;

function pageFor(value, state, act) {
  const { doing } = state.route.params;
  const { account } = value;
  if (doing === 'details')
    return changeDetails(account, state, act);
  if (doing === 'address' && account.username !== state.session.username)
    return changeAddress(account, state, act);
  return !isHarmless(doing)
    && deedsFor(account, state.session.username).includes(doing)
    ? askDeed(doing, account.username, state, act)
    : overview(value, state, act);
}

export function person(state, act) {
  const { value, problem, status } = state.manage.person;
  if (problem?.kind === 'missing')
    return html`${back(toManage(), said.back)}<p class="edge"
      role="alert" data-gone>${said.gone}</p>`;
  if (status === 'failed')
    return problemNotice(problem, act.retryPerson);
  return value && state.manage.person.name === state.route.params.item
    ? pageFor(value, state, act)
    : html`<p class="edge late">${words.loading}</p>`;
}
