// The screens before the door: sign in, sign up, confirm; others are in step.js
// and forgotten.js.

import { accountActions } from '../actions/account.js';
import { forgottenActions } from '../actions/forgotten.js';
import { loadProviders, providerActions } from '../actions/providers.js';
import { stepActions } from '../actions/step.js';
import { html, keyed, nothing } from '../lib/html.js';
import { part } from '../lib/parts.js';
import { words } from '../lib/words-gate.js';
import { formOf } from '../state/forms.js';
import { toForgot, toSignIn, toSignUp } from '../state/route.js';
import { field, note, submitButton, summary, unlessBusy } from './field.js';
import { forgot, reset } from './forgotten.js';
import { frame, lockedMessage } from './gate-frame.js';
import { step } from './step.js';

export function actionsFor(app) {
  loadProviders(app);
  return { ...accountActions(app), ...forgottenActions(app),
    ...providerActions(app), ...stepActions(app) };
}

// Other services to sign in with, if there are any.
const others = ({ forms, providers: { list } }, act) => list.length ? html`
  <p class="gate-or" aria-hidden="true">${words.providers.or}</p>
  <ul class="gate-providers">${list.map(({ name, label }) => html`<li><button
    class="button" type="button" data-provider=${name}
    @click=${() => formOf(forms, 'sign-in').busy || act.leaveFor(name)}
    >${words.providers.goOn(label)}</button></li>`)}</ul>` : nothing;

function signIn(state, act) {
  const form = formOf(state.forms, 'sign-in');
  const message = form.message || lockedMessage(form, state.ui.now);
  const expired = state.session.status === 'expired' && !form.message;
  return frame('sign-in', words.signIn.title,
    expired ? words.signIn.expired : words.signIn.lead, html`
    ${note(form.note)}
    ${summary('sign-in', { ...form, message },
      { username: words.account.nameOrMail })}
    <form novalidate @submit=${unlessBusy(form, act.signIn)}>
      ${field({ form: 'sign-in', name: 'username',
        label: words.account.nameOrMail, autocomplete: 'username',
        value: state.session.username, error: form.errors.username })}
      ${field({ form: 'sign-in', name: 'password', type: 'password',
        label: words.account.password, autocomplete: 'current-password',
        error: form.errors.password })}
      ${submitButton(form, words.signIn.submit)}
    </form>
    <p class="gate-more"><a href=${toForgot()}
      >${words.signIn.forgotten}</a></p>
    ${others(state, act)}
    <p class="gate-other">${words.signIn.toSignUp}
      <a href=${toSignUp()}>${words.signIn.toSignUpLink}</a></p>`);
}

const signUpLabels = {
  username: words.account.name,
  email: words.account.mail,
  password: words.account.password,
};

function signUp(state, act) {
  const form = formOf(state.forms, 'sign-up');
  const { errors } = form;
  const lead = state.invitation ? words.signUp.invited : words.signUp.lead;
  return frame('sign-up', words.signUp.title, lead, html`
    ${summary('sign-up', form, signUpLabels)}
    <form novalidate @submit=${unlessBusy(form, act.signUp)}>
      ${field({ form: 'sign-up', name: 'username',
        label: words.account.name, hint: words.account.nameHint,
        autocomplete: 'username', error: errors.username })}
      ${field({ form: 'sign-up', name: 'email', type: 'email',
        label: words.account.mail, hint: words.account.mailHint,
        autocomplete: 'email', error: errors.email })}
      ${field({ form: 'sign-up', name: 'password', type: 'password',
        label: words.account.password, hint: words.account.passwordHint,
        autocomplete: 'new-password', error: errors.password })}
      ${submitButton(form, words.signUp.submit)}
    </form>
    ${others(state, act)}
    <p class="gate-other">${words.signUp.toSignIn}
      <a href=${toSignIn()}>${words.signUp.toSignInLink}</a></p>`);
}

const confirmLabels = {
  username: words.account.name,
  code: words.account.code,
};

function confirm(state, act) {
  const { name = '', code = '' } = state.route.params;
  const form = formOf(state.forms, 'confirm');
  const resend = (event) => {
    const { username } = event.currentTarget.form.elements;
    if (!form.busy)
      act.resend(username.value.trim());
  };
  return frame('confirm', words.confirm.title,
    code ? words.confirm.leadLink(name) : words.confirm.lead, html`
    ${note(form.note)}
    ${summary('confirm', form, confirmLabels)}
    <form novalidate @submit=${unlessBusy(form, act.confirm)}>
      ${field({ form: 'confirm', name: 'username',
        label: words.account.name, autocomplete: 'username', value: name,
        error: form.errors.username })}
      ${field({ form: 'confirm', name: 'code', label: words.account.code,
        hint: words.account.codeHint, autocomplete: 'one-time-code',
        inputmode: 'numeric', value: code, error: form.errors.code })}
      ${submitButton(form, words.confirm.submit)}
      <button class="button quiet" type="button" data-action="resend"
        @click=${resend}>${words.confirm.resend}</button>
    </form>
    <p class="gate-other">${words.signUp.toSignIn}
      <a href=${toSignIn()}>${words.signUp.toSignInLink}</a></p>`);
}

function arrival(state, act) {
  const found = part('arrival');
  if (!found)
    act.need('arrival');
  return found ? found.arrivalScreen(state, act) : nothing;
}

const screens = { arrival, 'sign-in': signIn, 'sign-up': signUp, confirm, step, forgot,
  reset };

// A new form for each address: nothing typed in one shows up in the next.
export function gate(state, act) {
  const screen = screens[state.route.name];
  return screen ? keyed(state.route.path, screen(state, act)) : nothing;
}
