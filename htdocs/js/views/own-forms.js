// Changing my password and my mail address.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-settings.js';
import { formOf } from '../state/forms.js';
import { toSettings } from '../state/route.js';
import { field, note, submitButton, summary, unlessBusy } from './field.js';

// One form of the settings: { name, fields, submit, send, back }; each field as
// views/field.js takes it, without form and error.
export function ownForm(state, { name, fields, submit, send, back }) {
  const form = formOf(state.forms, name);
  const labels = Object.fromEntries(fields.map((spec) =>
    [spec.name, spec.label]));
  return html`${note(form.note)}${summary(name, form, labels)}
    <form class="own-form" novalidate @submit=${unlessBusy(form, send)}>
      ${fields.map((spec) => field({ form: name, ...spec,
        error: form.errors[spec.name] }))}
      <div class="own-foot">${submitButton(form, submit)}
        ${back ? html`<a class="button" href=${back}
          >${words.settings.goBack}</a>` : nothing}</div>
    </form>`;
}

export const passwordField = { name: 'password', type: 'password',
  label: words.settings.yourPassword, hint: words.settings.whyPassword,
  autocomplete: 'current-password' };

// In the place of a form that has done its work.
export const finished = (text, back) => html`<div class="notice good"
  tabindex="-1" data-focus="arrival" data-note><p>${text}</p></div>
  <div class="own-foot"><a class="button" href=${back}
    >${words.settings.finished}</a></div>`;

export function password(state, act) {
  const { note: done } = formOf(state.forms, 'password');
  if (done)
    return finished(done, toSettings());
  return html`<p class="own-lead">${words.password.lead}</p>
    <input class="visually-hidden" type="text" autocomplete="username"
      tabindex="-1" aria-hidden="true" readonly
      .value=${state.session.username}>
    ${ownForm(state, { name: 'password', submit: words.password.submit,
      send: act.changePassword, fields: [
        { name: 'current', type: 'password', label: words.password.current,
          autocomplete: 'current-password' },
        { name: 'password', type: 'password', label: words.password.next,
          hint: words.account.passwordHint,
          autocomplete: 'new-password' }] })}`;
}

const code = { name: 'code', label: words.account.code,
  hint: words.account.codeHint, autocomplete: 'one-time-code',
  inputmode: 'numeric' };

const confirm = (state, act) => html`<h3 tabindex="-1" data-focus="arrival"
  >${words.mail.confirmTitle}</h3>
  <p class="own-lead">${words.mail.wait(
    state.settings.account.email_next ?? '')}</p>
  ${ownForm(state, { name: 'mail', fields: [code],
    submit: words.mail.confirm, send: act.confirmMail,
    back: toSettings('mail') })}`;

const change = (state, act, { email, email_next: next }) => html`
  <p class="own-lead">${words.mail.lead}</p>
  <dl class="facts"><div><dt>${words.mail.now}</dt><dd dir="auto" data-mail
    >${email}</dd></div></dl>
  ${next ? html`<p class="notice good">${words.mail.waiting(next)} <a
    href=${toSettings('mail', 'code')}>${words.mail.enterCode}</a></p>`
    : nothing}
  ${ownForm(state, { name: 'mail', submit: words.mail.submit,
    send: act.changeMail, fields: [
      { name: 'email', type: 'email', label: words.mail.next,
        hint: words.mail.nextHint, autocomplete: 'email' },
      passwordField] })}`;

export function mail(state, act) {
  const { note: done } = formOf(state.forms, 'mail');
  if (done)
    return finished(done, toSettings('mail'));
  return state.route.params.doing === 'code' ? confirm(state, act)
    : change(state, act, state.settings.account);
}
