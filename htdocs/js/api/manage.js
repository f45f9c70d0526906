// Managing accounts, for administrators. Lists are { items, more }.

import { call } from './http.js';
import { operations } from './operations.js';

const PAGE = 60;
// So that a server that goes on without end is not asked without end: a pool
// has 10000 groups at most.
const GROUP_PAGE = 200;
const GROUP_PAGES = 50;

async function page(operation, key, options) {
  const { [key]: items, more } = await call(operation, options);
  return { items, more };
}

// after: the last item of the page before.
export const listPeople = (query, after) => page(operations.accountsGet,
  'accounts', { query: { ...query, after: after?.username, limit: PAGE } });

export const listGroups = (query, after) => page(operations.groupsGet,
  'groups', { query: { after: after?.name, limit: GROUP_PAGE } });

// All that there are, for choosing among them.
export async function listAllGroups(query) {
  const items = [];
  let more = true;
  for (let pages = 0; more && pages < GROUP_PAGES; pages += 1) {
    const next = await listGroups(query, items.at(-1));
    items.push(...next.items);
    more = next.more;
  }
  return { items, more };
}

export async function listMembers({ group }, after) {
  const items = await call(operations.groupMembersGet,
    { params: { group }, query: { after, limit: PAGE } });
  return { items, more: items.length === PAGE };
}

export const listInvitations = (query, after) =>
  page(operations.invitationsGet, 'invitations',
    { query: { before: after?.id, limit: PAGE } });

export const listLog = (query, after) => page(operations.auditGet, 'events',
  { query: { ...query, before: after?.id, limit: 100 } });

export async function findPerson(name) {
  const params = { name };
  const [account, sessions] = await Promise.all([
    call(operations.accountGet, { params }),
    call(operations.accountSessionsGet, { params })]);
  return { account, sessions };
}

export const findGroup = (group) =>
  call(operations.groupGet, { params: { group } });

export const addPerson = (username, email) =>
  call(operations.accountsPost, { body: { username, email } });

export const changePerson = (name, attributes) =>
  call(operations.accountPatch, { params: { name }, body: { attributes } });

// Verified: known to be theirs, without a code.
export const changeAddress = (name, email, isVerified) =>
  call(operations.accountPatch, { params: { name },
    body: { email, email_verified: isVerified } });

export const act = (name, action) =>
  call(operations.actionsPost, { params: { name }, body: { action } });

export const deletePerson = (name) =>
  call(operations.accountDelete, { params: { name } });

export const addGroup = (group) =>
  call(operations.groupsPost, { body: group });

export const changeGroup = (group, body) =>
  call(operations.groupPatch, { params: { group }, body });

export const deleteGroup = (group) =>
  call(operations.groupDelete, { params: { group } });

export const join = (group, name) =>
  call(operations.groupMemberPut, { params: { group, name } });

export const leave = (group, name) =>
  call(operations.groupMemberDelete, { params: { group, name } });

export const invite = (body) => call(operations.invitationsPost, { body });

export const withdraw = (id) =>
  call(operations.invitationDelete, { params: { id } });
