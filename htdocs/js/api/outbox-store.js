// The outbox on disk: entries survive reloads, closed tabs and crashes.
//
// What IndexedDB refuses (some private windows, a full disk) lives as long as
// the page does.

import { place } from '../lib/tabs.js';

const NAME = `chinwag ${place}`;

const asPromise = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function openDatabase() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    const entries = request.result.createObjectStore('outbox',
      { keyPath: 'key' });
    entries.createIndex('user', 'user');
  };
  return asPromise(request);
}

// Resolves once what was written is on disk, as far as a browser tells.
async function transact(database, mode, work) {
  const transaction = database.transaction('outbox', mode,
    { durability: 'strict' });
  const result = work(transaction.objectStore('outbox'));
  return await new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(result?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

function onDisk(database) {
  return {
    list: (user) => transact(database, 'readonly',
      (entries) => entries.index('user').getAll(user)),
    put: (entry) => transact(database, 'readwrite',
      (entries) => entries.put(entry)),
    remove: (key) => transact(database, 'readwrite',
      (entries) => entries.delete(key)),
  };
}

function inMemory() {
  const entries = new Map();
  return {
    list: async (user) => [...entries.values()]
      .filter((entry) => entry.user === user),
    put: async (entry) => { entries.set(entry.key, entry); },
    remove: async (key) => { entries.delete(key); },
  };
}

function withFallback(disk, memory) {
  return {
    list: async (user) => [...await disk.list(user).catch(() => []),
      ...await memory.list(user)],
    put: (entry) => disk.put(entry).catch(() => memory.put(entry)),
    remove: (key) => Promise.all([disk.remove(key).catch(() => {}),
      memory.remove(key)]),
  };
}

// { list(user), put(entry), remove(key) }, all promises.
export async function openOutboxStore() {
  try {
    return withFallback(onDisk(await openDatabase()), inMemory());
  } catch {
    return inMemory();
  }
}
