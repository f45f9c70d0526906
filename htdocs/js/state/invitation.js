// The token of the link by which somebody was invited, or ''. It is kept here
// alone, until they are in: the address bar and the history lose it at once.

export const initial = '';

export function reduce(token, event) {
  if (event.type === 'session/opened')
    return initial;
  return event.type === 'route/changed'
    ? event.route.params.invitation ?? token : token;
}
