// What my account is connected with, and with what it could be.

import { html, nothing, repeat } from '../lib/html.js';
import { exactTime, isoTime, relativeTime } from '../lib/time.js';
import { words } from '../lib/words-settings.js';
import { formOf } from '../state/forms.js';
import { labelOf } from '../state/providers.js';
import { toSettings } from '../state/route.js';
import { note, summary } from './field.js';
import { ownForm, passwordField } from './own-forms.js';

const { accounts: said } = words;

const when = (time, now) => html`<time datetime=${isoTime(time)}
  title=${exactTime(time)}>${relativeTime(time, now)}</time>`;

const ending = (name, label) => html`<a class="button"
  data-action="disconnect" aria-label=${said.disconnectLong(label)}
  href=${toSettings('accounts', name)}>${said.disconnect}…</a>`;

function connection(one, state) {
  const label = labelOf(state.providers, one.provider);
  return html`<li class="card" data-identity=${one.provider}>
    <div class="card-head"><h3 class="card-title">${label}</h3>
      <p class="own-lead">${one.email ? html`<bdi>${one.email}</bdi> · `
        : nothing}${said.used} ${when(one.seen, state.ui.now)}</p></div>
    ${ending(one.provider, label)}</li>`;
}

const possible = ({ name, label }) => html`<li class="card"
  data-provider=${name}><div class="card-head"><h3 class="card-title"
  >${label}</h3></div><a class="button" data-doing=${name}
  aria-label=${said.connectLong(label)}
  href=${toSettings('accounts', name)}>${said.connect}</a></li>`;

function overview(state) {
  const { list, connected } = state.providers;
  const form = formOf(state.forms, 'accounts');
  const free = list.filter(({ name }) =>
    !connected.some(({ provider }) => provider === name));
  return html`<p class="own-lead">${said.lead}</p>
    ${note(form.note)}${summary('accounts', form, {})}
    ${connected.length || free.length ? nothing
      : html`<p class="own-lead">${said.none}</p>`}
    <ul class="cards">${repeat(connected, ({ provider }) => provider,
      (one) => connection(one, state))}
      ${repeat(free, ({ name }) => name, possible)}</ul>`;
}

const hasPassword = ({ settings }) =>
  settings.account.status !== 'EXTERNAL_PROVIDER';

function connect(name, state, act) {
  const label = labelOf(state.providers, name);
  return html`<h3>${said.connectLong(label)}</h3>
    <p class="own-lead">${said.connectLead(label)}</p>
    ${hasPassword(state) ? ownForm(state, { name: 'accounts',
      fields: [passwordField], submit: said.goThere,
      send: (fields) => act.beginConnecting(name, fields),
      back: toSettings('accounts') })
      : html`<p class="own-lead" data-no-password>${said.noPassword}</p>`}`;
}

// Not the last thing that opens the account.
function disconnect(name, state, act) {
  const label = labelOf(state.providers, name);
  const isLast = !hasPassword(state) && state.providers.connected.length < 2;
  return html`<h3>${said.disconnectTitle(label)}</h3>
    ${isLast ? html`<p class="own-lead" data-no-password>${said.last}</p>
      <div class="own-foot"><a class="button" href=${toSettings('accounts')}
        >${words.settings.goBack}</a></div>`
      : html`<p class="own-lead">${said.disconnectLead(label)}</p>
      ${ownForm(state, { name: 'accounts', submit: said.disconnect,
        fields: hasPassword(state) ? [passwordField] : [],
        send: (fields) => act.disconnect(name, fields),
        back: toSettings('accounts') })}`}`;
}

export function accounts(state, act) {
  const { list, connected } = state.providers;
  const { doing } = state.route.params;
  if (!connected)
    return html`<p class="edge late">${words.loading}</p>`;
  if (connected.some(({ provider }) => provider === doing))
    return disconnect(doing, state, act);
  return list.some(({ name }) => name === doing)
    ? connect(doing, state, act) : overview(state);
}
