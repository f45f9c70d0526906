// Whether the live feed reaches us. told turns true only after a few seconds
// without it: a short hiccup is nobody's business.

// status: idle (nobody is signed in, or the page is still finding its place),
// connecting, live, lost.
// way: how events come while it is live: stream, poll, cursor, ask.
export const initial = { status: 'idle', online: true, told: false,
  way: null };

export function reduce(connection, event) {
  switch (event.type) {
  case 'connection/started':
    return { ...connection, status: 'connecting' };
  case 'connection/live':
    return { ...connection, status: 'live', told: false,
      way: event.way ?? connection.way };
  case 'connection/lost':
    return connection.status === 'lost' ? connection
      : { ...connection, status: 'lost' };
  case 'connection/told':
    return connection.status === 'lost' ? { ...connection, told: true }
      : connection;
  case 'connection/online':
    return { ...connection, online: event.online };
  case 'connection/stopped':
    return { ...initial, online: connection.online };
  default:
    return connection;
  }
}
