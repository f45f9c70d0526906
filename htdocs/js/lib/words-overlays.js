// What is said in menus and dialogs.

import { many, words as common } from './words.js';

export const words = {
  ...common,

  menu: {
    signedInAs: 'Signed in as',
    theme: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    settings: 'Settings',
    shortcuts: 'Keyboard shortcuts',
    markUnread: 'Mark unread from here',
    api: 'For programmers: the API',
    signOut: 'Sign out',
    signOutAll: 'Sign out everywhere',
    signOutTitle: 'Sign out now?',
    signOutText: (n) => `${n} ${many(n, 'message has', 'messages have')} `
      + 'not been sent yet. What is unsent stays on this device and goes '
      + 'out when you sign in again.',
    signOutDrafts: (n) => `${n} ${many(n, 'draft is', 'drafts are')} kept `
      + 'nowhere but on this device, and will be gone.',
  },

  leave: {
    title: 'Leave this conversation?',
    text: 'You will no longer see it, nor what is written from now on.',
    submit: 'Leave',
  },

  switcher: {
    title: 'Find a conversation or a person',
    label: 'Name',
    none: 'Nothing by that name.',
    person: 'New conversation',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    rows: [
      ['Ctrl K', 'Find a conversation or a person'],
      ['Alt ↑ · Alt ↓', 'Conversation above · below'],
      ['Enter', 'Send'],
      ['Shift Enter', 'New line'],
      ['↑ · ↓', 'Message above · below, in the messages'],
      ['U', 'Mark unread from the chosen message'],
      ['Esc', 'Close; from the messages, back to writing'],
      ['? · Ctrl /', 'This help'],
    ],
  },

  panel: {
    title: 'Connection',
    status: 'Now',
    statuses: {
      idle: 'Not connected',
      connecting: 'Connecting…',
      live: 'Connected',
      lost: 'Reconnecting…',
      offline: 'This device is offline',
    },
    way: 'News comes by',
    ways: {
      stream: ['A stream', 'The server sends each message at once.'],
      poll: ['Waiting requests', 'The server holds a request back until there '
        + 'is a message. A stream did not get through, or is not wanted here.'],
      cursor: ['A file', 'Every few seconds this page looks whether a small '
        + 'file has changed, which costs the server next to nothing.'],
      ask: ['Asking', 'Every few seconds this page asks the server.'],
    },
    none: ['Nothing yet', 'There has been no connection so far.'],
    retry: 'Try for a better one',
  },
};
