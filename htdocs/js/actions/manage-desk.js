// What all that administrators do has in common: asking for lists and things,
// running a deed, and telling why something did not work.

import { words } from '../lib/words-manage.js';
import { runForm } from './forms.js';

export const isGone = (error) => error.status === 404;

// Why something could not be had: { kind, seconds }.
function problemOf(error) {
  if (error.isNetwork)
    return { kind: 'offline' };
  if (error.status === 429)
    return { kind: 'often', seconds: Math.ceil(error.retryAfterMs / 1000) };
  return { kind: { 400: 'refused', 403: 'forbidden', 404: 'missing',
    503: 'busy' }[error.status] ?? 'other' };
}

// Sentences for refusals, by status, where the server's own say too little.
const explain = (sentences) => (error) => {
  if (error.status === 429)
    return { message: words.problems.often(
      Math.ceil(error.retryAfterMs / 1000)) };
  const message = sentences[error.status];
  return message ? { message } : null;
};

export function createDesk(app) {
  const asked = {}; // how often, by what for

  // An answer counts until the same is asked for again: what was true before
  // something was done may come later than what is true since.
  function whileNewest(of) {
    const turn = (asked[of] ?? 0) + 1;
    asked[of] = turn;
    return (event) => asked[of] === turn && app.dispatch(event);
  }

  // Who may not do that may be no administrator any more.
  async function watched(work) {
    try {
      return await work();
    } catch (error) {
      if (error.status === undefined)
        throw error;
      if (error.status === 403)
        app.actions.learnWhoIAm();
      throw error;
    }
  }

  async function attempt(work, failed) {
    try {
      await watched(work);
    } catch (error) {
      if (error.status === undefined)
        throw error;
      failed(problemOf(error));
    }
  }

  return {
    // ask(query, after) → { items, more }
    async list(of, ask, query = {}, after) {
      const first = after === undefined;
      const tell = whileNewest(of);
      tell({ type: 'manage/asked', of, query, first });
      await attempt(async () => tell({ type: 'manage/listed', of, query, first,
        ...await ask(query, after) }),
      (problem) => tell({ type: 'manage/unlisted', of, query, problem }));
    },

    async more(of, ask) {
      const { query, items, isBusy } = app.get().manage[of];
      if (!isBusy)
        await this.list(of, ask, query, items.at(-1));
    },

    async find(of, ask, name) {
      const tell = whileNewest(of);
      tell({ type: 'manage/sought', of, name });
      await attempt(async () => tell({ type: 'manage/found', of, name,
        value: await ask(name) }),
      (problem) => tell({ type: 'manage/unfound', of, name, problem }));
    },

    // A form or a deed; work answers with what is said when it is done.
    // sentences: by status, or what explains an error as runForm wants it.
    run: (form, work, sentences = {}) => runForm(app, form,
      () => watched(work), typeof sentences === 'function' ? sentences
        : explain(sentences)),

    // The same, where the page that asked for it is left afterwards.
    async runAndLeave(form, hash, work, sentences) {
      let note = '';
      const done = await this.run(form, async () => {
        note = await work();
      }, sentences);
      if (!done)
        return;
      app.go(hash);
      app.dispatch({ type: 'form/done', form, note });
    },
  };
}
