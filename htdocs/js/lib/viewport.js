// Where a phone's keyboard lies over the page instead of shrinking it (iOS),
// the page is made as high as what is left.

export function followViewport() {
  const view = globalThis.visualViewport;
  if (!view)
    return;
  const fit = () => {
    const covered = innerHeight - view.height > 80 && view.scale === 1;
    document.documentElement.style.setProperty('--app-height',
      covered ? `${view.height}px` : '100dvh');
    if (covered)
      scrollTo(0, 0);
  };
  view.addEventListener('resize', fit);
  fit();
}
