// Back from another service: for those who have no account by it yet.

import { arrivalActions } from '../actions/arrival.js';
import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-arrival.js';
import { formOf } from '../state/forms.js';
import { toArrival, toSignIn } from '../state/route.js';
import { field, submitButton, summary, unlessBusy } from './field.js';
import { frame, lockedMessage } from './gate-frame.js';

export const actionsFor = arrivalActions;

const { arrival: said } = words;

const labels = { username: words.account.name, email: words.account.mail,
  invitation: said.invitation };

const back = html`<p class="gate-other"><a href=${toSignIn()}
  >${said.back}</a></p>`;

const problem = (form, state, names) => summary('arrival', { ...form,
  message: form.message || lockedMessage(form, state.ui.now) }, names);

function make(state, act) {
  const form = formOf(state.forms, 'arrival');
  const { arrival } = state.providers;
  return frame('arrival', said.title,
    said.welcome(arrival.label, arrival.email), html`
    ${problem(form, state, labels)}
    <form novalidate data-arrival="make"
      @submit=${unlessBusy(form, act.makeArrived)}>
      ${field({ form: 'arrival', name: 'username', label: words.account.name,
        hint: said.nameHint, autocomplete: 'username',
        value: arrival.username, error: form.errors.username })}
      ${arrival.verified ? nothing : field({ form: 'arrival', name: 'email',
        type: 'email', label: words.account.mail, autocomplete: 'email',
        hint: words.account.mailHint, value: arrival.email,
        error: form.errors.email })}
      ${arrival.needs_invitation && !state.invitation ? field({
        form: 'arrival', name: 'invitation', label: said.invitation,
        hint: said.invitationHint, error: form.errors.invitation }) : nothing}
      ${submitButton(form, said.make)}
    </form>
    <p class="gate-more">${said.have} <a href=${toArrival('account')}
      data-action="have-account">${said.haveLink}</a></p>${back}`);
}

function connect(state, act) {
  const form = formOf(state.forms, 'arrival');
  const { arrival } = state.providers;
  const lead = arrival.can_sign_up ? said.connectLead(arrival.label)
    : `${said.notHere} ${said.connectLead(arrival.label)}`;
  return frame('arrival', said.connectTitle, lead, html`
    ${problem(form, state, { username: words.account.nameOrMail,
      password: words.account.password })}
    <form novalidate data-arrival="connect"
      @submit=${unlessBusy(form, act.connectArrived)}>
      ${field({ form: 'arrival', name: 'username',
        label: words.account.nameOrMail, autocomplete: 'username',
        error: form.errors.username })}
      ${field({ form: 'arrival', name: 'password', type: 'password',
        label: words.account.password, autocomplete: 'current-password',
        error: form.errors.password })}
      ${submitButton(form, said.connect)}
    </form>${back}`);
}

const waiting = () => frame('arrival', said.title, said.waiting, nothing);

export function arrivalScreen(state, act) {
  const { arrival } = state.providers;
  if (!arrival)
    return waiting();
  return state.route.params.doing === 'account' || !arrival.can_sign_up
    ? connect(state, act) : make(state, act);
}
