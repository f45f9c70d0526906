// What is said about drafts that other devices share.

export const words = {
  other: 'Draft from another device:',
  use: 'Use it',
  drop: 'Discard it',
  refused: 'This draft stays on this device: it is too long to be kept with '
    + 'your account, or there are too many.',
};
