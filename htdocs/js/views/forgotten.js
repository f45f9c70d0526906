// For who has forgotten their password.

import { html } from '../lib/html.js';
import { words } from '../lib/words-gate.js';
import { formOf } from '../state/forms.js';
import { toSignIn } from '../state/route.js';
import { field, note, submitButton, summary, unlessBusy, valuesOf }
  from './field.js';
import { frame } from './gate-frame.js';

const back = html`<p class="gate-other">${words.forgot.back}
  <a href=${toSignIn()}>${words.signUp.toSignInLink}</a></p>`;

export function forgot(state, act) {
  const form = formOf(state.forms, 'forgot');
  return frame('forgot', words.forgot.title, words.forgot.lead, html`
    ${note(form.note)}
    ${summary('forgot', form, { username: words.account.nameOrMail })}
    <form novalidate @submit=${unlessBusy(form, act.askReset)}>
      ${field({ form: 'forgot', name: 'username',
        label: words.account.nameOrMail, autocomplete: 'username',
        value: state.session.username, error: form.errors.username })}
      ${submitButton(form, words.forgot.submit)}
    </form>
    ${back}`);
}

const labels = {
  username: words.account.nameOrMail,
  code: words.account.code,
  password: words.step.newPassword,
};

const fields = (errors, name) => html`
  ${field({ form: 'reset', name: 'username', label: labels.username,
    autocomplete: 'username', value: name, error: errors.username })}
  ${field({ form: 'reset', name: 'code', label: labels.code,
    hint: words.reset.codeHint, autocomplete: 'one-time-code',
    inputmode: 'numeric', error: errors.code })}
  ${field({ form: 'reset', name: 'password', type: 'password',
    label: labels.password, hint: words.account.passwordHint,
    autocomplete: 'new-password', error: errors.password })}`;

export function reset(state, act) {
  const form = formOf(state.forms, 'reset');
  const again = (event) => form.busy
    || act.sendResetAgain(valuesOf(event.currentTarget.form));
  return frame('reset', words.reset.title, words.reset.lead, html`
    ${note(form.note)}
    ${summary('reset', form, labels)}
    <form novalidate @submit=${unlessBusy(form, act.reset)}>
      ${fields(form.errors, state.route.params.name ?? '')}
      ${submitButton(form, words.reset.submit)}
      <button class="button quiet" type="button" data-action="resend"
        @click=${again}>${words.confirm.resend}</button>
    </form>
    ${back}`);
}
