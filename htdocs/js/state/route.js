// Where the reader is. Routes live behind the hash, because a plain static
// host cannot rewrite paths.

const patterns = [
  ['home', /^\/?$/, []],
  ['sign-in', /^\/sign-in$/, []],
  ['sign-up', /^\/sign-up$/, []],
  ['confirm', /^\/confirm(?:\/([^/]+))?(?:\/([^/]+))?$/, ['name', 'code']],
  ['people', /^\/people$/, []],
  ['new', /^\/new$/, []],
  ['conversation', /^\/conversations\/([^/]+)$/, ['id']],
];

const open = new Set(['sign-in', 'sign-up', 'confirm']);

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
export const toSignIn = (back) =>
  back && back !== '/' ? `#/sign-in?to=${encodeURIComponent(back)}`
    : '#/sign-in';

export const isOpenToAll = (route) => open.has(route.name);

// Only a path of this very site may be returned to.
export const afterSignIn = (route) =>
  /^\/(?!\/)[\w/-]*$/.test(route.to) ? `#${route.to}` : toHome();

export function reduce(route, event) {
  return event.type === 'route/changed' ? event.route : route;
}
