// Before the door, where a second factor is required and there is none: which
// one, its first code, and the recovery codes of an app.

import { setUpActions } from '../actions/set-up.js';
import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-set-up.js';
import { formOf } from '../state/forms.js';
import { toSignIn, toStep } from '../state/route.js';
import { codeList, scan } from './authenticator.js';
import { field, note, submitButton, summary, unlessBusy } from './field.js';
import { frame, lockedMessage } from './gate-frame.js';

export const actionsFor = setUpActions;

const { factors: said, setUp: here } = words;

const back = (state) => html`<p class="gate-other"><a
  href=${toSignIn(state.route.to)}>${words.step.back}</a></p>`;

const problem = (state, labels = {}) => {
  const form = formOf(state.forms, 'step');
  const message = form.message || lockedMessage(form, state.ui.now);
  return html`${note(form.note)}${summary('step', { ...form, message },
    labels)}`;
};

const way = (name, { title, text, label, choose }, form) => html`<li
  class="way"><h2>${title}</h2><p class="own-lead">${text}</p>
  <button class="button" type="button" data-doing=${name}
    aria-disabled=${form.busy ? 'true' : 'false'}
    @click=${() => form.busy || choose()}>${label}</button></li>`;

function choice(state, act) {
  const form = formOf(state.forms, 'step');
  return frame('step', here.title, here.lead, html`
    <div class="set-up" data-step="set-up">${problem(state)}
      <ul class="ways">
        ${way('app', { title: said.app, text: said.appText,
          label: here.app, choose: act.startApp }, form)}
        ${way('mail', { title: said.mail, text: said.mailText,
          label: here.mail, choose: act.startMail }, form)}
      </ul></div>${back(state)}`);
}

const code = { name: 'code', label: said.code,
  autocomplete: 'one-time-code', inputmode: 'numeric' };

// The form for the first code; more: what stands below its button.
function prove(kind, hint, more, state, act) {
  const form = formOf(state.forms, 'step');
  return html`<form novalidate data-step=${kind}
    @submit=${unlessBusy(form, act.answerStep)}>
    ${field({ form: 'step', ...code, hint, error: form.errors.code })}
    ${submitButton(form, words.step.submit)}
    ${more}
    <a class="button quiet" href=${toStep('set-up', state.route.to)}
      >${here.other}</a></form>`;
}

const newApp = (state, act) => frame('step', here.appTitle, said.scanText, html`
  ${problem(state, { code: said.code })}
  <div class="set-up">${scan(state.step, act)}</div>
  ${prove('new-app', said.codeHint, nothing, state, act)}${back(state)}`);

const newMail = (state, act) => frame('step', here.mailTitle,
  words.step.mail(state.step.destination), html`
  ${problem(state, { code: said.code })}
  ${prove('new-mail', '', html`<button class="button quiet" type="button"
    data-action="resend" @click=${act.sendStepMail}>${words.step.again}
    </button>`, state, act)}${back(state)}`);

const codes = (state, act) => frame('step', here.codesTitle, said.keepText,
  html`<div class="set-up" data-step="codes">
    ${codeList(state.step.codes, act, html`<button class="button primary"
      type="button" data-kept @click=${act.goIn}>${said.kept}</button>`)}
  </div>`);

// Whoever went back to choose anew may, until a code has proven something.
export function setUp(state, act) {
  const { kind } = state.step;
  const place = state.route.params.kind;
  if (kind === 'codes')
    return codes(state, act);
  if (kind === 'prove_totp' && place === 'new-app')
    return newApp(state, act);
  if (kind === 'prove_mail' && place === 'new-mail')
    return newMail(state, act);
  return choice(state, act);
}
