// Signing in, from the password to the last step that is asked for. Fetched
// together with the gate (lib/parts.js).

import * as accounts from '../api/accounts.js';
import { words } from '../lib/words-gate.js';
import { addSlice } from '../state/app.js';
import { toSignIn, toStep } from '../state/route.js';
import * as slice from '../state/step.js';
import { refuse, runForm } from './forms.js';

function stepErrors({ code, recovery, password }) {
  if (code !== undefined && !/^\d{6}$/.test(code))
    return { code: words.account.badCode };
  if (recovery === '')
    return { recovery: words.account.fill };
  if (password === '')
    return { password: words.account.fill };
  return {};
}

const until = (error) =>
  Date.now() + Math.max(1000, error.retryAfterMs);

export function stepActions(app) {
  addSlice('step', slice);

  function show(step) {
    app.dispatch({ type: 'step/asked', step });
    app.go(toStep(slice.placeOf(step), app.get().route.to));
  }

  const ask = ({ challenge, session, destination = '', factors = [], secret,
    uri }) => show({ kind: challenge, session, destination, factors, secret,
    uri });

  function explain(error, field) {
    if (error.code === 'code_mismatch')
      return { message: words.account.check,
        errors: { [field]: words.step.mismatch } };
    if (error.code === 'locked')
      return { message: '', until: until(error) };
    return null;
  }

  // The step was answered too late, or wrong too often.
  function over() {
    app.go(toSignIn(app.get().route.to));
    app.dispatch({ type: 'form/failed', form: 'sign-in',
      message: words.step.over });
  }

  async function answer(values) {
    let refused = null;
    const { session } = app.get().step;
    const done = await app.actions.enter('step',
      () => accounts.answerStep(session, values), (error) => {
        refused = error.code;
        return explain(error, Object.keys(values)[0]);
      });
    if (refused === 'unauthorized')
      over();
    return done;
  }

  return {
    // One run of a form that may open a session, or ask for a next step. The
    // cookie is nobody's while that is open.
    enter(form, work, explainError) {
      let owner = null;
      return runForm(app, form, async () => {
        owner = app.actions.claim('');
        const told = await work();
        if (told.challenge) {
          app.actions.claim(owner);
          ask(told);
        } else if (told.codes) {
          // Nobody's until they are kept.
          show({ kind: 'codes', codes: told.codes, told });
        } else if (told.arrival) {
          app.actions.claim(owner);
          app.dispatch({ type: 'arrival/told', arrival: told });
        } else {
          app.actions.opened(told);
        }
      }, (error) => {
        app.actions.claim(owner);
        return explainError(error);
      });
    },

    answerStep(values) {
      const answered = { ...values };
      if (answered.code !== undefined)
        answered.code = answered.code.replace(/\s/g, '');
      if (app.get().step && !refuse(app, 'step', stepErrors(answered)))
        answer(answered);
    },

    answerBy: answer,

    async sendStepMail() {
      if (app.get().step && await answer({ mail: true }))
        app.dispatch({ type: 'form/done', form: 'step',
          note: words.step.sent });
    },
  };
}
