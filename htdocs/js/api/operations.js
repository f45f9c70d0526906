// Every operation of the API. Made by contrib/generate out of the programs'
// descriptions.

export const operations = Object.freeze({
  conversationsGet: { method: 'GET', path: '/conversations' },
  conversationsPost: { method: 'POST', path: '/conversations' },
  conversationGet: { method: 'GET', path: '/conversations/{id}' },
  conversationPost: { method: 'POST', path: '/conversations/{id}' },
  memberDelete: { method: 'DELETE', path: '/conversations/{id}/members/{user}' },
  messagesGet: { method: 'GET', path: '/conversations/{id}/messages' },
  messagesPost: { method: 'POST', path: '/conversations/{id}/messages' },
  readPut: { method: 'PUT', path: '/conversations/{id}/read' },
  eventsGet: { method: 'GET', path: '/events' },
  healthGet: { method: 'GET', path: '/health' },
  factorsGet: { method: 'GET', path: '/me/factors' },
  factorsPut: { method: 'PUT', path: '/me/factors' },
  recoveryPost: { method: 'POST', path: '/me/recovery' },
  totpPost: { method: 'POST', path: '/me/totp' },
  totpPut: { method: 'PUT', path: '/me/totp' },
  sessionGet: { method: 'GET', path: '/session' },
  sessionPost: { method: 'POST', path: '/session' },
  sessionDelete: { method: 'DELETE', path: '/session' },
  challengePost: { method: 'POST', path: '/session/challenge' },
  sessionsDelete: { method: 'DELETE', path: '/sessions' },
  usersGet: { method: 'GET', path: '/users' },
  usersPost: { method: 'POST', path: '/users' },
  codePost: { method: 'POST', path: '/users/{name}/code' },
  confirmationPost: { method: 'POST', path: '/users/{name}/confirmation' },
});
