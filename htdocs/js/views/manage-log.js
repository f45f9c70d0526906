// The log of security events: what happened, the newest first, by kind, person
// and day. All that comes from people is laid out as text.

import { html, nothing } from '../lib/html.js';
import { isoTime } from '../lib/time.js';
import { kinds, sentenceOf } from '../lib/words-audit.js';
import { words } from '../lib/words-manage-log.js';
import { toManage } from '../state/route.js';
import { submits } from './field.js';
import { choice, count, edge, problemNotice, table } from './manage-parts.js';

const said = words.log;

// In the reader's own zone, to the second.
const stamp = new Intl.DateTimeFormat(undefined,
  { dateStyle: 'medium', timeStyle: 'medium' });

const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const part = (one) => typeof one === 'string' ? one : html`<a dir="auto"
  class="name" href=${toManage('people', one.name)}>${one.name}</a>`;

// The operator's name leads nowhere.
const parts = (entry) => sentenceOf(entry).map((one) =>
  one.name === 'chinwag' ? html`<b>${one.name}</b>` : part(one));

const factsOf = (entry) => Object.entries(said.fact).map(([name, label]) =>
  [label, name === 'time' ? isoTime(entry.time) : entry[name]]);

const facts = (entry) => html`<details><summary>${said.facts}</summary>
  <dl>${factsOf(entry).map(([label, value]) => value === undefined ? nothing
    : html`<div><dt>${label}</dt><dd dir="auto">${value}</dd></div>`)}</dl>
  </details>`;

const columns = [
  { name: 'time', label: said.columns.time, show: ({ time }) => html`<time
    datetime=${isoTime(time)}>${stamp.format(time)}</time>` },
  { name: 'event', label: said.columns.event, isHead: true,
    show: (entry) => html`<p class="sentence">${parts(entry)}</p>
      ${facts(entry)}` },
  { name: 'address', label: said.columns.address,
    show: ({ address }) => address ?? said.unknownPlace },
];

const kindOptions = [['', said.anyKind], ...Object.entries(kinds).map(
  ([legend, events]) => [legend, Object.entries(events)])];

const dayField = (name, label, value) => html`<div class="field"><label
  for="log-${name}">${label}</label><input id="log-${name}" name=${name}
  type="date" .defaultValue=${value ?? ''}></div>`;

// What was typed is the form's own business.
function clear(event, act) {
  for (const one of event.currentTarget.form.elements)
    if (one.name)
      one.value = '';
  act.clearLog();
}

const filter = ({ event, username, from, to }, act) => html`<form class="bar"
  role="search" novalidate @submit=${submits(act.searchLog)}>
  ${choice({ id: 'log-event', name: 'event', label: said.kind,
    options: kindOptions, chosen: event })}
  <div class="field"><label for="log-username">${said.person}</label>
    <input id="log-username" name="username" type="text" autocomplete="off"
      autocapitalize="none" spellcheck="false" placeholder=${said.personHint}
      .defaultValue=${username ?? ''}></div>
  ${dayField('from', said.from, from)}${dayField('to', said.to, to)}
  <div class="bar-foot"><button class="button primary" type="submit"
    data-action="search">${said.search}</button>
    <button class="button" type="button" data-action="clear"
      @click=${(event) => clear(event, act)}
      >${said.clear}</button></div></form>`;

const below = (list, act) => list.problem?.kind === 'missing'
  ? html`<p class="edge" role="alert" data-gone>${said.nobody}</p>`
  : list.problem?.kind === 'refused' ? problemNotice(list.problem, act.clearLog)
    : edge(list, { none: said.none, retry: act.retryLog, more: act.moreLog });

export function log(state, act) {
  const list = state.manage.log;
  return html`<p class="own-lead">${said.lead(zone())}</p>
    ${filter(list.query, act)}
    ${count(list, said.count)}
    ${list.status === 'failed' ? nothing : table({ label: said.title,
      name: 'log', columns, items: list.items, key: ({ id }) => id })}
    ${below(list, act)}`;
}
