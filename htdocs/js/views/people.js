// The people here, to talk with; and choosing among them.

import { html, nothing, repeat } from '../lib/html.js';
import { words } from '../lib/words-people.js';
import { formOf } from '../state/forms.js';
import { avatar } from './avatar.js';
import { paneTop } from './pane-top.js';

export { peopleActions as actionsFor } from '../actions/people.js';
export { newConversation } from './new-conversation.js';

export const searchBox = (act) => html`<div class="field search">
  <label class="visually-hidden" for="people-search"
    >${words.people.search}</label>
  <input id="people-search" type="search" placeholder=${words.people.search}
    autocomplete="off" autocapitalize="none" spellcheck="false"
    data-people-search
    @input=${(event) => act.searchPeople(event.target.value)}></div>`;

// What stands in place of names, or below them.
export function peopleEdge({ status, names, query, more }, act) {
  if (status === 'failed')
    return html`<p class="edge" role="alert">${words.people.failed} <button
      class="link" type="button" @click=${act.loadPeople}>${words.tryAgain}
      </button></p>`;
  if (status !== 'ready')
    return html`<p class="edge late">${words.loading}</p>`;
  if (!names.length)
    return query ? html`<p class="edge">${words.people.noMatch(query)}</p>`
      : html`<p class="edge">${words.people.none}<br>
        ${words.people.noneHint}</p>`;
  return more ? html`<button class="button quiet" type="button"
    @click=${act.loadMorePeople}>${words.people.more}</button>` : nothing;
}

const person = (name, busy, act) => html`<li><button class="person"
  type="button" data-person=${name}
  @click=${() => busy || act.start([name])}>${avatar(name)}<span
  dir="auto">${name}</span></button></li>`;

export function people(state, act) {
  const form = formOf(state.forms, 'start');
  const { names } = state.people;
  return html`${paneTop(words.people.title, { sub: words.people.lead })}
    <div class="page">
      ${form.message ? html`<p class="notice bad" role="alert"
        >${form.message}</p>` : nothing}
      ${searchBox(act)}
      <ul class="people" data-people>${repeat(names, (name) => name,
        (name) => person(name, form.busy, act))}</ul>
      ${peopleEdge(state.people, act)}
    </div>`;
}
