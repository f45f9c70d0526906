// Every word the site says stands here and in the files words-*.js beside this
// one, which come with the views that need them; so that it can be said in
// another language. Functions where a number or a name goes in.

export const many = (n, one, more) => n === 1 ? one : more;

// 'Anna', 'Anna and Bob', 'Anna, Bob and Cleo'
function joined(names) {
  if (names.length < 2)
    return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export const words = {
  brand: 'Chinwag',
  joined,
  skip: 'Skip to the conversation',
  loading: 'Loading…',
  back: 'Back to conversations',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  unreachable: 'Chinwag cannot be reached just now.',
  missingPage: 'There is no such page here.',
  toStart: 'Go to your conversations',

  titles: {
    'sign-in': 'Sign in',
    'sign-up': 'Make an account',
    confirm: 'Confirm your mail address',
    step: 'One more step',
    forgot: 'Forgotten password',
    reset: 'New password',
    settings: 'Settings',
    manage: 'Manage',
    people: 'People',
    new: 'New conversation',
    account: (name) => `Account: ${name}`,
  },

  time: {
    now: 'now',
    minutes: (n) => `${n} min`,
    yesterday: 'Yesterday',
    today: 'Today',
  },

  list: {
    title: 'Conversations',
    none: 'Nobody is talking yet.',
    noneHint: 'Start a conversation and your words will be here.',
    failed: 'Your conversations could not be loaded.',
    more: 'Older conversations',
    unread: (n) => `${n} unread`,
    you: 'You:',
    noWords: 'No words yet',
    alone: 'Just you',
    people: 'People',
    start: 'New conversation',
    find: 'Find',
    findLong: 'Find a conversation or a person (Ctrl K)',
    pick: 'Pick a conversation',
    pickHint: 'Or start a new one. Ctrl K finds anything.',
    sender: (name) => `${name}:`,
  },

  log: {
    label: (title) => `Messages with ${title}`,
    fresh: 'New messages',
    older: 'Loading older messages…',
    olderFailed: 'Older messages could not be loaded.',
    begin: 'This is where it begins.',
    empty: 'No words yet. Say hello!',
    failed: 'This conversation could not be loaded.',
    missing: 'This conversation is not there, or not yours.',
    jump: 'Jump to latest',
    below: (n) => `${n} new ${many(n, 'message', 'messages')}`,
    you: 'You',
    said: (name, time) => `${name}, ${time}:`,
    sending: 'Sending…',
    waiting: 'Waiting to be sent',
    failedSend: 'Not sent.',
    retry: 'Try again',
    discard: 'Discard',
    actions: 'Actions',
    copy: 'Copy text',
    copied: 'Copied.',
    markedUnread: 'Marked as unread.',
    unsent: 'Not sent from here:',
  },

  reasons: {
    too_large: 'The message is too long.',
    not_found: 'You are not in this conversation any more.',
    forbidden: 'You may not write here.',
    key_reused: 'The server has seen this before with other words.',
    default: 'The server did not take it.',
  },

  composer: {
    label: (title) => `Message to ${title}`,
    placeholder: 'Write a message',
    send: 'Send',
    left: (n) => n >= 0 ? `${n} characters left`
      : `${-n} ${many(-n, 'character', 'characters')} too many`,
  },

  conversation: {
    members: (n) => `${n} ${many(n, 'person', 'people')}`,
    leave: 'Leave conversation',
    left: 'You left the conversation.',
    leaveFailed: 'That did not work. Please try again.',
    memberLeft: (name) => `${name} left the conversation.`,
  },

  connection: {
    lost: 'Reconnecting…',
    now: 'Try now',
    offline: 'You are offline. What you write is kept and sent later.',
  },

  failed: 'That did not work. Please try again.',
  offline: 'The server cannot be reached. Please try again.',
  busy: 'The server is busy. Please try again in a moment.',
};
