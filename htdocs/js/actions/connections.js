// What my account is connected with. It comes with the settings' other doings.

import * as providers from '../api/providers.js';
import { words } from '../lib/words-settings.js';
import { toSettings } from '../state/route.js';
import { refuse, runForm } from './forms.js';
import { explainProvider, loadProviders, takeBack } from './providers.js';
import { emptyOnes, explainPassword } from './refusals.js';

const wrongPassword = explainPassword('password');

const explain = (error) => error.code === 'conflict'
  ? { message: words.accounts.taken } : explainProvider(error);

export function connectionActions(app) {
  loadProviders(app);

  async function loadConnected() {
    app.dispatch({ type: 'providers/connected',
      connected: await providers.connected() });
  }

  // Back from there, with what ends what was begun here.
  async function finish() {
    const back = takeBack(app);
    await runForm(app, 'accounts', async () => {
      if (back.error || !back.code)
        return words.accounts.notAllowed;
      await providers.finishConnecting(back.provider, back);
      await loadConnected();
      return words.accounts.done;
    }, explain);
  }

  return {
    async loadConnections() {
      try {
        if (app.back)
          await finish();
        await loadConnected();
      } catch {
        app.dispatch({ type: 'settings/failed' });
      }
    },

    async beginConnecting(name, fields) {
      if (!refuse(app, 'accounts', emptyOnes(fields, ['password'])))
        await runForm(app, 'accounts', async () => {
          const { location: there } =
            await providers.leaveToConnect(name, fields.password);
          location.assign(there);
        }, (error) => wrongPassword(error) ?? explain(error));
    },

    // fields: without a password if the account has none.
    async disconnect(name, fields) {
      if (fields.password !== undefined
        && refuse(app, 'accounts', emptyOnes(fields, ['password'])))
        return;
      await runForm(app, 'accounts', async () => {
        await providers.disconnect(name, fields.password);
        await loadConnected();
        app.go(toSettings('accounts'));
        return words.accounts.gone;
      }, (error) => wrongPassword(error) ?? (error.code === 'conflict'
        ? { message: words.accounts.last } : null));
    },
  };
}
