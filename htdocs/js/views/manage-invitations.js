// Invitations by link: those there are, and making one.

import { html, nothing } from '../lib/html.js';
import { words } from '../lib/words-manage-invitations.js';
import { formOf } from '../state/forms.js';
import { leftOf, openGroups, standingOfInvitation }
  from '../state/manage-select.js';
import { toManage } from '../state/route.js';
import { field, note, submitButton, summary, unlessBusy } from './field.js';
import { choice, count, edge, moment, table, tag } from './manage-parts.js';
import { ownForm } from './own-forms.js';

const said = words.invitations;

const noteOf = ({ note: text }) => text || said.noNote;

function left(invitation, now) {
  const standing = standingOfInvitation(invitation, now);
  return standing === 'good'
    ? said.left(leftOf(invitation), invitation.uses_max)
    : tag(standing, said.standings[standing]);
}

const terms = ({ mail_domain: domain, group }) => [
  domain ? said.domain(domain) : said.anybody, group && said.group(group)]
  .filter(Boolean).join(', ');

const withdrawing = (invitation, now) =>
  standingOfInvitation(invitation, now) === 'good' ? html`<a class="button"
    href=${toManage('invitations', String(invitation.id), 'withdraw')}
    aria-label=${said.withdrawLong(noteOf(invitation))} data-doing="withdraw"
    >${said.withdraw}…</a>` : nothing;

const columns = (now) => [
  { name: 'note', label: said.columns.note, isHead: true,
    show: (one) => html`<span dir="auto">${noteOf(one)}</span> <span
      class="cell-sub">${said.by(one.created_by)}</span>` },
  { name: 'terms', label: said.columns.terms,
    show: (one) => html`<span dir="auto">${terms(one)}</span>` },
  { name: 'left', label: said.columns.left, show: (one) => left(one, now) },
  { name: 'expires', label: said.columns.expires,
    show: ({ expires }) => moment(expires) },
  { name: 'deeds', label: said.columns.deeds,
    show: (one) => withdrawing(one, now) },
];

const askWithdraw = (invitation, state, act) => html`
  <h3>${said.withdrawTitle(noteOf(invitation))}</h3>
  <p class="own-lead">${said.withdrawText}</p>
  ${ownForm(state, { name: 'withdraw', fields: [], submit: said.withdraw,
    send: () => act.withdraw(invitation.id),
    back: toManage('invitations') })}`;

export function invitations(state, act) {
  const list = state.manage.invitations;
  const { item, doing } = state.route.params;
  const asked = doing === 'withdraw'
    && list.items.find(({ id }) => String(id) === item);
  if (asked)
    return askWithdraw(asked, state, act);
  return html`${note(formOf(state.forms, 'withdraw').note)}
    <div class="section-top"><p class="own-lead">${said.lead}</p>
      <a class="button primary" href=${toManage('invite')}
        data-doing="invite">${said.add}</a></div>
    ${count(list, said.count)}
    ${table({ label: said.title, name: 'invitations', items: list.items,
      columns: columns(state.ui.now), key: ({ id }) => id })}
    ${edge(list, { none: said.none, retry: act.loadInvitations,
      more: act.moreInvitations })}`;
}

const fields = (errors) => [
  { name: 'note', label: said.note, hint: said.noteHint, optional: true },
  { name: 'uses', label: said.uses, value: '1', inputmode: 'numeric' },
  { name: 'days', label: said.days, value: '7', inputmode: 'numeric' },
  { name: 'mail_domain', label: said.mailDomain, hint: said.mailDomainHint,
    optional: true },
].map((spec) => field({ form: 'invite', ...spec, error: errors[spec.name] }));

const labels = { uses: said.uses, days: said.days,
  mail_domain: said.mailDomain, note: said.note };

const groupChoice = (groups) => choice({ id: 'invite-group', name: 'group',
  label: said.intoGroup, options: [['', said.noGroup],
    ...openGroups(groups, { groups: [] }).map((name) => [name, name])] });

const made = ({ link }, act) => html`<h3 tabindex="-1" data-focus="arrival"
  >${said.ready}</h3>
  <p class="own-lead">${said.readyText}</p>
  <div class="field"><label for="invite-link">${said.link}</label>
    <input id="invite-link" type="text" readonly .value=${link} data-link
      @focus=${(event) => event.target.select()}></div>
  <div class="own-foot"><button class="button primary" type="button"
    data-action="copy" @click=${() => act.copy(link)}>${said.copyLink}</button>
    <a class="button" href=${toManage('invitations')}>${said.back}</a></div>`;

export function invite(state, act) {
  const form = formOf(state.forms, 'invite');
  if (state.manage.made)
    return made(state.manage.made, act);
  return html`<h3>${said.add}</h3>
    <p class="own-lead">${said.lead} ${said.newLead}</p>
    ${summary('invite', form, labels)}
    <form class="own-form" novalidate @submit=${unlessBusy(form, act.invite)}>
      ${fields(form.errors)}
      ${groupChoice(state.manage.groupChoice.items)}
      <div class="own-foot">${submitButton(form, said.submit)}
        <a class="button" href=${toManage('invitations')}>${words.cancel}</a>
      </div></form>`;
}
