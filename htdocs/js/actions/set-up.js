// Setting a second factor up while one signs in, where one is required. Fetched
// together with its views (lib/parts.js).

import { draw } from '../lib/drawing.js';

export const setUpActions = (app) => ({
  async startApp() {
    if (!await app.actions.answerBy({ totp: true }))
      return;
    const { uri } = app.get().step;
    const drawing = await draw(uri);
    if (app.get().step?.uri === uri)
      app.dispatch({ type: 'step/drawn', drawing });
  },

  startMail: () => app.actions.answerBy({ mail: true }),

  // The codes are kept: in at last.
  goIn() {
    const { step } = app.get();
    if (step?.told)
      app.actions.opened(step.told);
  },

  printPage: () => print(),
});
