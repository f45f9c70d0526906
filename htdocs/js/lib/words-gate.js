// What is said to those who are not signed in.

import { many, words as common } from './words.js';

const inTime = (seconds) => seconds < 90
  ? `${seconds} ${many(seconds, 'second', 'seconds')}`
  : `${Math.ceil(seconds / 60)} minutes`;

export const words = {
  ...common,

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
    title: common.titles['sign-in'],
    lead: 'Good to see you.',
    expired: 'Your session ended. Sign in to go on where you were; '
      + 'what you wrote is kept.',
    submit: 'Sign in',
    toSignUp: 'New here?',
    toSignUpLink: 'Make an account',
    wrong: 'The name or the password is not right.',
    locked: (seconds) =>
      `Too many tries. Please wait ${inTime(seconds)}.`,
    forgotten: 'Forgotten your password?',
    resetRequired: 'An administrator asks you to choose another password. '
      + 'Say who you are, and a code comes by mail.',
    notConfirmed: 'Your mail address is not confirmed yet. '
      + 'Enter the code from the mail, or ask for another.',
  },

  providers: {
    or: 'or',
    goOn: (label) => `Continue with ${label}`,
    notProven: 'That did not prove who you are, or took too long. '
      + 'Please try again.',
    unavailable: 'The other service does not answer. Please try again later, '
      + 'or sign in another way.',
    forbidden: 'This account was shut, or you may not do that.',
  },

  step: {
    title: common.titles.step,
    app: 'Your authenticator app shows a code of six digits. '
      + 'Please enter the one it shows now.',
    mail: (place) => `We sent a code to ${place || 'your mail address'}. `
      + 'It is good for a few minutes.',
    recovery: 'Enter one of the recovery codes that you have kept. '
      + 'Each is good once.',
    password: 'Please choose a new password of your own before you go on.',
    code: 'Code',
    recoveryCode: 'Recovery code',
    newPassword: 'New password',
    submit: 'Go on',
    toMail: 'Send a code by mail instead',
    again: 'Send another code',
    sent: 'A code is on its way.',
    toRecovery: 'Use a recovery code',
    toCode: 'Use a code of six digits',
    mismatch: 'This code is wrong, used or too old.',
    over: 'That took too long or went wrong too often. '
      + 'Please sign in again.',
    back: 'Start over',
  },

  forgot: {
    title: 'Forgotten your password?',
    lead: 'Say who you are, and a code comes by mail.',
    submit: 'Send me a code',
    back: 'Remember it after all?',
  },

  reset: {
    title: 'Choose a new password',
    lead: 'With the code from the mail. All devices are signed out then.',
    sent: 'If there is such an account, a code is on its way to its mail '
      + 'address.',
    codeHint: 'Six digits, from the mail. Good for an hour.',
    submit: 'Set password',
    mismatch: 'This code is wrong, used or too old. '
      + 'You can ask for another below.',
    done: 'Your password is set. You can sign in with it now.',
  },

  signUp: {
    title: common.titles['sign-up'],
    lead: 'A quiet place to talk with your people.',
    invited: 'You are invited. Make an account, and you are one of us.',
    badInvitation: 'This is about your invitation. '
      + 'You can ask whoever sent it for another.',
    submit: 'Make account',
    toSignIn: 'Have an account?',
    toSignInLink: 'Sign in',
    taken: 'This name is taken. Please choose another.',
  },

  confirm: {
    title: common.titles.confirm,
    lead: 'We sent a mail with a code. Enter it here, '
      + 'or follow the link in the mail.',
    leadLink: (name) => `One press and your account ${name} is ready.`,
    submit: 'Confirm',
    resend: 'Send another code',
    resent: 'Another code is on its way.',
    tooMany: (seconds) =>
      `Please wait ${inTime(seconds)} before asking again.`,
    done: 'Your mail address is confirmed. You can sign in now.',
    mismatch: 'This code is wrong, used or too old. '
      + 'You can ask for another below.',
  },
};
