// Choosing the people of a new conversation.

import { html, nothing, repeat } from '../lib/html.js';
import { words } from '../lib/words-people.js';
import { formOf } from '../state/forms.js';
import { avatar } from './avatar.js';
import { icons } from './icons.js';
import { paneTop } from './pane-top.js';
import { peopleEdge, searchBox } from './people.js';

const chip = (name, act) => html`<li class="chip"><span dir="auto"
  >${name}</span><button type="button" class="icon-button"
  aria-label=${words.start.remove(name)} @click=${() => act.toggle(name)}
  >${icons.close}</button></li>`;

const chips = (chosen, act) => chosen.length
  ? html`<ul class="chips" aria-label=${words.start.chosen} data-chosen>
    ${repeat(chosen, (name) => name, (name) => chip(name, act))}</ul>`
  : nothing;

const choice = (name, chosen, act) => html`<li><label class="person">
  <input type="checkbox" .checked=${chosen} data-choice=${name}
    @change=${() => act.toggle(name)}>${avatar(name)}<span dir="auto"
    >${name}</span></label></li>`;

export function newConversation(state, act) {
  const form = formOf(state.forms, 'start');
  const { names, chosen } = state.people;
  const submit = (event) => {
    event.preventDefault();
    if (!form.busy)
      act.startChosen();
  };
  return html`${paneTop(words.start.title, { sub: words.start.lead })}
    <form class="page" @submit=${submit}>
      ${form.message ? html`<p class="notice bad" role="alert"
        >${form.message}</p>` : nothing}
      ${chips(chosen, act)}
      ${searchBox(act)}
      <fieldset class="choices"><legend class="visually-hidden"
        >${words.start.list}</legend>
        <ul class="people" data-people>${repeat(names, (name) => name,
          (name) => choice(name, chosen.includes(name), act))}</ul>
      </fieldset>
      ${peopleEdge(state.people, act)}
      <div class="page-foot"><button class="button primary" type="submit"
        data-action="start" ?disabled=${!chosen.length}
        >${words.start.submit(chosen.length)}</button></div>
    </form>`;
}
