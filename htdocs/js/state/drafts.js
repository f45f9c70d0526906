// What there is to say about drafts: by conversation, what was written elsewhere
// at the same time, and whether the server refuses this device's; and how many
// are on this device alone, for whoever is about to leave it.

export const initial = { offers: {}, refused: {}, unshared: 0 };

export function reduce(drafts, { type, ...changes }) {
  return type === 'drafts/noted' ? { ...drafts, ...changes } : drafts;
}
