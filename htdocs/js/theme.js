// Puts on the chosen theme before the first paint, so that nothing flashes.
// A classic script in the head, because modules run only after parsing.

(() => {
  const { base } = document.currentScript.dataset;
  const place = new URL(base, document.baseURI).pathname;
  let theme = null;
  try {
    theme = localStorage.getItem(`chinwag${place}theme`);
  } catch {
    // Storage is forbidden here: the system's choice it is.
  }
  if (theme === 'light' || theme === 'dark')
    document.documentElement.dataset.theme = theme;
})();
