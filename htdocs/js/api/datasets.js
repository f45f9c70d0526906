// What my devices share, as the server keeps it.

import { ApiError, call } from './http.js';
import { operations } from './operations.js';

// A browser sends no more than 64 KiB in all when the page is already gone.
const LAST_WORDS_MAX = 20000;

// { datasets: [{ name, value, version }], last, more }
export const readChanges = (since) =>
  call(operations.datasetsGet, { query: { since } });

// As one of those; without a value if there is none.
export async function readDataset(name) {
  try {
    return await call(operations.datasetGet, { params: { name } });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404)
      return { name, version: 0 };
    throw error;
  }
}

// Both go on when the page is left, and answer with the new version.
export const writeDataset = (name, value, version) =>
  call(operations.datasetPut, { params: { name }, body: { value, version },
    keepalive: value.length < LAST_WORDS_MAX });

export const removeDataset = (name, version) =>
  call(operations.datasetDelete, { params: { name }, query: { version },
    keepalive: true });
