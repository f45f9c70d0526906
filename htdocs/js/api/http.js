// One request to the API and its answer, or an ApiError that says what to do.

const root = new URL('api/', document.baseURI);

// An answer that takes longer than this is not coming.
const PATIENCE_MS = 30000;

// status 0: no answer at all (code 'network').
export class ApiError extends Error {
  constructor(status, { code, message, errors } = {}, retryAfterMs = 0) {
    super(message ?? `HTTP ${status}`);
    this.status = status;
    this.code = code ?? (status === 401 ? 'unauthorized' : 'unavailable');
    this.errors = errors ?? [];
    this.retryAfterMs = retryAfterMs;
  }

  get isNetwork() {
    return this.status === 0;
  }

  // The same request may succeed later.
  get isPassing() {
    return this.status === 0 || this.status === 408 || this.status === 409
      || this.status === 429 || this.status >= 500;
  }
}

let whenUnauthorized = () => {};

// Called whenever an answer says that the session is over.
export function onUnauthorized(listener) {
  whenUnauthorized = listener;
}

// The address of one of operations.js: params fill its path.
export function urlOf(operation, { params = {}, query = {} } = {}) {
  const path = operation.path.slice(1).replace(/\{(\w+)\}/g,
    (braced, name) => encodeURIComponent(params[name]));
  const url = new URL(path, root);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '')
      url.searchParams.set(name, value);
  return url;
}

function retryAfterMs(response) {
  const value = response.headers.get('Retry-After');
  if (!value)
    return 0;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000
    : Date.parse(value) - Date.now();
  return Math.max(0, ms || 0);
}

async function bodyOf(response) {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function initOf({ method }, 
  { body, headers, signal, patienceMs, keepalive }) {
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(method);
  const timeout = AbortSignal.timeout?.(patienceMs ?? PATIENCE_MS);
  const signals = [timeout, signal].filter(Boolean);
  return {
    method,
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json',
      ...(hasBody && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    keepalive,
    body: hasBody ? JSON.stringify(body ?? {}) : undefined,
    signal: signals.length > 1 && AbortSignal.any
      ? AbortSignal.any(signals) : signal ?? timeout,
  };
}

// The parsed answer of a success; throws an ApiError for all else. options:
// params, query, body, headers, signal, patienceMs, keepalive, and mayBeNobody,
// where having no session is an answer like any other.
export async function call(operation, options = {}) {
  let response;
  let body;
  try {
    response = await fetch(urlOf(operation, options),
      initOf(operation, options));
    body = await bodyOf(response);
  } catch (cause) {
    throw new ApiError(0, { code: 'network', message: cause.message });
  }
  if (response.ok)
    return body;
  const error = new ApiError(response.status, body ?? {},
    retryAfterMs(response));
  if (error.code === 'unauthorized' && !options.mayBeNobody)
    whenUnauthorized();
  throw error;
}
