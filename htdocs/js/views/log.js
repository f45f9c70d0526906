// The messages of a conversation.
//
// A log announces what is added; while history is laid out (quiet) it must
// not, or a page of old messages would be read aloud.

import { html, repeat } from '../lib/html.js';
import { dayHeading } from '../lib/time.js';
import { words } from '../lib/words.js';
import { items } from '../state/select.js';
import { message } from './message.js';

const day = (item, now) => html`<h3 class="day" data-day><span
  >${dayHeading(item.time, now)}</span></h3>`;

const fresh = html`<p class="new-divider" data-new-divider><span
  >${words.log.fresh}</span></p>`;

function draw(item, spec) {
  if (item.kind === 'day')
    return day(item, spec.now);
  return item.kind === 'new' ? fresh : message(item, spec.id, spec.act);
}

function beginning({ log, id, act }) {
  if (log.older === 'failed')
    return html`<p class="log-edge">${words.log.olderFailed} <button
      class="link" type="button" @click=${() => act.loadOlder(id)}
      >${words.tryAgain}</button></p>`;
  if (log.more)
    return html`<p class="log-edge late">${words.log.older}</p>`;
  return html`<p class="log-edge">${log.messages.length ? words.log.begin
    : words.log.empty}</p>`;
}

// Up and down walk from message to message; Escape goes back to writing.
function walk(event) {
  const here = event.target.closest('[data-message]');
  const all = [...event.currentTarget.querySelectorAll('[data-message]')];
  const at = here ? all.indexOf(here) : all.length;
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0,
    End: all.length - 1 }[event.key];
  if (to === undefined || event.altKey || event.ctrlKey || event.metaKey)
    return;
  event.preventDefault();
  all[to]?.focus();
}

export function log(spec) {
  const ready = spec.log?.status === 'ready';
  const list = ready ? items(spec.log, spec.entries, spec.me) : [];
  return html`<div class="log" role="log" tabindex="0" data-log=${spec.id}
    data-ready=${ready ? 'true' : 'false'}
    aria-label=${words.log.label(spec.title)}
    aria-live=${!ready || spec.log.quiet ? 'off' : 'polite'}
    aria-relevant="additions" @keydown=${walk}>
    <div class="log-column">
      ${ready ? beginning(spec) : html`<p class="log-edge late"
        >${words.loading}</p>`}
      ${repeat(list, (item) => item.key, (item) => draw(item, spec))}
    </div>
  </div>`;
}
