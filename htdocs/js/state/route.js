// Where the reader is. Routes live behind the hash, because a plain static
// host cannot rewrite paths.

const patterns = [
  ['home', /^\/?$/, []],
  ['sign-in', /^\/sign-in$/, []],
  ['step', new RegExp('^/sign-in/(app|mail|recovery|password|set-up|new-app'
    + '|new-mail|codes)$'), ['kind']],
  ['forgot', /^\/forgot$/, []],
  ['reset', /^\/reset(?:\/([^/]+))?$/, ['name']],
  ['sign-up', /^\/sign-up$/, []],
  ['invitation', /^\/invitation\/([^/]+)$/, ['invitation']],
  ['confirm', /^\/confirm(?:\/([^/]+))?(?:\/([^/]+))?$/, ['name', 'code']],
  ['people', /^\/people$/, []],
  ['new', /^\/new$/, []],
  ['settings', /^\/settings(?:\/([a-z]+))?(?:\/([a-z-]+))?$/,
    ['section', 'doing']],
  ['manage', /^\/manage(?:\/([a-z-]+))?(?:\/([^/]+))?(?:\/([a-z_-]+))?$/,
    ['section', 'item', 'doing']],
  ['conversation', /^\/conversations\/([^/]+)$/, ['id']],
];

const open = new Set(['sign-in', 'step', 'forgot', 'reset', 'sign-up',
  'invitation', 'confirm']);

export const initial = { name: 'home', params: {}, to: '', path: '/' };

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// '#/conversations/UUID' → { name, params, to, path }; anything that is no
// place of ours is 'missing'.
export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#/, '').split('?', 2);
  const to = new URLSearchParams(query).get('to') ?? '';
  for (const [name, pattern, names] of patterns) {
    const found = pattern.exec(path);
    if (!found)
      continue;
    const params = {};
    names.forEach((key, i) => {
      if (found[i + 1] !== undefined)
        params[key] = decode(found[i + 1]);
    });
    return { name, params, to, path: path || '/' };
  }
  return { name: 'missing', params: {}, to: '', path };
}

export const toHome = () => '#/';
export const toPeople = () => '#/people';
export const toNew = () => '#/new';
export const toSignUp = () => '#/sign-up';
export const toConversation = (id) =>
  `#/conversations/${encodeURIComponent(id)}`;
export const toConfirm = (name) =>
  name ? `#/confirm/${encodeURIComponent(name)}` : '#/confirm';

// `back` is the path to return to after signing in.
const withBack = (hash, back) =>
  back && back !== '/' ? `${hash}?to=${encodeURIComponent(back)}` : hash;
export const toSignIn = (back) => withBack('#/sign-in', back);
export const toStep = (kind, back) => withBack(`#/sign-in/${kind}`, back);
export const toForgot = () => '#/forgot';
export const toReset = (name) => `#/reset/${encodeURIComponent(name)}`;

// doing: what of the section, on a page of its own.
export const toSettings = (section, doing) =>
  ['#/settings', section, doing].filter(Boolean).join('/');

// item: which person, group and so on; doing: what to it.
export const toManage = (...places) => ['#/manage',
  ...places.filter(Boolean).map(encodeURIComponent)].join('/');

export const isOpenToAll = (route) => open.has(route.name);

// Only a path of this very site may be returned to.
export const afterSignIn = (route) =>
  /^\/(?!\/)[\w/-]*$/.test(route.to) ? `#${route.to}` : toHome();

export function reduce(route, event) {
  return event.type === 'route/changed' ? event.route : route;
}
