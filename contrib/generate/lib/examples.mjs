// Examples in the API's description, by "PROGRAM request", "PROGRAM STATUS" and
// maybe the media type, or by the name of a model.  The lint holds them against
// the models.

const id = '7b1f9c52-40de-4a3b-9a86-5f0c2d1e8b34';
const time = 1767225600000;
const message = { sender: 'anna', time, message: 'Tea at four?' };

export const examples = {
  Message: message,
  MessagePost: { message: 'Tea at four?' },
  MessagePage: { messages: [message], more: false },
  ReadPut: { time },
  UserPost: { username: 'anna', email: 'anna@example.org',
    password: 'correct horse battery' },
  UserPosted: { username: 'anna', confirmed: false },
  ConfirmationPost: { code: '402913' },
  SessionPost: { username: 'anna', password: 'correct horse battery' },
  ResetPut: { code: '402913', password: 'tractor papyrus lamp' },
  PasswordPut: { current: 'correct horse battery',
    password: 'tractor papyrus lamp' },
  EmailPut: { email: 'anna@example.com', password: 'correct horse battery' },
  EmailConfirmationPost: { code: '402913' },
  ChallengePost: { session: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
    code: '402913' },
  'challenge-post 200': { username: 'anna', expires: time + 2592000000 },
  'session-post 200': { username: 'anna', expires: time + 180000,
    challenge: 'totp', session: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
    factors: ['totp'] },
  FactorsPut: { password: 'correct horse battery', totp: true, mail: false },
  Factors: { totp: true, label: 'phone', mail: false, recovery: 9 },
  TotpPost: { password: 'correct horse battery', label: 'phone' },
  TotpSeed: { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    uri: 'otpauth://totp/Chinwag:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
  TotpPut: { code: '402913' },
  RecoveryPost: { password: 'correct horse battery' },
  RecoveryCodes: { codes: ['k7vpz-3wqhn', 'd9xbm-r4tfa', 'pz8cn-ye2sk',
    'h3mjq-a7wvd', 'ux5rt-b9gpk', 'fn2yc-q8zhe', 'w6kda-m3xvs', 'tb9pj-c5rnu',
    'gy4ez-k7mwh', 'qs8vf-d2xta'] },
  Session: { username: 'anna', email: 'anna@example.org',
    expires: time + 2592000000 },
  Health: { status: 'ok' },
  ConversationPage: { id, participants: ['anna', 'bob'], last: time,
    unread: 0, read: time, messages: [message] },
  EventsPage: { events: [{ id: 17, event: 'message', conversation: id,
    message }], last: 17, mode: 'stream' },
  'users-get 200': ['bob', 'Carla'],
  'conversations-get 200': [{ id, participants: ['anna', 'bob'], last: time,
    unread: 1, preview: message }],
  'conversations-post request': ['bob', 'Carla'],
  'conversations-post 201': id,
  'conversations-post 200': id,
  'conversation-post request': 'Tea at four?',
  'events-get 200 text/event-stream': [
    'id: 16\nevent: ready\ndata: {"id":16,"event":"ready"}\n\n',
    `id: 17\nevent: message\ndata: ${JSON.stringify({ id: 17,
      event: 'message', conversation: id, message })}\n\n`].join(''),
};
