// Keeps the words one is reading where they are, whatever is added above or
// below; at the end of the log, stays at the end.
//
// The browser's own anchoring is switched off for the log (css/log.css): not
// every browser has it, and two of them would add up.

// This near to the end counts as being there.
const NEAR_PX = 48;
// This near to the beginning older messages are fetched.
const EARLY_PX = 900;

// moved(id, bottom, ready): the log on the screen, null for none, and whether
// its end is in sight; early(id): older messages will be wanted.
export function createScrollKeeper(root, { moved, early }) {
  let log = null;
  let ready = false;
  let stuck = true;
  let reached = 0; // how far it was scrolled when stuck was last known
  let anchor = null;

  const atBottom = () =>
    log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;

  const toBottom = () => {
    log.scrollTop = log.scrollHeight;
    reached = log.scrollTop;
  };

  function report() {
    moved(log?.dataset.log ?? null, stuck, ready);
    if (log && ready && log.scrollTop < EARLY_PX)
      early(log.dataset.log);
  }

  function look() {
    stuck = atBottom();
    reached = log.scrollTop;
  }

  function scrolled() {
    look();
    report();
  }

  const resized = new ResizeObserver(() => {
    if (log && stuck)
      toBottom();
  });

  function attach(next) {
    resized.disconnect();
    log = next;
    ready = false;
    stuck = true;
    anchor = null;
    if (!log)
      return;
    log.addEventListener('scroll', scrolled, { passive: true });
    resized.observe(log);
    resized.observe(log.firstElementChild);
  }

  // The first words in sight. The text, not its row: a row may gain or lose a
  // name or a day above it.
  function findAnchor() {
    const top = log.getBoundingClientRect().top;
    for (const element of log.querySelectorAll('.bubble')) {
      const box = element.getBoundingClientRect();
      if (box.bottom > top)
        return { element, top: box.top };
    }
    return null;
  }

  function restore() {
    if (!anchor?.element.isConnected)
      return;
    const { top } = anchor.element.getBoundingClientRect();
    if (top !== anchor.top)
      log.scrollTop += top - anchor.top;
  }

  // On entering: the first unread message, or the end if all that is unread
  // fits on the screen.
  function enter() {
    ready = true;
    toBottom();
    const divider = log.querySelector('[data-new-divider]');
    if (divider) {
      const gap = divider.getBoundingClientRect().top
        - log.getBoundingClientRect().top - log.clientHeight / 5;
      if (gap < 0)
        log.scrollTop += gap;
    }
    look();
  }

  return {
    before() {
      // Where frames are slow, whoever has scrolled up is ahead of the event
      // that tells of it, and must not be drawn back.
      if (log && ready && log.scrollTop < reached)
        look();
      anchor = log && ready && !stuck ? findAnchor() : null;
    },
    after() {
      const next = root.querySelector('[data-log]');
      if (next !== log)
        attach(next);
      if (log && !ready && log.dataset.ready === 'true')
        enter();
      else if (log && stuck)
        toBottom();
      else if (log)
        restore();
      report();
    },
    report,
    // Whatever was being read: the newest now.
    jump({ gently = false } = {}) {
      if (!log)
        return;
      const far = log.scrollHeight - log.scrollTop > 4 * log.clientHeight;
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      if (gently && !far && !still) {
        log.scrollTo({ top: log.scrollHeight, behavior: 'smooth' });
        return;
      }
      stuck = true;
      toBottom();
      report();
    },
  };
}
