// A sentence for each kind of entry in the log of security events. A sentence
// is a list of parts: words, and { name } for people.

const say = (texts, ...parts) => texts.flatMap((text, i) =>
  [text, parts[i]]).filter((part) => part !== undefined && part !== '');

// How it reads if its owner did it, and if somebody else did.
const either = (own, other) => (entry) =>
  (entry.by ? other : own)(entry);

const factors = { password: 'the password', totp: 'a code from an app',
  mail: 'a code by mail', recovery: 'a recovery code',
  new_password: 'a new password' };

const and = (texts) => texts.length < 2 ? texts.join('')
  : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;

const factor = (word) => Object.hasOwn(factors, word) ? factors[word]
  : word.replace(/^provider:/, 'the provider ');

// 'password totp' → 'the password and a code from an app'
const named = (detail = '') =>
  and(detail.split(' ').filter(Boolean).map(factor));

const sentences = {
  sign_up: ({ who }) => say`${who} signed up.`,
  confirm: either(({ who }) => say`${who} confirmed the mail address.`,
    ({ by, who }) => say`${by} confirmed the account of ${who}.`),
  approve: ({ by, who }) => say`${by ?? who} approved the account of ${who}.`,
  sign_in: ({ who, detail }) => detail === 'lent'
    ? say`A session of ${who} was lent to the operator.`
    : say`${who} signed in with ${named(detail) || 'the password'}.`,
  sign_in_fail: ({ who }) => who
    ? say`Signing in as ${who} failed: wrong password.`
    : say`Signing in failed: nobody has that name.`,
  factor_fail: ({ who, detail }) => say`Signing in as ${who} failed: `
    .concat(detail ? [`wrong answer where ${named(detail)} was asked for.`]
      : ['wrong second factor.']),
  sign_out: ({ who }) => say`${who} signed out on a device.`,
  sign_out_all: either(({ who }) => say`${who} signed out everywhere.`,
    ({ by, who }) => say`${by} signed ${who} out everywhere.`),
  password_change: ({ who }) => say`${who} changed the password.`,
  password_forget: ({ who }) =>
    say`A code for a new password was sent to ${who}.`,
  password_reset: ({ who }) => say`${who} set a new password, by a code.`,
  password_set: ({ by, who }) => say`${by ?? who} set a password for ${who}.`,
  password_void: ({ by, who }) =>
    say`${by ?? who} made the password of ${who} void.`,
  email_ask: either(({ who }) =>
    say`${who} named another mail address, yet to be confirmed.`,
  ({ by, who }) => say`${by} named another mail address for ${who}.`),
  email_change: either(({ who }) => say`${who} changed the mail address.`,
    ({ by, who }) => say`${by} changed the mail address of ${who}.`),
  factor_add: either(({ who, detail }) =>
    say`${who} turned on ${named(detail) || 'a second factor'}.`,
  ({ by, who, detail }) => say`${by} turned on ${
    named(detail) || 'a second factor'} for ${who}.`),
  factor_remove: either(({ who, detail }) =>
    say`${who} turned off ${named(detail) || 'a second factor'}.`,
  ({ by, who, detail }) => say`${by} removed ${
    named(detail) || 'the second factors'} of ${who}.`),
  recovery_make: ({ who }) => say`${who} made new recovery codes.`,
  recovery_use: ({ who }) => say`${who} used a recovery code.`,
  export: ({ who }) => say`${who} took a copy of their data.`,
  delete_ask: ({ who }) => say`${who} asked for the account to be deleted.`,
  delete_cancel: ({ who }) =>
    say`${who} signed in, and keeps the account that was to be deleted.`,
  delete: either(({ who }) => say`The account ${who} was deleted.`,
    ({ by, who }) => say`${by} deleted the account ${who}.`),
  create: either(({ who }) => say`The account ${who} was made.`,
    ({ by, who }) => say`${by} made the account ${who}.`),
  disable: ({ by, who }) => say`${by ?? who} disabled the account ${who}.`,
  enable: ({ by, who }) => say`${by ?? who} enabled the account ${who}.`,
  attributes: either(({ who }) => say`${who} changed what is told of them.`,
    ({ by, who }) => say`${by} changed what is told about ${who}.`),
  group_add: ({ doer, detail }) => say`${doer} made the group ${detail}.`,
  group_change: ({ doer, detail }) =>
    say`${doer} changed the group ${detail}.`,
  group_remove: ({ doer, detail }) =>
    say`${doer} deleted the group ${detail}.`,
  group_join: either(({ who, detail }) =>
    say`${who} came into the group ${detail}.`,
  ({ by, who, detail }) => say`${by} put ${who} into the group ${detail}.`),
  group_leave: either(({ who, detail }) =>
    say`${who} left the group ${detail}.`,
  ({ by, who, detail }) => say`${by} took ${who} out of the group ${
    detail}.`),
  invite: ({ doer, detail }) => say`${doer} made the invitation ${detail}.`,
  invite_revoke: ({ doer, detail }) =>
    say`${doer} withdrew the invitation ${detail}.`,
  invite_use: ({ who, detail }) => say`${who} came by the invitation ${
    detail}.`,
  client_add: ({ doer, who, detail }) => who
    ? say`${doer} made the key ${detail} for programs of ${who}.`
    : say`${doer} let the client ${detail} sign people in.`,
  client_remove: ({ doer, detail }) =>
    say`${doer} removed the client or key ${detail}.`,
  token_revoke: ({ who, detail }) =>
    say`The tokens of ${who} at the client ${detail} were revoked.`,
  token_reuse: ({ who, detail }) => say`A token of ${
    who} that was used up came again by the client ${
    detail}: its session was ended.`,
  identity_add: ({ doer, detail }) =>
    say`${doer} connected the account with the provider ${detail}.`,
  identity_remove: ({ doer, detail }) =>
    say`${doer} disconnected the account from the provider ${detail}.`,
  identity_fail: ({ who, detail }) => who
    ? say`What the provider ${detail} said of ${who} proved nothing.`
    : say`What the provider ${detail} said proved nothing.`,
};

