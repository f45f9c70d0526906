// Type a bit of a name, be there.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-overlays.js';
import { formOf } from '../state/forms.js';
import { others, switcherChoices } from '../state/select.js';
import { avatar, avatars } from './avatar.js';

const optionId = (i) => `choice-${i}`;

function option(choice, i, chosen, state, act) {
  const me = state.session.username;
  return html`<li role="option" id=${optionId(i)} class="row switcher-row"
    aria-selected=${i === chosen ? 'true' : 'false'}
    data-choice=${choice.name} @click=${() => act.choose(choice)}>
    ${choice.kind === 'person' ? avatar(choice.name)
      : avatars(others(choice.item, me))}
    <span class="row-title" dir="auto">${choice.name}</span>
    ${choice.kind === 'person' ? html`<span class="row-time"
      >${words.switcher.person}</span>` : nothing}
    ${choice.item?.unread ? html`<span class="badge"
      >${choice.item.unread}</span>` : nothing}</li>`;
}

export function switcher(state, act) {
  const choices = switcherChoices(state);
  const { index } = state.ui.switcher;
  const { busy, message } = formOf(state.forms, 'start');
  const keydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step)
      act.moveInSwitcher(step);
    else if (event.key === 'Enter' && !event.isComposing)
      act.chooseInSwitcher();
    else
      return;
    event.preventDefault();
  };
  return html`<input class="switcher-input" type="text" autofocus
      role="combobox" aria-label=${words.switcher.label} aria-expanded="true"
      aria-controls="choices" aria-autocomplete="list" autocomplete="off"
      aria-activedescendant=${choices.length ? optionId(index) : nothing}
      spellcheck="false" placeholder=${words.switcher.label} data-switcher
      @input=${(event) => act.typeInSwitcher(event.target.value)}
      @keydown=${keydown}>
    ${message ? html`<p class="notice bad" role="alert">${message}</p>`
      : nothing}
    <ul class="rows" role="listbox" id="choices" aria-busy=${busy}
      aria-label=${words.switcher.title}>${choices.map((choice, i) =>
        option(choice, i, index, state, act))}</ul>
    ${choices.length ? nothing : html`<p class="edge" role="status"
      >${words.switcher.none}</p>`}`;
}
