// The log of security events, as administrators read it.

import * as api from '../api/manage.js';
import { spanOf } from '../state/manage-select.js';

// What the form holds, as the server is asked.
const queryOf = ({ event, username, from, to }) =>
  ({ event, username, ...spanOf({ from, to }) });

const ask = (filter, after) => api.listLog(queryOf(filter), after);

export function logActions(app, desk) {
  const load = (filter) => desk.list('log', ask, filter);

  return {
    // username: whose; else what was asked for before.
    loadLog: (username) => load(username === undefined
      ? app.get().manage?.log.query ?? {} : { username }),
    searchLog: load,
    clearLog: () => load({}),
    retryLog: () => load(app.get().manage.log.query),
    moreLog: () => desk.more('log', ask),
  };
}
