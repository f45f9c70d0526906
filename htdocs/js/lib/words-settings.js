// What is said in the settings.

import { many } from './words.js';
import { words as common } from './words-gate.js';

export const words = {
  ...common,

  settings: {
    title: common.titles.settings,
    sections: {
      profile: 'Profile',
      password: 'Password',
      mail: 'Mail address',
      factors: 'Signing in',
      accounts: 'Connected accounts',
      devices: 'Devices',
      data: 'Your data',
    },
    nav: 'Settings',
    failed: 'Your settings could not be loaded.',
    yourPassword: 'Your password',
    whyPassword: 'So that an open page alone is not enough.',
    wrongPassword: 'This is not your password.',
    mismatch: 'This code is wrong, used or too old.',
    save: 'Save',
    goBack: 'Cancel',
    finished: 'Done',
  },

  profile: {
    lead: 'What you tell about yourself.',
    username: 'Name for signing in',
    name: 'Display name',
    nameHint: 'What you want to be called.',
    locale: 'Language',
    zoneinfo: 'Time zone',
    zoneinfoHint: (zone) => `This device is in ${zone}.`,
    untold: 'Not set',
    done: 'Saved.',
  },

  password: {
    lead: 'All other devices are signed out when it changes.',
    current: 'Current password',
    next: 'New password',
    submit: 'Change password',
    done: 'Your password is changed. Other devices are signed out.',
  },

  mail: {
    lead: 'Codes and notices go there. Nobody else sees it.',
    now: 'Your mail address',
    next: 'New mail address',
    nextHint: 'A code is sent there. Until you enter it the old one stays.',
    submit: 'Send a code there',
    wait: (email) => `We sent a code to ${email}.`,
    confirmTitle: 'Confirm the new address',
    confirm: 'Confirm',
    waiting: (email) => `${email} has yet to be confirmed.`,
    enterCode: 'Enter the code',
    done: 'Your mail address is changed.',
  },

  factors: {
    lead: 'What is asked for besides your password.',
    notUsed: 'Nothing is asked for here besides your password.',
    oneStays: 'One of these is required here.',
    policy: 'This is not possible here: what may be asked for has '
      + 'changed. Please load the page again.',
    on: 'On',
    off: 'Off',
    app: 'Authenticator app',
    appText: 'A code of six digits from an app on your phone. '
      + 'The best protection if somebody learns your password.',
    mail: 'Codes by mail',
    mailText: 'A code of six digits is sent to your mail address.',
    codes: 'Recovery codes',
    codesText: (n) => n ? `${n} ${many(n, 'code', 'codes')} left, for when `
      + 'the app is not at hand.' : 'None left. Make new ones soon.',
    appOn: 'Set up an app',
    appOff: 'Turn off the app',
    appOffText: 'Signing in asks for no code from the app any more, '
      + 'and your recovery codes are void.',
    mailOn: 'Turn on codes by mail',
    mailOff: 'Turn off codes by mail',
    mailOffText: 'Signing in sends no code any more.',
    newCodes: 'Make new recovery codes',
    newCodesText: 'Those you have are void then.',
    turnOn: 'Turn on',
    turnOff: 'Turn off',
    goOn: 'Go on',
    make: 'Make new codes',
    appIsOff: 'The app is off.',
    mailIsOn: 'Codes by mail are on.',
    mailIsOff: 'Codes by mail are off.',
    scan: 'Scan this with your app',
    scanText: 'In your authenticator app add an account and point the camera '
      + 'here.',
    qr: 'QR code for an authenticator app',
    key: 'Or type this key',
    copyKey: 'Copy key',
    openApp: 'Open in an app on this device',
    code: 'Code',
    codeHint: 'The six digits that the app shows now.',
    keep: 'Keep these recovery codes',
    keepText: 'Each signs you in once when the app is not at hand. '
      + 'They are shown this one time: print them or write them down.',
    list: 'Recovery codes',
    copy: 'Copy',
    print: 'Print',
    kept: 'I have kept them',
  },

  accounts: {
    lead: 'Other services that you can sign in with.',
    none: 'There are none here.',
    used: 'used',
    connect: 'Connect',
    connectLong: (label) => `Connect ${label}`,
    connectLead: (label) => `You go to ${label} and come back. From then on it `
      + 'opens your account without your password here.',
    goThere: 'Go there',
    disconnect: 'Disconnect',
    disconnectLong: (label) => `Disconnect ${label}`,
    disconnectTitle: (label) => `Disconnect ${label}?`,
    disconnectLead: (label) => `Signing in at ${label} does not open your `
      + 'account any more.',
    done: 'Your account is connected.',
    gone: 'Your account is not connected any more.',
    last: 'Nothing else opens your account. Set a password first: sign out '
      + 'and choose “Forgotten your password?”. Or connect another service.',
    taken: 'That is connected with an account already.',
    notAllowed: 'You did not go on there. Nothing has changed.',
    noPassword: 'Your account has no password, which is needed for this. '
      + 'To set one, sign out and choose “Forgotten your password?”.',
  },

  devices: {
    lead: 'Where you are signed in.',
    here: 'This device',
    on: (browser, system) => `${browser} on ${system}`,
    unknown: 'Unknown device',
    since: (time) => `Signed in ${time}`,
    seen: (time) => `used ${time}`,
    end: 'Sign out',
    endLong: (name) => `Sign out: ${name}`,
    all: 'Sign out everywhere',
    allText: 'On this device, too.',
    done: 'Signed out there.',
  },

  data: {
    lead: 'What is kept of you here is yours.',
    take: 'A copy to take along',
    takeText: 'Your account, your settings and drafts, and all that you said, '
      + 'as one file.',
    download: 'Download',
    taken: 'The file is on its way to your downloads.',
    remove: 'Delete your account',
    removeText: 'You are signed out everywhere. For some days, which a mail '
      + 'tells, signing in brings the account back; then it is gone for '
      + 'good. What you said stays with those you said it to, '
      + 'under no name.',
    removing: 'Delete account…',
    username: (name) => `To be sure, type your name: ${name}`,
    otherName: 'This is not your name.',
    last: 'You are the last administrator: appoint another one first.',
    submit: 'Delete my account',
    done: 'Your account will be deleted. To bring it back, sign in before the '
      + 'day that the mail tells.',
  },
};
