// A labelled input with its hint and its error, tied together.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-gate.js';
import { icons } from './icons.js';

const describedBy = (id, hint, error) =>
  [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
    || nothing;

// Shows or hides what was typed; purely the field's own business.
function toggle(event) {
  const button = event.currentTarget;
  const input = button.parentElement.querySelector('input');
  const shown = input.type === 'password';
  input.type = shown ? 'text' : 'password';
  button.setAttribute('aria-pressed', String(shown));
  input.focus();
}

const eye = html`<button type="button" class="icon-button field-eye"
  aria-pressed="false" aria-label=${words.account.show} @click=${toggle}
  ><span class="when-off">${icons.show}</span><span class="when-on"
  >${icons.hide}</span></button>`;

// { form, name, label, type, hint, error, value, autocomplete, inputmode,
//   optional }
export function field(spec) {
  const id = `${spec.form}-${spec.name}`;
  const secret = spec.type === 'password';
  return html`<div class="field">
    <label for=${id}>${spec.label}</label>
    <div class="field-box ${secret ? 'has-eye' : ''}">
      <input id=${id} name=${spec.name} type=${spec.type ?? 'text'}
        .defaultValue=${spec.value ?? ''}
        autocomplete=${spec.autocomplete ?? 'off'}
        inputmode=${spec.inputmode ?? nothing}
        autocapitalize="none" spellcheck="false" ?required=${!spec.optional}
        aria-invalid=${spec.error ? 'true' : nothing}
        aria-describedby=${describedBy(id, spec.hint, spec.error)}>
      ${secret ? eye : nothing}
    </div>
    ${spec.error ? html`<p class="field-error" id="${id}-error"
      >${spec.error}</p>` : nothing}
    ${spec.hint ? html`<p class="field-hint" id="${id}-hint"
      >${spec.hint}</p>` : nothing}
  </div>`;
}

// What went wrong, on top, focused when it appears; links lead to the fields.
export function summary(form, { message, errors }, labels) {
  const names = Object.keys(errors).filter((name) => labels[name]);
  if (!message && !names.length)
    return nothing;
  const other = Object.keys(errors).filter((name) => !labels[name]);
  const go = (event, name) => {
    event.preventDefault();
    document.getElementById(`${form}-${name}`)?.focus();
  };
  return html`<div class="notice bad" tabindex="-1"
    data-focus="summary" data-error>
    <p>${message}</p>
    ${names.length ? html`<ul>${names.map((name) => html`<li><a
      href="#${form}-${name}" @click=${(event) => go(event, name)}
      >${labels[name]}</a>: ${errors[name]}</li>`)}</ul>` : nothing}
    ${other.map((name) => html`<p>${errors[name]}</p>`)}
  </div>`;
}

export const note = (text) => text
  ? html`<p class="notice good" role="status" data-note>${text}</p>`
  : nothing;

// Blanks may be part of them.
const secrets = new Set(['password', 'current']);

export const valuesOf = (form) => Object.fromEntries(
  [...new FormData(form)].map(([name, value]) => [name,
    secrets.has(name) ? value : value.trim()]));

// A form's submit handler: values out, the browser stays.
export const submits = (callback) => (event) => {
  event.preventDefault();
  callback(valuesOf(event.currentTarget));
};

export const submitButton = (form, label) => html`<button
  class="button primary" type="submit" data-action="submit"
  aria-disabled=${form.busy ? 'true' : 'false'}>${label}</button>`;

export const unlessBusy = (form, callback) => submits((values) => {
  if (!form.busy)
    callback(values);
});
