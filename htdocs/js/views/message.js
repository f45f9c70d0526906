// One message: who, when, what; and how its sending goes.

import { html, nothing } from '../lib/html.js';
import { isEmojiOnly, withLinks } from '../lib/text.js';
import { clockTime, exactTime, isoTime } from '../lib/time.js';
import { words } from '../lib/words.js';
import { avatar } from './avatar.js';
import { icons } from './icons.js';

const link = (part) => part.href ? html`<a href=${part.href} target="_blank"
  rel="noopener noreferrer nofollow">${part.text}</a>` : part.text;

const body = (text) => html`<p class="message-text ${isEmojiOnly(text)
  ? 'is-emoji' : ''}" dir="auto" data-text>${withLinks(text).map(link)}</p>`;

const time = (item) => html`<time class="message-time"
  datetime=${isoTime(item.time)} title=${exactTime(item.time)}
  >${clockTime(item.time)}</time>`;

const reasonOf = (entry) =>
  words.reasons[entry.reason] ?? words.reasons.default;

const failed = (entry, act) => html`<p class="message-foot bad" role="alert">
  ${icons.alert}<span>${words.log.failedSend} ${reasonOf(entry)}</span>
  <button class="link" type="button" data-action="retry"
    @click=${() => act.retry(entry.key)}>${words.log.retry}</button>
  <button class="link" type="button" data-action="discard"
    @click=${() => act.discard(entry.key)}>${words.log.discard}</button></p>`;

function foot(entry, act) {
  if (!entry)
    return nothing;
  if (entry.state === 'failed')
    return failed(entry, act);
  return html`<p class="message-foot late">${icons.wait}<span
    >${entry.state === 'sending' ? words.log.sending : words.log.waiting}
    </span></p>`;
}

// Opens the menu at the button, or at the message for the keyboard.
function openMenu(event, item, act) {
  const place = event.currentTarget.getBoundingClientRect();
  act.openMenu({ kind: 'message', time: item.time, text: item.text,
    key: item.key, pending: Boolean(item.entry),
    x: item.mine ? place.right : place.left, y: place.bottom,
    toLeft: item.mine });
}

function keys(event, item, id, act) {
  if (event.target !== event.currentTarget)
    return;
  if (event.key === 'Enter' || event.key === 'ContextMenu') {
    event.preventDefault();
    openMenu(event, item, act);
  } else if (event.key.toLowerCase() === 'u' && !event.ctrlKey
    && !event.metaKey && !event.altKey && !item.entry) {
    event.preventDefault();
    act.markUnread(id, item.time);
  }
}

const more = (item, act) => html`<button class="icon-button message-more"
  type="button" tabindex="-1" aria-label=${words.log.actions}
  aria-haspopup="menu" data-action="message-menu"
  @click=${(event) => openMenu(event, item, act)}>${icons.more}</button>`;

const classes = (item) => ['message', item.mine ? 'is-mine' : '',
  item.first ? 'is-first' : '', item.entry ? `is-${item.entry.state}` : '',
].join(' ');

export function message(item, id, act) {
  const who = item.mine ? words.log.you : item.sender;
  return html`<div class=${classes(item)} role="article" tabindex="-1"
    aria-label=${words.log.said(who, clockTime(item.time))}
    data-message=${item.key} data-time=${item.time} data-sender=${item.sender}
    data-state=${item.entry?.state ?? 'sent'}
    @keydown=${(event) => keys(event, item, id, act)}>
    ${item.first && !item.mine ? avatar(item.sender) : nothing}
    ${item.first ? html`<p class="message-head" aria-hidden="true"
      ><span class="message-sender" dir="auto">${item.mine ? nothing
      : item.sender}</span> ${time(item)}</p>` : nothing}
    <div class="bubble">
      <span class="visually-hidden">${words.log.said(who,
        clockTime(item.time))}</span>
      ${body(item.text)}
    </div>
    ${more(item, act)}
    ${foot(item.entry, act)}
  </div>`;
}

// An unsent message whose conversation is gone: still to be copied.
export const unsent = (entry, act) => html`<div class="unsent">
  ${body(entry.text)}
  <button class="link" type="button" @click=${() => act.copy(entry.text)}
    >${words.log.copy}</button>
  <button class="link" type="button" @click=${() => act.discard(entry.key)}
    >${words.log.discard}</button></div>`;
