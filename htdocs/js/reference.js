// The API page: openapi.json, told to people.

import { render } from './lib/html.js';
import { words } from './lib/words-reference.js';
import { read } from './state/openapi.js';
import { reference, unreadable } from './views/reference.js';

const root = document.getElementById('app');

async function start() {
  try {
    const response = await fetch('openapi.json');
    if (!response.ok)
      throw new Error(`HTTP ${response.status}`);
    render(reference(read(await response.json())), root);
  } catch {
    render(unreadable(), root);
  }
  // The browser looked for the place in the address before it was there.
  const id = decodeURIComponent(location.hash.slice(1));
  document.getElementById(id)?.scrollIntoView();
  document.title = `${words.reference.title} · ${words.brand}`;
}

start();