// The kinds of events, in groups, and how each is called.
export const kinds = {
  'Signing in': {
    sign_in: 'Signed in',
    sign_in_fail: 'Wrong password or name',
    factor_fail: 'Wrong second factor',
    sign_out: 'Signed out',
    sign_out_all: 'Signed out everywhere',
  },
  'Passwords and mail': {
    password_change: 'Password changed',
    password_forget: 'Password forgotten',
    password_reset: 'Password set by a code',
    password_set: 'Password set by an operator',
    password_void: 'Password made void',
    email_ask: 'Another mail address named',
    email_change: 'Mail address changed',
  },
  'Second factors': {
    factor_add: 'Factor turned on',
    factor_remove: 'Factor turned off',
    recovery_make: 'Recovery codes made',
    recovery_use: 'Recovery code used',
  },
  Accounts: {
    sign_up: 'Signed up',
    create: 'Account made',
    confirm: 'Account confirmed',
    approve: 'Account approved',
    disable: 'Account disabled',
    enable: 'Account enabled',
    attributes: 'Details changed',
    export: 'Data taken along',
    delete_ask: 'Deletion asked for',
    delete_cancel: 'Deletion taken back',
    delete: 'Account deleted',
  },
  Groups: {
    group_add: 'Group made',
    group_change: 'Group changed',
    group_remove: 'Group deleted',
    group_join: 'Put into a group',
    group_leave: 'Taken out of a group',
  },
  Invitations: {
    invite: 'Invitation made',
    invite_revoke: 'Invitation withdrawn',
    invite_use: 'Came by an invitation',
  },
  'Other providers': {
    identity_add: 'Provider connected',
    identity_remove: 'Provider disconnected',
    identity_fail: 'Provider proved nothing',
  },
  'Other programs': {
    client_add: 'Client or key made',
    client_remove: 'Client or key removed',
    token_revoke: 'Tokens revoked',
    token_reuse: 'Token used twice',
  },
};

const person = (name) => name ? { name } : undefined;

// What an entry says, in parts. An event that is not known here is told by
// its word.
export function sentenceOf({ event, username, by, detail }) {
  const entry = { who: person(username), by: person(by), detail,
    doer: person(by ?? username) ?? 'Somebody' };
  return Object.hasOwn(sentences, event) ? sentences[event](entry)
    : say`${entry.doer}: ${event}${detail ? ` ${detail}` : ''}`;
}
