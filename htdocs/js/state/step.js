// What is asked for after the password, while somebody signs in: null, or
// { kind, session, destination, factors } as the server tells it. It goes with
// the screens that ask for it, and is kept nowhere else.

export const initial = null;

const places = { totp: 'app', mail: 'mail', new_password: 'password' };

// Which screen asks for it.
export const placeOf = (step) => places[step.kind];

export const has = (step, factor) => step.factors.includes(factor);

export function reduce(step, event) {
  switch (event.type) {
  case 'step/asked':
    return event.step;
  case 'session/opened':
  case 'session/closed':
    return null;
  case 'route/changed':
    return event.route.name === 'step' ? step : null;
  default:
    return step;
  }
}
