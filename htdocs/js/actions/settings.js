// What people do to their own account. Fetched together with its views
// (lib/parts.js).

import * as account from '../api/account.js';
import { takeAll } from '../api/export.js';
import { saveFile } from '../lib/save-file.js';
import { words } from '../lib/words-settings.js';
import { addSlice } from '../state/app.js';
import { toSettings } from '../state/route.js';
import * as slice from '../state/settings.js';
import { connectionActions } from './connections.js';
import { factorActions } from './factors.js';
import { refuse, runForm } from './forms.js';
import { emptyOnes, explainPassword } from './refusals.js';

// errors[].at is '/attributes/name' here.
const explainProfile = (error) => ({ errors: Object.fromEntries(
  error.errors.map(({ at, message }) => [at.split('/').at(-1), message])) });

export function settingsActions(app) {
  addSlice('settings', slice);
  const connections = connectionActions(app);
  let turn = 0; // of what the server was asked or told

  // An answer that comes after something else was asked or told may be older.
  async function loadSettings() {
    const own = turn += 1;
    app.dispatch({ type: 'settings/asked' });
    try {
      const [mine, factors, sessions] = await Promise.all([
        account.readAccount(), account.readFactors(),
        account.readSessions()]);
      if (own === turn)
        app.dispatch({ type: 'settings/loaded', account: mine, factors,
          sessions });
      if (app.get().route.params.section === 'accounts')
        await connections.loadConnections();
    } catch {
      if (own === turn)
        app.dispatch({ type: 'settings/failed' });
    }
  }

  async function changed(form, note, work, explain) {
    return runForm(app, form, async () => {
      await work();
      await loadSettings();
      return note;
    }, explain);
  }

  return {
    loadSettings,

    async saveProfile(attributes) {
      await runForm(app, 'profile', async () => {
        const saved = await account.saveProfile(attributes);
        turn += 1;
        app.dispatch({ type: 'account/loaded', account: saved });
        return words.profile.done;
      }, explainProfile);
    },

    async changePassword(fields) {
      if (!refuse(app, 'password', emptyOnes(fields, ['current', 'password'])))
        await changed('password', words.password.done,
          () => account.changePassword(fields.current, fields.password),
          explainPassword('current'));
    },

    async changeMail(fields) {
      if (refuse(app, 'mail', emptyOnes(fields, ['email', 'password'])))
        return;
      if (await changed('mail', '',
        () => account.changeMail(fields.email, fields.password),
        explainPassword('password')))
        app.go(toSettings('mail', 'code'));
    },

    async confirmMail({ code }) {
      if (!refuse(app, 'mail', /^\d{6}$/.test(code) ? {}
        : { code: words.account.badCode }))
        await changed('mail', words.mail.done,
          () => account.confirmMail(code), explainPassword('code'));
    },

    // Somewhere else; here it is signing out.
    async endSession(id) {
      await runForm(app, 'devices', async () => {
        try {
          await account.endSession(id);
        } catch (error) {
          // Gone already, which is what was wanted.
          if (error.status !== 404)
            throw error;
        }
        await loadSettings();
        return words.devices.done;
      });
    },

    takeData: () => runForm(app, 'export', async () => {
      saveFile('chinwag.json', 'application/json',
        `${JSON.stringify(await takeAll(), null, 2)}\n`);
      return words.data.taken;
    }),

    async deleteAccount({ username }) {
      if (refuse(app, 'removal', username === app.get().session.username
        ? {} : { username: words.data.otherName }))
        return;
      if (await runForm(app, 'removal', account.deleteAccount, (error) =>
        error.status === 409 ? { message: words.data.last } : null))
        app.actions.leaveForGood(words.data.done);
    },

    ...connections,
    ...factorActions(app, loadSettings),
  };
}
