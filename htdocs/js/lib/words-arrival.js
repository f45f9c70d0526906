// What is said to those who come from another service.

import { words as common } from './words-gate.js';

export const words = {
  ...common,

  arrival: {
    title: 'Nearly there',
    waiting: 'One moment: signing you in.',
    welcome: (label, email) => email
      ? `${label} knows you as ${email}. There is no account here that is `
        + 'connected with that yet.'
      : `${label} knows you. There is no account here that is connected `
        + 'with that yet.',
    nameHint: 'Others here see it. 2 to 32 letters, digits, dots, dashes.',
    invitation: 'Invitation',
    invitationHint: 'The link that you were given.',
    make: 'Make account',
    have: 'Have an account here?',
    haveLink: 'Connect it',
    connectTitle: 'Connect your account',
    connectLead: (label) => 'Sign in to your account here once, and from then '
      + `on ${label} is enough.`,
    connect: 'Sign in and connect',
    notHere: 'You cannot make an account this way.',
    back: 'Start over',
    over: 'That took too long, or was done already. Please sign in again.',
    notAllowed: 'You did not go on there. You can try again, or sign in '
      + 'another way.',
    confirm: 'Your mail address has to be confirmed. Enter the code from the '
      + 'mail; then sign in the same way again.',
    known: 'An account here has this mail address. If it is yours, sign in '
      + 'to it once to connect it.',
    connected: 'This account, or this way to sign in, is connected already.',
  },
};
