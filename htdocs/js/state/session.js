// Who is signed in on this browser.
//
// status: 'unknown' until the server has been asked, then 'in', 'out', or
// 'expired' (was in, must sign in again: everything else is kept for then),
// 'unreachable' when the very first question got no answer.

// administrator: whether accounts may be managed; null while that is not known.

export const initial = { status: 'unknown', username: '', email: '',
  administrator: null };

export function reduce(session, event) {
  switch (event.type) {
  case 'session/opened':
    return {
      status: 'in',
      username: event.username,
      email: event.email
        ?? (event.username === session.username ? session.email : ''),
      administrator: event.administrator ?? null,
    };
  case 'session/told':
    return event.username === session.username ? { ...session,
      email: event.email, administrator: event.administrator } : session;
  case 'account/loaded':
  case 'settings/loaded':
    return { ...session, email: event.account.email };
  case 'session/closed':
    return { ...initial, status: 'out' };
  case 'session/expired':
    return { ...session, status: 'expired' };
  case 'session/asked':
    return session.status === 'unreachable'
      ? { ...session, status: 'unknown' } : session;
  case 'session/unreachable':
    return { ...session, status: 'unreachable' };
  default:
    return session;
  }
}
