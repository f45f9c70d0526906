// Second factors: what is on, and a page for each change.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-settings.js';
import { formOf } from '../state/forms.js';
import { toSettings } from '../state/route.js';
import { app, codes } from './authenticator.js';
import { note } from './field.js';
import { ownForm, passwordField } from './own-forms.js';

const { factors: said } = words;

const badge = (on) => html`<span class="state ${on ? 'is-on' : ''}"
  >${on ? said.on : said.off}</span>`;

const card = (name, { title, text, on, doing, label }) => html`<li
  class="card" data-factor=${name} data-on=${on ?? nothing}>
  <div class="card-head"><h3 class="card-title">${title} ${on === undefined
    ? nothing : badge(on)}</h3><p class="own-lead">${text}</p></div>
  ${doing ? html`<a class="button" href=${toSettings('factors', doing)}
    data-doing=${doing}>${label}</a>` : nothing}</li>`;

// Where one is required, the last one has no button.
const last = (policy, totp, mail) => policy === 'required' && totp !== mail;

function overview(state) {
  const { totp, mail, recovery, policy } = state.settings.factors;
  if (policy === 'off')
    return html`<p class="own-lead" data-policy="off">${said.notUsed}</p>`;
  const stays = last(policy, totp, mail);
  return html`<p class="own-lead" data-policy=${policy}>${said.lead}
    ${policy === 'required' ? said.oneStays : nothing}</p>
    ${note(formOf(state.forms, 'factors').note)}
    <ul class="cards">
      ${card('app', { title: said.app, text: said.appText, on: totp,
        doing: totp ? stays ? '' : 'app-off' : 'app',
        label: totp ? said.appOff : said.appOn })}
      ${totp ? card('codes', { title: said.codes,
        text: said.codesText(recovery), doing: 'codes',
        label: said.newCodes }) : nothing}
      ${card('mail', { title: said.mail, text: said.mailText, on: mail,
        doing: mail ? stays ? '' : 'mail-off' : 'mail-on',
        label: mail ? said.mailOff : said.mailOn })}
    </ul>`;
}

const change = (title, text, submit, action) => (state, act) => html`
  <h3>${title}</h3><p class="own-lead">${text}</p>
  ${ownForm(state, { name: 'factors', fields: [passwordField], submit,
    send: act[action], back: toSettings('factors') })}`;

const begin = change(said.appOn, said.appText, said.goOn, 'beginApp');
const renew = change(said.newCodes, said.newCodesText, said.make,
  'makeCodes');

const pages = {
  app: (state, act) => state.settings.setup ? app(state, act)
    : begin(state, act),
  'app-off': change(said.appOff, said.appOffText, said.turnOff, 'dropApp'),
  codes: renew,
  'mail-on': change(said.mailOn, said.mailText, said.turnOn, 'startMail'),
  'mail-off': change(said.mailOff, said.mailOffText, said.turnOff,
    'stopMail'),
};

export function factors(state, act) {
  const { doing } = state.route.params;
  if (state.settings.codes)
    return codes(state, act);
  return Object.hasOwn(pages, doing ?? '') ? pages[doing](state, act)
    : overview(state);
}
