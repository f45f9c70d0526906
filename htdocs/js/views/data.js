// Taking one's data along, and going for good.

import { html } from '../lib/html.js';
import { words } from '../lib/words-settings.js';
import { formOf } from '../state/forms.js';
import { toSettings } from '../state/route.js';
import { note, summary } from './field.js';
import { ownForm } from './own-forms.js';

const card = (title, text, action) => html`<li class="card"><div
  class="card-head"><h3 class="card-title">${title}</h3>
  <p class="own-lead">${text}</p></div>${action}</li>`;

const take = (form, act) => html`<button class="button" type="button"
  data-action="export" aria-disabled=${form.busy ? 'true' : 'false'}
  @click=${() => form.busy || act.takeData()}>${words.data.download}</button>`;

const overview = (form, act) => html`<p class="own-lead">${words.data.lead}</p>
  ${note(form.note)}${summary('export', form, {})}
  <ul class="cards">
    ${card(words.data.take, words.data.takeText, take(form, act))}
    ${card(words.data.remove, words.data.removeText, html`<a class="button"
      href=${toSettings('data', 'delete')} data-doing="delete"
      >${words.data.removing}</a>`)}
  </ul>`;

// No password is asked for, so that nobody has to stay who has forgotten it;
// but it takes more than a slip of the hand.
const removal = (state, act) => html`<h3>${words.data.remove}</h3>
  <p class="own-lead">${words.data.removeText}</p>
  ${ownForm(state, { name: 'removal', submit: words.data.submit,
    send: act.deleteAccount, back: toSettings('data'), fields: [
      { name: 'username', label: words.data.username(
        state.settings.account.username) }] })}`;

export const data = (state, act) =>
  state.route.params.doing === 'delete' ? removal(state, act)
    : overview(formOf(state.forms, 'export'), act);
