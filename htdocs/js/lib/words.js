// Every word the site says, in one place, so that it can be said in another
// language. Functions where a number or a name goes in.

const many = (n, one, more) => n === 1 ? one : more;

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

  time: {
    now: 'now',
    minutes: (n) => `${n} min`,
    yesterday: 'Yesterday',
    today: 'Today',
    in: (seconds) => seconds < 90
      ? `${seconds} ${many(seconds, 'second', 'seconds')}`
      : `${Math.ceil(seconds / 60)} minutes`,
  },

  account: {
    name: 'Name',
    nameHint: 'Others see it. 2 to 32 letters, digits, dots, dashes.',
    mail: 'Mail address',
    mailHint: 'A code is sent there. Nobody else sees it.',
    nameOrMail: 'Name or mail address',
    password: 'Password',
    passwordHint: 'At least 12 characters. A few plain words do well.',
    show: 'Show password',
    hide: 'Hide password',
    code: 'Code',
    codeHint: 'Six digits, from the mail. Good for 24 hours.',
    fill: 'Please fill this in.',
    tooShort: 'Please use at least 12 characters.',
    badName: 'Use 2 to 32 letters, digits, dots, dashes or underscores.',
    badMail: 'This does not look like a mail address.',
    badCode: 'The code is six digits.',
    check: 'Please check what you entered.',
  },

  signIn: {
    title: 'Sign in',
    lead: 'Good to see you.',
    expired: 'Your session ended. Sign in to go on where you were; '
      + 'what you wrote is kept.',
    submit: 'Sign in',
    toSignUp: 'New here?',
    toSignUpLink: 'Make an account',
    wrong: 'The name or the password is not right.',
    locked: (seconds) =>
      `Too many tries. Please wait ${words.time.in(seconds)}.`,
    notConfirmed: 'Your mail address is not confirmed yet. '
      + 'Enter the code from the mail, or ask for another.',
  },

  signUp: {
    title: 'Make an account',
    lead: 'A quiet place to talk with your people.',
    submit: 'Make account',
    toSignIn: 'Have an account?',
    toSignInLink: 'Sign in',
    taken: 'This name is taken. Please choose another.',
  },

  confirm: {
    title: 'Confirm your mail address',
    lead: 'We sent a mail with a code. Enter it here, '
      + 'or follow the link in the mail.',
    leadLink: (name) => `One press and your account ${name} is ready.`,
    submit: 'Confirm',
    resend: 'Send another code',
    resent: 'Another code is on its way.',
    tooMany: (seconds) =>
      `Please wait ${words.time.in(seconds)} before asking again.`,
    done: 'Your mail address is confirmed. You can sign in now.',
    mismatch: 'This code is wrong, used or too old. '
      + 'You can ask for another below.',
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

  people: {
    title: 'People',
    lead: 'Choose somebody to talk with.',
    search: 'Search by name',
    none: 'Nobody else is here yet.',
    noneHint: 'Tell your people to make an account, then find them here.',
    noMatch: (query) => `Nobody’s name starts with “${query}”.`,
    more: 'More people',
    failed: 'The people could not be loaded.',
  },

  start: {
    title: 'New conversation',
    lead: 'Choose one person or several.',
    chosen: 'Chosen people',
    remove: (name) => `Remove ${name}`,
    submit: (n) => n < 2 ? 'Start conversation'
      : `Start conversation with ${n} people`,
    nobody: 'Choose at least one person.',
    list: 'People to choose from',
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
    markUnread: 'Mark unread from here',
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
    leaveTitle: 'Leave this conversation?',
    leaveText: 'You will no longer see it, nor what is written from now on.',
    leaveSubmit: 'Leave',
    left: 'You left the conversation.',
    leaveFailed: 'That did not work. Please try again.',
    memberLeft: (name) => `${name} left the conversation.`,
  },

  menu: {
    account: (name) => `Account: ${name}`,
    signedInAs: 'Signed in as',
    theme: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    shortcuts: 'Keyboard shortcuts',
    api: 'For programmers: the API',
    signOut: 'Sign out',
    signOutAll: 'Sign out everywhere',
    signOutTitle: 'Sign out now?',
    signOutText: (n) => `${n} ${many(n, 'message has', 'messages have')} `
      + 'not been sent yet. What is unsent stays on this device and goes '
      + 'out when you sign in again.',
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

  connection: {
    lost: 'Reconnecting…',
    now: 'Try now',
    offline: 'You are offline. What you write is kept and sent later.',
  },

  reference: {
    title: 'The API',
    index: 'Operations',
    server: 'All paths are below',
    parameters: 'Parameters',
    body: 'Request body',
    responses: 'Answers',
    headers: 'Headers',
    required: 'required',
    places: { path: 'in the path', query: 'in the query',
      header: 'a header' },
    unreadable: 'The description of the API could not be read.',
  },

  failed: 'That did not work. Please try again.',
  offline: 'The server cannot be reached. Please try again.',
  busy: 'The server is busy. Please try again in a moment.',
};
