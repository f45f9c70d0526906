// The list of conversations and what stands around it.

import { html, nothing, repeat } from '../lib/html.js';
import { exactTime, isoTime, relativeTime } from '../lib/time.js';
import { words } from '../lib/words.js';
import { toConversation, toNew, toPeople } from '../state/route.js';
import { listed, others, titleOf } from '../state/select.js';
import { avatar, avatars } from './avatar.js';
import { icons } from './icons.js';

function whose(preview, item, me) {
  if (preview.sender === me)
    return html`<span class="preview-sender">${words.list.you}</span> `;
  return item.participants.length > 2 ? html`<span class="preview-sender"
    >${words.list.sender(preview.sender)}</span> ` : nothing;
}

const preview = (item, me) => html`<span class="row-preview" dir="auto">${
  item.preview ? html`${whose(item.preview, item, me)}${item.preview.message}`
    : words.list.noWords}</span>`;

const when = (item, now) => item.last ? html`<time class="row-time"
  datetime=${isoTime(item.last)} title=${exactTime(item.last)}
  >${relativeTime(item.last, now)}</time>` : nothing;

const badge = (n) => n > 0 ? html`<span class="badge" data-unread=${n}
  ><span aria-hidden="true">${n}</span><span class="visually-hidden"
  >${words.list.unread(n)}</span></span>` : nothing;

function row(item, state, open) {
  const me = state.session.username;
  return html`<li><a class="row ${item.unread ? 'is-unread' : ''}"
    href=${toConversation(item.id)} data-conversation=${item.id}
    aria-current=${open === item.id ? 'page' : nothing}>
    ${avatars(others(item, me))}
    <span class="row-title" dir="auto">${titleOf(item, me)}</span>
    ${when(item, state.ui.now)}
    ${preview(item, me)}
    ${badge(item.unread)}
  </a></li>`;
}

const empty = html`<div class="list-empty"><p>${words.list.none}</p>
  <p>${words.list.noneHint}</p>
  <a class="button primary" href=${toNew()}>${words.list.start}</a></div>`;

const failed = (act) => html`<div class="list-empty" role="alert">
  <p>${words.list.failed}</p><button class="button" type="button"
    @click=${act.retryList}>${words.tryAgain}</button></div>`;

function rows(state, act, open) {
  const { status, more, page } = state.conversations;
  const items = listed(state);
  if (!items.length && status === 'failed')
    return failed(act);
  if (!items.length && status === 'ready')
    return empty;
  if (!items.length)
    return html`<p class="late list-empty">${words.loading}</p>`;
  return html`<ul class="rows" data-conversations>
    ${repeat(items, (item) => item.id, (item) => row(item, state, open))}
    </ul>${more ? html`<button class="button quiet list-more" type="button"
      aria-disabled=${page === 'loading' ? 'true' : 'false'}
      @click=${act.loadMoreList}>${words.list.more}</button>` : nothing}`;
}

function openAccount(event, act) {
  const { right, bottom } = event.currentTarget.getBoundingClientRect();
  act.openMenu({ kind: 'account', x: right, y: bottom, toLeft: true });
}

function top(state, act) {
  const me = state.session.username;
  return html`<header class="sidebar-top">
    <p class="brand">${icons.mark}<span>${words.brand}</span></p>
    <button class="icon-button" type="button" data-action="find"
      aria-label=${words.list.findLong} title=${words.list.findLong}
      @click=${() => act.openDialog('switcher')}>${icons.find}</button>
    <button class="icon-button account" type="button" data-action="account"
      id="account-button" aria-haspopup="menu"
      aria-expanded=${state.ui.menu?.kind === 'account' ? 'true' : 'false'}
      aria-label=${words.titles.account(me)} title=${me}
      @click=${(event) => openAccount(event, act)}>${avatar(me)}</button>
  </header>`;
}

export const sidebar = (state, act, open) => html`<div class="sidebar">
  ${top(state, act)}
  <nav class="sidebar-list" aria-labelledby="list-title">
    <h2 class="sidebar-title" id="list-title" tabindex="-1"
      data-focus="list">${words.list.title}</h2>
    ${rows(state, act, open)}
  </nav>
  <nav class="sidebar-foot" aria-label=${words.titles.people}>
    <a class="button primary" href=${toNew()}
      aria-current=${state.route.name === 'new' ? 'page' : nothing}
      >${icons.write}<span>${words.list.start}</span></a>
    <a class="button" href=${toPeople()}
      aria-current=${state.route.name === 'people' ? 'page' : nothing}
      >${icons.people}<span>${words.list.people}</span></a>
  </nav>
</div>`;
