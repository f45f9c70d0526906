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

const ending = (name, label, form, act) => html`<button class="button"
  type="button" data-action="disconnect"
  aria-label=${said.disconnectLong(label)}
  @click=${() => form.busy || act.disconnect(name)}
  >${said.disconnect}</button>`;

function connection(one, state, form, act) {
  const label = labelOf(state.providers, one.provider);
  return html`<li class="card" data-identity=${one.provider}>
    <div class="card-head"><h3 class="card-title">${label}</h3>
      <p class="own-lead">${one.email ? html`<bdi>${one.email}</bdi> · `
        : nothing}${said.used} ${when(one.seen, state.ui.now)}</p></div>
    ${ending(one.provider, label, form, act)}</li>`;
}

const possible = ({ name, label }) => html`<li class="card"
  data-provider=${name}><div class="card-head"><h3 class="card-title"
  >${label}</h3></div><a class="button" data-doing=${name}
  aria-label=${said.connectLong(label)}
  href=${toSettings('accounts', name)}>${said.connect}</a></li>`;

function overview(state, act) {
  const { list, connected } = state.providers;
  const form = formOf(state.forms, 'accounts');
  const free = list.filter(({ name }) =>
    !connected.some(({ provider }) => provider === name));
  return html`<p class="own-lead">${said.lead}</p>
    ${note(form.note)}${summary('accounts', form, {})}
    ${connected.length || free.length ? nothing
      : html`<p class="own-lead">${said.none}</p>`}
    <ul class="cards">${repeat(connected, ({ provider }) => provider,
      (one) => connection(one, state, form, act))}
      ${repeat(free, ({ name }) => name, possible)}</ul>`;
}

function connect(name, state, act) {
  const label = labelOf(state.providers, name);
  const hasPassword = state.settings.account.status !== 'EXTERNAL_PROVIDER';
  return html`<h3>${said.connectLong(label)}</h3>
    <p class="own-lead">${said.connectLead(label)}</p>
    ${hasPassword ? ownForm(state, { name: 'accounts',
      fields: [passwordField], submit: said.goThere,
      send: (fields) => act.beginConnecting(name, fields),
      back: toSettings('accounts') })
      : html`<p class="own-lead" data-no-password>${said.noPassword}</p>`}`;
}

export function accounts(state, act) {
  const { list, connected } = state.providers;
  const { doing } = state.route.params;
  if (!connected)
    return html`<p class="edge late">${words.loading}</p>`;
  return list.some(({ name }) => name === doing)
    ? connect(doing, state, act) : overview(state, act);
}
