// What is said to administrators about one account.

import { words as manage } from './words-manage.js';

export const words = {
  ...manage,

  standingHints: {
    confirmed: '',
    unconfirmed: 'The code from the mail has not been entered yet.',
    waiting: 'Nobody can sign in with this account until an administrator '
      + 'approves it.',
    disabled: 'Nobody can sign in with this account.',
    deleting: 'Its owner has asked for it to be deleted. Signing in brings '
      + 'it back, until its time is over.',
    invited: 'It has a temporary password, which must be changed at the '
      + 'next sign-in.',
    resetting: 'Its owner must set another password, with a code that comes '
      + 'by mail.',
  },

  person: {
    back: 'All people',
    isYou: 'This is your own account. What you may change about it is in '
      + 'your',
    settings: 'settings',
    facts: {
      email: 'Mail address',
      next: 'Another, yet to be confirmed',
      created: 'Made',
      changed: 'Last changed',
      deletion: 'Asked to be deleted',
      password: 'Password',
      providers: 'Connected with',
      factors: 'Second factors',
      sub: 'Id for other programs',
    },
    noPassword: 'None: a provider signs them in',
    factors: { totp: 'An app', mail: 'Codes by mail', none: 'None' },
    attributes: {
      address: 'Postal address', birthdate: 'Date of birth',
      family_name: 'Family name', gender: 'Gender', given_name: 'Given name',
      locale: 'Language', middle_name: 'Middle name', name: 'Display name',
      nickname: 'Nickname', phone_number: 'Phone number',
      picture: 'Address of a picture',
      preferred_username: 'Preferred user name',
      profile: 'Address of a profile', website: 'Web site',
      zoneinfo: 'Time zone',
    },
    details: 'About them',
    noDetails: 'Nothing is told.',
    edit: 'Change',
    editTitle: (name) => `What is told about ${name}`,
    editLead: 'Their own settings show the same.',
    saved: 'Saved.',
    groups: 'Groups',
    noGroups: 'In no group.',
    addGroup: 'Put into a group',
    leaveGroup: (group) => `Take out of ${group}`,
    joined: (name, group) => `${name} is in ${group} now.`,
    left: (name, group) => `${name} is no longer in ${group}.`,
    devices: 'Devices',
    noDevices: 'Signed in nowhere.',
    deeds: 'What you can do',
    log: 'What happened with this account',
    gone: 'There is no account of that name any more.',
    typeName: (name) => `To be sure, type the name: ${name}`,
    otherName: 'This is not the name.',
  },

  address: {
    change: 'Change mail address',
    title: (name) => `Another mail address for ${name}`,
    lead: 'A code goes to the new address. The old one stays until they have '
      + 'typed it in their settings.',
    leadUnconfirmed: 'It takes the place of the old one at once, and a code '
      + 'goes there, which confirms the account.',
    now: 'Mail address',
    next: 'New mail address',
    verified: 'It is known to be theirs',
    verifiedHint: 'No code is needed: it counts at once. The old address is '
      + 'told, and codes that went there are void.',
    verifiedUnconfirmed: 'No code is needed: the account is confirmed with '
      + 'it.',
    submit: 'Change',
    sent: (email) => `A code is on its way to ${email}. The old address stays `
      + 'until it is typed in.',
    changed: (name, email) => `The mail address of ${name} is ${email} now.`,
    taken: 'This mail address belongs to another account.',
  },

  // button: leads there or does it; text: what happens; title, submit: of
  // the page that asks; done: afterwards.
  deeds: {
    confirm: {
      button: 'Confirm',
      text: 'The mail address counts as theirs without the code, and they can '
        + 'sign in.',
      done: (name) => `${name} is confirmed.`,
    },
    approve: {
      button: 'Approve',
      text: 'They can sign in, and are told so by mail.',
      done: (name) => `${name} is approved, and told so by mail.`,
    },
    enable: {
      button: 'Enable',
      text: 'They can sign in again, with the password they have.',
      done: (name) => `${name} can sign in again.`,
    },
    disable: {
      button: 'Disable',
      title: (name) => `Disable ${name}?`,
      text: 'They are signed out everywhere at once and cannot sign in until '
        + 'you enable the account again. Nothing is lost.',
      done: (name) => `${name} is disabled.`,
    },
    sign_out: {
      button: 'Sign out everywhere',
      title: (name) => `Sign ${name} out everywhere?`,
      text: 'All their devices are signed out at once. They can sign in '
        + 'again.',
      done: (name) => `${name} is signed out everywhere.`,
    },
    reset: {
      button: 'Reset password',
      title: (name) => `Reset the password of ${name}?`,
      text: 'The password is void and all devices are signed out. A mail with '
        + 'a code goes to their address, with which they choose another.',
      done: (name) => `The password of ${name} is void, and a code is on its `
        + 'way by mail.',
    },
    drop_factors: {
      button: 'Remove second factors',
      title: (name) => `Remove the second factors of ${name}?`,
      text: 'For who has lost app and recovery codes. Signing in asks for the '
        + 'password alone. Be sure that it is them who ask.',
      done: (name) => `${name} signs in with the password alone.`,
    },
    appoint: {
      button: 'Make administrator',
      title: (name) => `Make ${name} an administrator?`,
      text: 'Administrators see and manage all accounts, groups and '
        + 'invitations, and read the log. They cannot read conversations '
        + 'of others.',
      done: (name) => `${name} is an administrator.`,
    },
    dismiss: {
      button: 'No longer administrator',
      title: (name) => `Shall ${name} be no administrator any more?`,
      text: 'The account stays as it is otherwise.',
      done: (name) => `${name} is no longer an administrator.`,
    },
    delete: {
      button: 'Delete',
      title: (name) => `Delete ${name} for good?`,
      text: 'The account is gone at once and cannot be brought back. They '
        + 'leave their conversations; what they said stays with those they '
        + 'said it to, under no name. Nobody can have the name again.',
      done: (name) => `The account ${name} is deleted.`,
    },
  },
};
