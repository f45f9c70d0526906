// What is asked for after the password, while somebody signs in: null, or
// { kind, session, destination, factors, secret, uri } as the server tells it,
// with a drawing of the uri. Kind 'codes' is the end, where recovery codes are
// shown first: { kind, codes, told }. It goes with the screens that ask for it,
// and is kept nowhere else.

export const initial = null;

const places = { totp: 'app', mail: 'mail', new_password: 'password',
  set_up: 'set-up', prove_totp: 'new-app', prove_mail: 'new-mail',
  codes: 'codes' };
const settingUp = new Set(['set_up', 'prove_totp', 'prove_mail', 'codes']);

// Which screen asks for it.
export const placeOf = (step) => places[step.kind];

// Those are screens of their own, which few need.
export const isSetUp = (step) => settingUp.has(step.kind);

export const has = (step, factor) => step.factors.includes(factor);

export function reduce(step, event) {
  switch (event.type) {
  case 'step/asked':
    return event.step;
  case 'step/drawn':
    return step && { ...step, drawing: event.drawing };
  case 'session/opened':
  case 'session/closed':
    return null;
  case 'route/changed':
    return event.route.name === 'step' ? step : null;
  default:
    return step;
  }
}
