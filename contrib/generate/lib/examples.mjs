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
  SessionPosted: { username: 'anna', expires: time + 2592000000 },
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
