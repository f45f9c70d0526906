// Views that are fetched when they are first needed, so that the first load
// stays small: nobody sees all of them at once. A part that brings actions of
// its own exports them as actionsFor(app).

const sources = {
  gate: () => import('../views/gate.js'),
  inside: () => import('../views/shell.js'),
  overlays: () => import('../views/overlays.js'),
  people: () => import('../views/people.js'),
};

const here = {};
const asked = {};

// The module, or undefined while it is not here.
export const part = (name) => here[name];

// install(module) comes before the part may be drawn.
export function fetchPart(name, install) {
  asked[name] ??= sources[name]().then(async (module) => {
    await install(module);
    here[name] = module;
  }, (error) => {
    delete asked[name];
    throw error;
  });
  return asked[name];
}
