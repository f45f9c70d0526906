// A cursor file, which tells that something happened, and is served without
// a program being started.

// An answer that takes longer than this is not coming.
const PATIENCE_MS = 15000;

// A function that looks at the file: 'other' than at the last look, 'same', or
// 'gone'. Rejects if the server cannot be reached.
export function createCursor(name) {
  const url = new URL(`live/${name}.json`, document.baseURI);
  let tag = null;
  let seen = null;

  return async function look(signal) {
    const timeout = AbortSignal.timeout?.(PATIENCE_MS);
    const response = await fetch(url, {
      cache: 'no-store',
      credentials: 'omit',
      headers: tag ? { 'If-None-Match': tag } : {},
      signal: timeout && AbortSignal.any
        ? AbortSignal.any([timeout, signal]) : signal,
    });
    if (response.status === 304)
      return 'same';
    if (response.status >= 500)
      throw new Error(`HTTP ${response.status}`);
    if (!response.ok)
      return 'gone';
    tag = response.headers.get('ETag');
    const before = seen;
    seen = await response.text();
    return seen === before ? 'same' : 'other';
  };
}
