// The keys that do something.

import { html } from '../lib/html.js';
import { words } from '../lib/words-overlays.js';

const mac = /Mac|iPhone|iPad/.test(navigator.platform);

const named = (keys) => mac ? keys.replace('Ctrl', '⌘').replace('Alt', '⌥')
  : keys;

export const shortcuts = () => html`<dl class="shortcuts">
  ${words.shortcuts.rows.map(([keys, what]) => html`<div><dt><kbd
    >${named(keys)}</kbd></dt><dd>${what}</dd></div>`)}</dl>`;
