// Going to another service, from the screens before the door.

import * as providers from '../api/providers.js';
import { words } from '../lib/words-gate.js';
import { addSlice } from '../state/app.js';
import * as slice from '../state/providers.js';
import { runForm } from './forms.js';

// What a browser came back with, which is good once.
export function takeBack(app) {
  const { back } = app;
  app.back = null;
  return back && { ...back, provider: slice.providerOf(back.state) };
}

// What is there is asked for once; without it there are no buttons.
export async function loadProviders(app) {
  addSlice('providers', slice);
  if (app.get().providers?.list.length)
    return;
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
