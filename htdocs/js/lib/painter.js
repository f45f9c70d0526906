// Paints at most once a frame; in a hidden tab, where frames stop, all the
// same, because the tab's title tells of news.

const HIDDEN_MS = 80;

export function createPainter(paint) {
  let due = false;
  const run = () => {
    if (!due)
      return;
    due = false;
    paint();
  };
  return () => {
    if (due)
      return;
    due = true;
    requestAnimationFrame(run);
    setTimeout(run, HIDDEN_MS);
  };
}
