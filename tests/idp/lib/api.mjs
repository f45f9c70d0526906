// The API, with a token of the pool.

import { request } from '../../api/lib/wire.mjs';

export const call = (chinwag, token, { path = '/api/session', method = 'GET',
  scheme = 'Bearer ' } = {}) =>
  request(chinwag.port, { method, path,
    headers: [['Authorization', scheme + token]] });
