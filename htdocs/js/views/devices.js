// Where I am signed in.

import { html, nothing, repeat } from '../lib/html.js';
import { readAgent } from '../lib/agent.js';
import { exactTime, isoTime, relativeTime } from '../lib/time.js';
import { words } from '../lib/words-settings.js';
import { formOf } from '../state/forms.js';
import { note, summary } from './field.js';

function nameOf(agent) {
  const { browser, system } = readAgent(agent);
  return browser && system ? words.devices.on(browser, system)
    : browser || system || words.devices.unknown;
}

const when = (time, now) => html`<time datetime=${isoTime(time)}
  title=${exactTime(time)}>${relativeTime(time, now)}</time>`;

function ending({ id, agent }, form, act) {
  return html`<button class="button" type="button" data-action="end-session"
    aria-label=${words.devices.endLong(nameOf(agent))}
    @click=${() => form.busy || act.endSession(id)}
    >${words.devices.end}</button>`;
}

const device = (session, state, form, act) => html`<li class="card"
  data-session=${session.id} data-current=${session.current}>
  <div class="card-head"><p class="card-title">${nameOf(session.agent)}</p>
    <p class="own-lead">${session.current ? html`<strong
      >${words.devices.here}</strong>` : when(session.seen, state.ui.now)}
    ${session.address ? html`· ${session.address}` : nothing}</p></div>
  ${session.current ? nothing : ending(session, form, act)}</li>`;

export function devices(state, act) {
  const form = formOf(state.forms, 'devices');
  return html`<p class="own-lead">${words.devices.lead}</p>
    ${note(form.note)}${summary('devices', form, {})}
    <ul class="cards" data-sessions>${repeat(state.settings.sessions,
      ({ id }) => id, (session) => device(session, state, form, act))}</ul>
    <div class="own-foot"><button class="button" type="button"
      data-action="sign-out-everywhere" aria-describedby="everywhere-hint"
      @click=${() => act.signOut({ everywhere: true })}
      >${words.devices.all}</button>
      <p class="field-hint" id="everywhere-hint">${words.devices.allText}</p>
    </div>`;
}
