// What I tell about myself.

import { html, keyed } from '../lib/html.js';
import { words } from '../lib/words-settings.js';
import { formOf } from '../state/forms.js';
import { field, note, submitButton, summary, unlessBusy } from './field.js';

const languages = ['ar', 'bg', 'ca', 'cs', 'da', 'de', 'el', 'en', 'es', 'et',
  'fa', 'fi', 'fr', 'he', 'hi', 'hr', 'hu', 'id', 'it', 'ja', 'ko', 'lt', 'lv',
  'nb', 'nl', 'pl', 'pt', 'ro', 'ru', 'sk', 'sl', 'sr', 'sv', 'th', 'tr', 'uk',
  'vi', 'zh'];

// In its own words, as its speakers look for it.
function languageName(tag) {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag);
  } catch {
    return tag;
  }
}

const byName = (a, b) => a[1].localeCompare(b[1]);

// What was chosen elsewhere is among the choices here, too.
const withChosen = (choices, chosen) => !chosen
  || choices.some(([value]) => value === chosen) ? choices
  : [...choices, [chosen, chosen]];

export const localeChoices = (chosen) => withChosen(languages.map((tag) =>
  [tag, languageName(tag)]), chosen).sort(byName);

export const zoneChoices = (chosen) => withChosen(
  (Intl.supportedValuesOf?.('timeZone') ?? []).map((zone) =>
    [zone, zone.replaceAll('_', ' ')]), chosen);

const option = (value, label, chosen) => html`<option value=${value}
  ?selected=${value === chosen}>${label}</option>`;

export const select = (name, label, choices, chosen, hint = '') => html`<div
  class="field"><label for="profile-${name}">${label}</label>
  <select id="profile-${name}" name=${name}
    aria-describedby="profile-${name}-hint">
    ${option('', words.profile.untold, chosen ?? '')}
    ${choices.map(([value, text]) => option(value, text, chosen))}</select>
  <p class="field-hint" id="profile-${name}-hint">${hint}</p></div>`;

const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const fields = ({ name, locale, zoneinfo }, errors) => html`
  ${field({ form: 'profile', name: 'name', label: words.profile.name,
    hint: words.profile.nameHint, autocomplete: 'name', value: name ?? '',
    error: errors.name, optional: true })}
  ${select('locale', words.profile.locale, localeChoices(locale), locale)}
  ${select('zoneinfo', words.profile.zoneinfo, zoneChoices(zoneinfo),
    zoneinfo, words.profile.zoneinfoHint(here()))}`;

// Drawn anew with what the server holds only when that has changed.
export function profile(state, act) {
  const form = formOf(state.forms, 'profile');
  const { username, attributes } = state.settings.account;
  return html`<p class="own-lead">${words.profile.lead}</p>
    ${note(form.note)}
    ${summary('profile', form, words.profile)}
    <dl class="facts"><div><dt>${words.profile.username}</dt>
      <dd dir="auto">${username}</dd></div></dl>
    <form class="own-form" novalidate
      @submit=${unlessBusy(form, act.saveProfile)}>
      ${keyed(JSON.stringify(attributes), fields(attributes, form.errors))}
      <div class="own-foot">${submitButton(form, words.settings.save)}</div>
    </form>`;
}
