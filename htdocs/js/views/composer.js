// The place to write.

import { Directive, directive, html } from '../lib/html.js';
import { countChars, isBlank, MESSAGE_MAX } from '../lib/text.js';
import { words } from '../lib/words.js';
import { icons } from './icons.js';

// How near the end of the room one gets told.
const WARN_AT = MESSAGE_MAX - 500;

// The count is the form's own business: it changes with every letter.
function count(form) {
  const { text } = form.elements;
  const left = MESSAGE_MAX - countChars(text.value);
  const place = form.querySelector('[data-count]');
  const near = left < MESSAGE_MAX - WARN_AT;
  place.textContent = near ? words.composer.left(left) : '';
  place.classList.toggle('bad', left < 0);
  text.setAttribute('aria-invalid', String(left < 0));
  return left >= 0;
}

const growsByItself = CSS.supports('field-sizing', 'content');

// As high as what is in it, up to what css/composer.css allows.
function grow(text) {
  if (growsByItself)
    return;
  text.style.height = 'auto';
  text.style.height = `${text.scrollHeight}px`;
}

function submit(event, { id, act }) {
  event.preventDefault();
  const form = event.currentTarget;
  const { text } = form.elements;
  if (!count(form) || isBlank(text.value))
    return text.focus();
  act.say(id, text.value.replace(/^\s*\n|\s+$/g, ''));
  text.value = '';
  grow(text);
  count(form);
  text.focus();
}

// A key that chooses from an input method's list is not ours (keyCode 229 is
// how Safari tells for the key that ends the choosing).
function keydown(event) {
  const composing = event.isComposing || event.keyCode === 229;
  if (event.key !== 'Enter' || event.shiftKey || composing)
    return;
  event.preventDefault();
  event.currentTarget.form.requestSubmit();
}

function input(event, { id, act }) {
  act.keepDraft(id, event.currentTarget.value);
  grow(event.currentTarget);
  count(event.currentTarget.form);
}

// Shows a draft once: when it comes, not whenever the page is painted. From then
// on the words are the writer's.
const shows = directive(class extends Directive {
  update({ element }, [draft]) {
    if (draft === this.draft)
      return;
    this.draft = draft;
    element.value = draft.text;
    if (!element.isConnected)
      return;
    grow(element);
    count(element.form);
  }
});

export const composer = (spec) => html`<form class="composer"
  @submit=${(event) => submit(event, spec)}>
  <div class="composer-box">
    <label class="visually-hidden" for="composer"
      >${words.composer.label(spec.title)}</label>
    <textarea id="composer" name="text" rows="1" dir="auto" data-composer
      ${shows(spec.draft)} placeholder=${words.composer.placeholder}
      enterkeyhint="send" autocomplete="off" aria-describedby="composer-count"
      @keydown=${keydown} @focus=${(event) => grow(event.currentTarget)}
      @input=${(event) => input(event, spec)}></textarea>
    <button class="send" type="submit" aria-label=${words.composer.send}
      title=${words.composer.send} data-action="send">${icons.send}</button>
  </div>
  <p class="composer-count" id="composer-count" role="status"
    data-count></p>
</form>`;
