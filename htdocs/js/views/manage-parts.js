// What the pages of administrators are made of: tables, a list's edge, how an
// account stands, buttons that do something at once.

import { html, nothing, repeat } from '../lib/html.js';
import { exactTime, isoTime, relativeTime } from '../lib/time.js';
import { words } from '../lib/words-manage.js';
import { toManage } from '../state/route.js';
import { standingOf } from '../state/manage-select.js';
import { avatar } from './avatar.js';

export const problemText = ({ kind, seconds }) => kind === 'often'
  ? words.problems.often(seconds) : words.problems[kind];

export const problemNotice = (problem, retry) => problem
  ? html`<div class="notice bad" role="alert" data-problem=${problem.kind}>
    <p>${problemText(problem)} <button class="link" type="button"
      data-action="retry" @click=${retry}>${words.tryAgain}</button></p></div>`
  : nothing;

const short = new Intl.DateTimeFormat(undefined,
  { dateStyle: 'medium', timeStyle: 'short' });

export const moment = (time) => html`<time datetime=${isoTime(time)}
  title=${exactTime(time)}>${short.format(time)}</time>`;

export const when = (time, now) => html`<time datetime=${isoTime(time)}
  title=${exactTime(time)}>${relativeTime(time, now)}</time>`;

export const tag = (kind, text) => html`<span class="tag is-${kind}"
  data-standing=${kind}>${text}</span>`;

export const standingTag = (account) => {
  const standing = standingOf(account);
  return tag(standing, words.standings[standing]);
};

// Somebody in a list, leading to their page.
export const personLink = (name, isYou) => html`<span class="who">${
  avatar(name)}<span><a class="row-link" dir="auto" data-to=${name}
  href=${toManage('people', name)}>${name}</a>${isYou
  ? html` <span class="who-you">(${words.manage.you})</span>` : nothing}
  </span></span>`;

const cell = ({ name, label, show, isHead }, item) => html`<td
  class="cell-${name}" role=${isHead ? 'rowheader' : 'cell'}
  data-label=${label}>${show(item)}</td>`;

// columns: [{ name, label, show(item), isHead }]. Roles are told because a
// narrow page lays rows out as blocks.
export const table = ({ label, name, columns, items, key }) => items.length
  ? html`<table class="table is-${name}" role="table" aria-label=${label}
    data-table=${name}>
    <thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th
      scope="col" role="columnheader" class="cell-${column.name}"
      >${column.label}</th>`)}</tr></thead>
    <tbody role="rowgroup">${repeat(items, key, (item) => html`<tr role="row"
      data-row=${key(item)}>${columns.map((column) => cell(column, item))}
      </tr>`)}</tbody></table>` : nothing;

// How many there are; read out when that changes.
export const count = ({ status, items, more }, say) => html`<p
  class="count" role="status" data-count>${status === 'ready' && items.length
    ? say(items.length, more) : nothing}</p>`;

const nextFrame = () => new Promise(requestAnimationFrame);

// One goes on at the first that has come: the button may be gone by then.
async function showMore(event, more) {
  const { rows } = event.currentTarget.closest('.manage')
    .querySelector('.table tbody');
  const from = rows.length;
  await more();
  await nextFrame();
  rows[from]?.querySelector('a, summary, button')?.focus();
}

const moreButton = ({ isBusy }, more) => html`<button
  class="button quiet more" type="button" data-action="more"
  aria-disabled=${isBusy ? 'true' : 'false'}
  @click=${(event) => showMore(event, more)}>${words.manage.more}</button>`;

// What stands below the items of a list, or in their place.
export function edge(list, { none, retry, more }) {
  if (list.problem)
    return problemNotice(list.problem, retry);
  if (list.status !== 'ready')
    return html`<p class="edge late">${words.loading}</p>`;
  if (!list.items.length)
    return html`<div class="edge" role="status" data-none>${none}</div>`;
  return list.more ? moreButton(list, more) : nothing;
}

// Does its work at once; busy is told, not switched off, so that it keeps the
// focus.
export const doButton = ({ label, name, form, action, long, kind = '' }) =>
  html`<button class="button ${kind}" type="button" data-action=${name}
    aria-label=${long ?? nothing} aria-disabled=${form.busy ? 'true' : 'false'}
    @click=${() => form.busy || action()}>${label}</button>`;

export const back = (hash, label) => html`<p class="manage-back"><a
  href=${hash}>${label}</a></p>`;

// A box to be ticked: { id, name, label, hint }.
export const tick = ({ id, name, label, hint }) => html`<div class="tick">
  <input id=${id} name=${name} type="checkbox" aria-describedby="${id}-hint">
  <div><label for=${id}>${label}</label>
  <p class="field-hint" id="${id}-hint">${hint}</p></div></div>`;

// A labelled choice: options are [value, label], or [legend, options].
export const choice = ({ id, name, label, options, chosen, change }) => html`
  <div class="field"><label for=${id}>${label}</label>
  <select id=${id} name=${name} @change=${change ?? nothing}>${options.map(
    ([value, text]) => Array.isArray(text) ? html`<optgroup label=${value}>${
      text.map((one) => option(one, chosen))}</optgroup>`
      : option([value, text], chosen))}</select></div>`;

const option = ([value, text], chosen) => html`<option value=${value}
  ?selected=${value === (chosen ?? '')}>${text}</option>`;
