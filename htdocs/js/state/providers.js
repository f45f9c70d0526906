// Other services to sign in with.
//
// back is what a browser came back with: { provider, code, state, iss, error }.
// arrival is whom a provider has proven who has no account here yet, as the
// server tells it. Both are kept nowhere else.

export const initial = { list: [], connected: null, back: null, arrival: null };

// 'in.corp.TOKEN': what for, and which.
const providerOf = (state) => state.split('.')[1] ?? '';

export const labelOf = ({ list }, name) =>
  list.find((one) => one.name === name)?.label ?? name;

export function reduce(providers, event) {
  switch (event.type) {
  case 'providers/loaded':
    return { ...providers, list: event.list };
  case 'providers/connected':
    return { ...providers, connected: event.connected };
  case 'provider/returned':
    return { ...providers,
      back: { ...event.back, provider: providerOf(event.back.state) } };
  case 'provider/taken':
    return { ...providers, back: null };
  case 'arrival/told':
    return { ...providers, arrival: event.arrival };
  case 'session/opened':
    return { ...providers, arrival: null };
  case 'session/closed':
    return { ...providers, arrival: null, connected: null };
  default:
    return providers;
  }
}
