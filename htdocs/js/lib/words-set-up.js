// What is said to those who must set a second factor up.

import { words as common } from './words-settings.js';

export const words = {
  ...common,

  setUp: {
    title: 'One more step',
    lead: 'Signing in here takes more than a password. Please choose what '
      + 'else you want to show from now on.',
    app: 'Set up an app',
    mail: 'Send me a code',
    appTitle: 'Set up your app',
    mailTitle: 'Check your mail',
    codesTitle: 'Keep these recovery codes',
    other: 'Choose another way',
  },
};
