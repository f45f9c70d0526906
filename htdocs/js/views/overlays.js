// Menus and dialogs together: one fetch for both.

import { html } from '../lib/html.js';
import { dialogs } from './dialogs.js';
import { menus } from './menus.js';

export { createOverlayKeeper } from '../lib/overlay.js';

export const overlays = (state, act) =>
  html`${menus(state, act)}${dialogs(state, act)}`;
