// Other services to sign in with.
//
// arrival is whom a provider has proven who has no account here yet, as the
// server tells it; it is kept nowhere else.

export const initial = { list: [], connected: null, arrival: null };

// Which there are is the same for everybody.
export const isShared = true;

// 'in.corp.TOKEN': what for, and which.
export const providerOf = (state) => state.split('.')[1] ?? '';

export const labelOf = ({ list }, name) =>
  list.find((one) => one.name === name)?.label ?? name;

export function reduce(providers, event) {
  switch (event.type) {
  case 'providers/loaded':
    return { ...providers, list: event.list };
  case 'providers/connected':
    return { ...providers, connected: event.connected };
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
