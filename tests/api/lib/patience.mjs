// How long is waited on a machine that may stand still for half a minute: nobody
// was late by that.  What tests wait for has so long of the time that this process
// has had itself.  It passes at the usual pace, but a stop, however long, is no
// more of it than two ticks.

// Servers wait so long for a request that has begun: usually for less, but none
// of ours is late because a machine stood still.
export const SERVER_PATIENCE_SEC = 120;

const TICK_MS = 100;
const TICK_MAX_MS = 2 * TICK_MS;

let passed = 0;
let ticked = performance.now();

const since = () => Math.min(performance.now() - ticked, TICK_MAX_MS);

setInterval(() => {
  passed += since();
  ticked = performance.now();
}, TICK_MS).unref();

// Milliseconds, since whenever.
export const ranMs = () => passed + since();

// Act when so much of it has passed; who calls what is returned calls it off.
export function allow(ms, act) {
  const end = ranMs() + ms;
  const timer = setInterval(() => {
    if (ranMs() < end)
      return;
    clearInterval(timer);
    act();
  }, Math.min(ms, TICK_MS));
  return () => clearInterval(timer);
}

const STOP_MS = 2000;
const TRIES = 3;

// What act has come to.  Programs have clocks of their own, and give up whom the
// machine makes wait: if it stood still meanwhile, and the result is not fine, act
// again.
export async function undisturbed(act, isFine = () => false) {
  for (let left = TRIES; ; left -= 1) {
    const [began, ran] = [performance.now(), ranMs()];
    const result = await act();
    const stopMs = performance.now() - began - (ranMs() - ran);
    if (stopMs < STOP_MS || left === 1 || isFine(result))
      return result;
  }
}
