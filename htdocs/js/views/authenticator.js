// An authenticator app being set up, and the recovery codes that follow.

import { html, nothing, svg } from '../lib/html.js';
import { words } from '../lib/words-settings.js';
import { toSettings } from '../state/route.js';
import { ownForm } from './own-forms.js';

const { factors: said } = words;

// So much white around it is part of a QR code.
const MARGIN = 4;

const picture = ({ size, path }) => html`<svg class="qr" role="img"
  aria-label=${said.qr} data-qr viewBox="${-MARGIN} ${-MARGIN} ${
    size + 2 * MARGIN} ${size + 2 * MARGIN}">${svg`<path d=${path}/>`}</svg>`;

// While it is drawn its place is kept: nothing moves from under a finger.
const drawn = (drawing) => drawing === undefined
  ? html`<div class="qr"></div>` : drawing ? picture(drawing) : nothing;

const grouped = (secret) => secret.match(/.{1,4}/g).join(' ');

const code = { name: 'code', label: said.code, hint: said.codeHint,
  autocomplete: 'one-time-code', inputmode: 'numeric' };

// { secret, uri, drawing }: what an app takes, in three ways; drawing is null
// where there is none.
export const scan = ({ secret, uri, drawing }, act) => html`
  ${drawn(drawing)}
  <p class="own-lead">${said.key}</p>
  <p class="key"><code data-key=${secret}>${grouped(secret)}</code></p>
  <div class="own-foot"><button class="button" type="button"
    data-action="copy" @click=${() => act.copy(secret)}>${said.copyKey}
    </button><a class="button quiet" href=${uri}>${said.openApp}</a></div>`;

// leave: how one goes on from them.
export const codeList = (list, act, leave) => html`
  <ol class="codes" aria-label=${said.list} data-codes>${list.map((one) =>
    html`<li><code>${one}</code></li>`)}</ol>
  <div class="own-foot"><button class="button" type="button"
    data-action="copy" @click=${() => act.copy(list.join('\n'))}
    >${said.copy}</button>
    <button class="button" type="button" data-action="print"
      @click=${act.printPage}>${said.print}</button>${leave}</div>`;

export function app(state, act) {
  return html`<h3 tabindex="-1" data-focus="arrival">${said.scan}</h3>
    <p class="own-lead">${said.scanText}</p>
    ${scan(state.settings.setup, act)}
    ${ownForm(state, { name: 'factors', fields: [code], submit: said.turnOn,
      send: act.finishApp, back: toSettings('factors') })}`;
}

export const codes = (state, act) => html`<h3 tabindex="-1"
  data-focus="arrival">${said.keep}</h3>
  <p class="own-lead">${said.keepText}</p>
  ${codeList(state.settings.codes, act, html`<a class="button primary"
    href=${toSettings('factors')} data-kept>${said.kept}</a>`)}`;
