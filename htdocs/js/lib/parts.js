// Views that are fetched when they are first needed, so that the first load
// stays small: nobody sees all of them at once. A part that brings actions of
// its own exports them as actionsFor(app).

const sources = {
  gate: () => import('../views/gate.js'),
  inside: () => import('../views/shell.js'),
  overlays: () => import('../views/overlays.js'),
  people: () => import('../views/people.js'),
  settings: () => import('../views/settings.js'),
  'set-up': () => import('../views/set-up.js'),
  manage: () => import('../views/manage.js'),
};

// Styles that only a part needs.
const sheets = { gate: ['gate'], overlays: ['overlay'],
  settings: ['settings', 'authenticator'], 'set-up': ['authenticator'],
  manage: ['settings', 'authenticator', 'manage'] };

const here = {};
const asked = {};

// The module, or undefined while it is not here.
export const part = (name) => here[name];

// Without its styles a part would be a sad sight, but of use.
const styled = {};
function fetchSheet(name) {
  styled[name] ??= new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL(`../../css/${name}.css`, import.meta.url);
    link.onload = resolve;
    link.onerror = resolve;
    document.head.append(link);
  });
  return styled[name];
}

async function fetchAll(name, install) {
  const [module] = await Promise.all([sources[name](),
    ...(sheets[name] ?? []).map(fetchSheet)]);
  await install(module);
  here[name] = module;
}

// install(module) comes before the part may be drawn.
export function fetchPart(name, install) {
  asked[name] ??= fetchAll(name, install).catch((error) => {
    delete asked[name];
    throw error;
  });
  return asked[name];
}
