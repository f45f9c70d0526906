// Second factors: an app, codes by mail, recovery codes. They come with the
// settings' other doings.

import * as account from '../api/account.js';
import { draw } from '../lib/drawing.js';
import { words } from '../lib/words-settings.js';
import { toSettings } from '../state/route.js';
import { refuse, runForm } from './forms.js';
import { emptyOnes, explainPassword } from './refusals.js';

const wrongPassword = explainPassword('password');

// Here one factor must stay, or none is used, which has changed meanwhile.
const explain = (error) => error.code === 'forbidden'
  ? { message: words.factors.policy } : wrongPassword(error);

export function factorActions(app, loadSettings) {
  const lacksPassword = (fields) =>
    refuse(app, 'factors', emptyOnes(fields, ['password']));

  async function choose(fields, changes, note) {
    if (lacksPassword(fields))
      return;
    const { totp, mail } = app.get().settings.factors;
    if (!await runForm(app, 'factors', async () => {
      await account.chooseFactors(fields.password, { totp, mail, ...changes });
      await loadSettings();
    }, explain))
      return;
    app.go(toSettings('factors'));
    app.dispatch({ type: 'form/done', form: 'factors', note });
  }

  return {
    async beginApp(fields) {
      if (!lacksPassword(fields))
        await runForm(app, 'factors', async () => {
          const { secret, uri } = await account.beginApp(fields.password);
          app.dispatch({ type: 'app/begun',
            setup: { secret, uri, drawing: await draw(uri) } });
        }, explain);
    },

    async finishApp(fields) {
      const code = fields.code.replace(/\s/g, '');
      if (!refuse(app, 'factors', /^\d{6}$/.test(code) ? {}
        : { code: words.account.badCode }))
        await runForm(app, 'factors', async () => {
          const { codes } = await account.finishApp(code);
          app.dispatch({ type: 'codes/made', codes });
          await loadSettings();
        }, explain);
    },

    async makeCodes(fields) {
      if (!lacksPassword(fields))
        await runForm(app, 'factors', async () => {
          const { codes } = await account.makeCodes(fields.password);
          app.dispatch({ type: 'codes/made', codes });
          await loadSettings();
        }, explain);
    },

    dropApp: (fields) =>
      choose(fields, { totp: false }, words.factors.appIsOff),
    startMail: (fields) =>
      choose(fields, { mail: true }, words.factors.mailIsOn),
    stopMail: (fields) =>
      choose(fields, { mail: false }, words.factors.mailIsOff),

    printPage: () => print(),
  };
}
