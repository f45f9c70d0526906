// Going to another service, from the screens before the door.

import * as providers from '../api/providers.js';
import { words } from '../lib/words-gate.js';
import { runForm } from './forms.js';

// What is there is asked for once; without it there are no buttons.
export async function loadProviders(app) {
  try {
    app.dispatch({ type: 'providers/loaded', list: await providers.list() });
  } catch {
    // The password is still a way in.
  }
}

export const explainProvider = (error) => ({
  not_proven: { message: words.providers.notProven },
  provider_unavailable: { message: words.providers.unavailable },
  forbidden: { message: words.providers.forbidden },
})[error.code] ?? null;

export const providerActions = (app) => ({
  leaveFor: (name) => runForm(app, 'sign-in', async () => {
    const { location: there } = await providers.leave(name);
    location.assign(there);
  }, explainProvider),
});
