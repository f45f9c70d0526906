// A line above the composer about its draft; mostly there is nothing to say.

import { syncActions } from '../actions/sync.js';
import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-sync.js';

export const actionsFor = syncActions;

// Long drafts are cut where the line ends.
const GLANCE = 200;

function choose(event, action) {
  const pane = event.currentTarget.closest('.pane');
  action();
  pane.querySelector('[data-composer]')?.focus();
}

const button = (name, label, action) => html`<button class="link"
  type="button" data-action=${name} @click=${(event) =>
    choose(event, action)}>${label}</button>`;

const offer = (text, id, act) => html`<p>${words.other} <q dir="auto"
  data-offer>${text.slice(0, GLANCE)}</q></p>
  ${button('use-draft', words.use, () => act.useDraft(id))}
  ${button('drop-draft', words.drop, () => act.dropDraft(id))}`;

export function aboutDraft({ drafts }, id, act) {
  const text = drafts.offers[id];
  const refused = drafts.refused[id];
  return html`<div class="draft-note" role="status" ?hidden=${!text
    && !refused}>${text ? offer(text, id, act) : nothing}${
    !text && refused ? html`<p data-draft-refused>${words.refused}</p>`
      : nothing}</div>`;
}
