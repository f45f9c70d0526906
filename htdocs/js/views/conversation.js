// One conversation: its head, its messages, the place to write.

import { html, keyed, nothing } from '../lib/html.js';
import { part } from '../lib/parts.js';
import { words } from '../lib/words.js';
import { current, entriesFor, newBelow, titleOf } from '../state/select.js';
import { composer } from './composer.js';
import { icons } from './icons.js';
import { log } from './log.js';
import { unsent } from './message.js';
import { paneTop } from './pane-top.js';

const leave = (act) => html`<button class="icon-button" type="button"
  data-action="leave" aria-label=${words.conversation.leave}
  title=${words.conversation.leave}
  @click=${() => act.openDialog('leave')}>${icons.leave}</button>`;

function head(item, me, act) {
  if (!item)
    return paneTop(words.loading);
  const count = item.participants.length;
  return paneTop(titleOf(item, me), {
    sub: count > 2 ? words.conversation.members(count) : '',
    actions: leave(act),
  });
}

const missing = (entries, act) => html`${paneTop(words.log.missing)}
  <div class="pane-empty">${entries.length ? html`<p>${words.log.unsent}</p>
    ${entries.map((entry) => unsent(entry, act))}` : nothing}</div>`;

const failed = (id, act) => html`<div class="pane-empty" role="alert">
  <p>${words.log.failed}</p><button class="button" type="button"
    @click=${() => act.open(id)}>${words.tryAgain}</button></div>`;

function pill(state, id, act) {
  const below = newBelow(state, id);
  return html`<div class="pill-place"><button class="pill" type="button"
    data-action="jump" data-below=${below} ?hidden=${state.ui.bottom}
    @click=${act.jumpToLatest}>${icons.down}<span>${below
      ? words.log.below(below) : words.log.jump}</span></button></div>`;
}

export function conversation(state, act) {
  const id = current(state);
  const item = state.conversations.byId[id];
  const messages = state.logs[id];
  const entries = entriesFor(state, id);
  const me = state.session.username;
  if (messages?.status === 'missing')
    return missing(entries, act);
  const title = item ? titleOf(item, me) : '';
  return html`${head(item, me, act)}
    ${messages?.status === 'failed' ? failed(id, act)
      : keyed(id, html`<div class="talk">${log({ id, title, entries, me, act,
        log: messages, now: state.ui.now })}
        ${pill(state, id, act)}</div>`)}
    ${part('sync')?.aboutDraft(state, id, act) ?? nothing}
    ${keyed(`${me} ${id}`, composer({ id, title, draft: state.ui.draft,
      act }))}`;
}
