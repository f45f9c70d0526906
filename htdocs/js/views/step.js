// Signing in, after the password: a code from an app, by mail, one of those
// kept, or a new password.

import { html, nothing } from '../lib/html.js';
import { part } from '../lib/parts.js';
import { words } from '../lib/words-gate.js';
import { formOf } from '../state/forms.js';
import { toSignIn, toStep } from '../state/route.js';
import { has, isSetUp, placeOf } from '../state/step.js';
import { field, note, submitButton, summary, unlessBusy } from './field.js';
import { frame, lockedMessage } from './gate-frame.js';

const code = {
  name: 'code', label: words.step.code, autocomplete: 'one-time-code',
  inputmode: 'numeric',
};
const kinds = {
  app: { field: code, lead: () => words.step.app },
  mail: { field: code, lead: ({ destination }) =>
    words.step.mail(destination) },
  recovery: { field: { name: 'recovery', label: words.step.recoveryCode },
    lead: () => words.step.recovery },
  password: { field: { name: 'password', label: words.step.newPassword,
    type: 'password', hint: words.account.passwordHint,
    autocomplete: 'new-password' }, lead: () => words.step.password },
};

const mailButton = (kind, form, act) => html`<button class="button quiet"
  type="button" data-action="resend"
  @click=${() => form.busy || act.sendStepMail()}>${kind === 'mail'
    ? words.step.again : words.step.toMail}</button>`;

const otherWay = (place, label, to) => html`<a class="button quiet"
  href=${toStep(place, to)}>${label}</a>`;

function otherWays(kind, state, form, act) {
  const { step, route } = state;
  if (kind === 'password')
    return nothing;
  if (kind === 'recovery')
    return otherWay(placeOf(step), words.step.toCode, route.to);
  return html`${has(step, 'mail') ? mailButton(kind, form, act) : nothing}
    ${has(step, 'totp') ? otherWay('recovery', words.step.toRecovery, route.to)
      : nothing}`;
}

function setUp(state, act) {
  const found = part('set-up');
  if (!found)
    act.need('set-up');
  return found ? found.setUp(state, act) : nothing;
}

export function step(state, act) {
  if (!state.step)
    return nothing;
  if (isSetUp(state.step))
    return setUp(state, act);
  const { kind } = state.route.params;
  const form = formOf(state.forms, 'step');
  const { field: spec, lead } = kinds[kind];
  const message = form.message || lockedMessage(form, state.ui.now);
  return frame('step', words.step.title, lead(state.step), html`
    ${note(form.note)}
    ${summary('step', { ...form, message }, { [spec.name]: spec.label })}
    <form novalidate data-step=${kind}
      @submit=${unlessBusy(form, act.answerStep)}>
      ${field({ form: 'step', ...spec, error: form.errors[spec.name] })}
      ${submitButton(form, words.step.submit)}
      ${otherWays(kind, state, form, act)}
    </form>
    <p class="gate-other"><a href=${toSignIn(state.route.to)}
      >${words.step.back}</a></p>`);
}
