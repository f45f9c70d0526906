// My account as its settings show it.

export const initial = {
  status: 'idle', // idle, loading, ready, failed
  account: null, // as GET /me tells it
  factors: null, // as GET /me/factors tells them
  sessions: [],
  setup: null, // an app being turned on: { secret, uri, drawing }
  codes: null, // recovery codes just made
};

// Secrets stay no longer than the page that shows them.
const forget = (settings) => settings.setup || settings.codes
  ? { ...settings, setup: null, codes: null } : settings;

const hereFirst = (sessions) =>
  [...sessions].sort((a, b) => Number(b.current) - Number(a.current));

export function reduce(settings, event) {
  switch (event.type) {
  case 'settings/asked':
    return { ...settings, status: settings.account ? 'ready' : 'loading' };
  case 'settings/loaded':
    return { ...settings, status: 'ready', account: event.account,
      factors: event.factors, sessions: hereFirst(event.sessions) };
  case 'settings/failed':
    return { ...settings, status: settings.account ? 'ready' : 'failed' };
  case 'account/loaded':
    return { ...settings, account: event.account };
  case 'app/begun':
    return { ...settings, setup: event.setup };
  case 'codes/made':
    return { ...settings, setup: null, codes: event.codes };
  case 'route/changed':
    return forget(settings);
  default:
    return settings;
  }
}
