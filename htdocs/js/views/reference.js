// The API page.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-reference.js';
import { icons } from './icons.js';

const say = words.reference;

// What stands between back-quotes is code.
const withCode = (text) => text.split('`').map((part, i) =>
  i % 2 ? html`<code>${part}</code>` : part);

const paragraphs = (text) => text.split(/\n{2,}/).filter(Boolean)
  .map((part) => html`<p class="note">${withCode(part)}</p>`);

const limits = (list) => list.length
  ? html`<span class="limits">${list.join(', ')}</span>` : nothing;

const must = (required) => required
  ? html`<span class="must">${say.required}</span>` : nothing;

const member = (node) => html`<li><code class="member">${node.key}</code>
  <span class="type">${node.name || node.type}</span> ${must(node.required)}
  ${limits(node.limits)}
  ${node.note ? html`<span class="note">${withCode(node.note)}</span>`
    : nothing}
  ${members(node.members)}</li>`;

function members(list) {
  return list.length ? html`<ul class="members">${list.map(member)}</ul>`
    : nothing;
}

const shape = ({ type, schema }) => html`<div class="shape">
  <p><code>${type}</code> <span class="type">${schema.name
    ? `${schema.name}: ` : ''}${schema.type}</span> ${limits(schema.limits)}</p>
  ${members(schema.members)}</div>`;

const parameter = (item) => html`<li><code class="member">${item.name}</code>
  <span class="type">${item.type}</span> <span class="limits"
  >${say.places[item.place] ?? item.place}</span> ${must(item.required)}
  ${limits(item.limits)}
  ${item.note ? html`<span class="note">${withCode(item.note)}</span>`
    : nothing}</li>`;

const parameters = (list) => list.length ? html`<h4>${say.parameters}</h4>
  <ul class="members">${list.map(parameter)}</ul>` : nothing;

const response = (item) => html`<details class="response"
  ?open=${item.status.startsWith('2')}>
  <summary><code class="status is-${item.status[0]}">${item.status}</code>
    ${withCode(item.note)}</summary>
  ${item.headers.length ? html`<p class="limits">${say.headers}:
    ${item.headers.join(', ')}</p>` : nothing}
  ${item.content.map(shape)}</details>`;

const operation = (item) => html`<article class="operation" id=${item.id}
  aria-labelledby="${item.id}-title" data-operation=${item.id}>
  <h3 id="${item.id}-title"><span class="method is-${item.method}"
    >${item.method}</span> <code>${item.path}</code></h3>
  <p class="summary">${item.summary}</p>
  ${item.note === item.summary ? nothing : paragraphs(item.note)}
  ${parameters(item.parameters)}
  ${item.body.length ? html`<h4>${say.body}</h4>${item.body.map(shape)}`
    : nothing}
  <h4>${say.responses}</h4>${item.responses.map(response)}
</article>`;

const group = ({ name, operations }) => html`<section
  aria-labelledby="group-${name}"><h2 id="group-${name}">${name}</h2>
  ${operations.map(operation)}</section>`;

const index = (groups) => html`<nav class="index" aria-label=${say.index}>
  ${groups.map(({ name, operations }) => html`<p class="index-name">${name}</p>
    <ul>${operations.map((item) => html`<li><a href="#${item.id}"><span
      class="method is-${item.method}">${item.method}</span>
      <span>${item.path}</span></a></li>`)}</ul>`)}</nav>`;

const top = html`<header class="reference-top">
  <a class="brand" href="../">${icons.mark}<span>${words.brand}</span></a>
  <a class="button" href="openapi.json">openapi.json</a></header>`;

export const reference = (api) => html`${top}
  <div class="reference">${index(api.groups)}
  <main><h1>${say.title}</h1>
    <p class="limits">${api.title} ${api.version}</p>
    ${paragraphs(api.note)}
    ${api.server ? html`<p>${say.server} <code>${api.server}</code></p>`
      : nothing}
    ${api.groups.map(group)}</main></div>`;

export const unreadable = () => html`${top}
  <main class="reference-none"><h1>${say.title}</h1>
  <p role="alert">${say.unreadable}</p></main>`;
