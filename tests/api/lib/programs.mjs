// Which program answers which operation: the tests' own list, so that a
// program which vanishes or turns up unasked is noticed.

export const programs = [
  ['users-post', 'POST', '/users'],
  ['users-get', 'GET', '/users'],
  ['confirmation-post', 'POST', '/users/{name}/confirmation'],
  ['code-post', 'POST', '/users/{name}/code'],
  ['reset-post', 'POST', '/users/{name}/reset'],
  ['reset-put', 'PUT', '/users/{name}/reset'],
  ['session-post', 'POST', '/session'],
  ['challenge-post', 'POST', '/session/challenge'],
  ['session-get', 'GET', '/session'],
  ['session-delete', 'DELETE', '/session'],
  ['sessions-delete', 'DELETE', '/sessions'],
  ['sessions-get', 'GET', '/sessions'],
  ['other-session-delete', 'DELETE', '/sessions/{id}'],
  ['accounts-get', 'GET', '/accounts'],
  ['accounts-post', 'POST', '/accounts'],
  ['account-get', 'GET', '/accounts/{name}'],
  ['account-patch', 'PATCH', '/accounts/{name}'],
  ['account-sessions-get', 'GET', '/accounts/{name}/sessions'],
  ['account-delete', 'DELETE', '/accounts/{name}'],
  ['actions-post', 'POST', '/accounts/{name}/actions'],
  ['audit-get', 'GET', '/audit'],
  ['groups-get', 'GET', '/groups'],
  ['groups-post', 'POST', '/groups'],
  ['group-get', 'GET', '/groups/{group}'],
  ['group-patch', 'PATCH', '/groups/{group}'],
  ['group-delete', 'DELETE', '/groups/{group}'],
  ['group-members-get', 'GET', '/groups/{group}/members'],
  ['group-member-put', 'PUT', '/groups/{group}/members/{name}'],
  ['group-member-delete', 'DELETE', '/groups/{group}/members/{name}'],
  ['invitations-get', 'GET', '/invitations'],
  ['invitations-post', 'POST', '/invitations'],
  ['invitation-delete', 'DELETE', '/invitations/{id}'],
  ['providers-get', 'GET', '/providers'],
  ['provider-sign-in-post', 'POST', '/providers/{provider}/sign-in'],
  ['provider-session-post', 'POST', '/providers/{provider}/session'],
  ['provider-account-post', 'POST', '/providers/{provider}/account'],
  ['provider-link-post', 'POST', '/providers/{provider}/link'],
  ['identities-get', 'GET', '/me/identities'],
  ['identities-post', 'POST', '/me/identities'],
  ['identity-put', 'PUT', '/me/identities/{provider}'],
  ['disconnection-post', 'POST', '/me/identities/{provider}/disconnection'],
  ['me-delete', 'DELETE', '/me'],
  ['export-get', 'GET', '/me/export'],
  ['me-get', 'GET', '/me'],
  ['me-patch', 'PATCH', '/me'],
  ['datasets-get', 'GET', '/me/datasets'],
  ['dataset-get', 'GET', '/me/datasets/{name}'],
  ['dataset-put', 'PUT', '/me/datasets/{name}'],
  ['dataset-delete', 'DELETE', '/me/datasets/{name}'],
  ['password-put', 'PUT', '/me/password'],
  ['email-put', 'PUT', '/me/email'],
  ['email-confirmation-post', 'POST', '/me/email/confirmation'],
  ['factors-get', 'GET', '/me/factors'],
  ['factors-put', 'PUT', '/me/factors'],
  ['totp-post', 'POST', '/me/totp'],
  ['totp-put', 'PUT', '/me/totp'],
  ['recovery-post', 'POST', '/me/recovery'],
  ['conversations-get', 'GET', '/conversations'],
  ['conversations-post', 'POST', '/conversations'],
  ['conversation-get', 'GET', '/conversations/{id}'],
  ['conversation-post', 'POST', '/conversations/{id}'],
  ['messages-get', 'GET', '/conversations/{id}/messages'],
  ['messages-post', 'POST', '/conversations/{id}/messages'],
  ['read-put', 'PUT', '/conversations/{id}/read'],
  ['member-delete', 'DELETE', '/conversations/{id}/members/{user}'],
  ['events-get', 'GET', '/events'],
  ['health-get', 'GET', '/health'],
].map(([name, method, path]) => ({
  name,
  method,
  path,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
}));

export const prefix = '/api';

// The path below the prefix, without its query.
export function resourceOf(uri) {
  const path = uri.split('?', 1)[0];
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
}

// null: no program has this path and method.
export function programOf(method, uri) {
  const path = resourceOf(uri);
  return programs.find((program) =>
    program.method === method && program.pattern.test(path)) ?? null;
}

export const methodsOf = (uri) => programs
  .filter((program) => program.pattern.test(resourceOf(uri)))
  .map((program) => program.method).sort();
