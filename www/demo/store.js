// Keeps the demo's data in localStorage under `demo.` keys, or in memory where the browser forbids storage.

const PREFIX = "demo.";
const memory = new Map();
const listeners = new Set();

/** The value under a name; `fallback` when there is none, it is damaged, or it is of another kind. */
export function read(name, fallback) {
  try {
    const text = memory.get(name) ?? localStorage.getItem(PREFIX + name);
    return alike(JSON.parse(text), fallback);
  } catch {
    return memory.has(name) ? alike(JSON.parse(memory.get(name)), fallback) : fallback;
  }
}

/** Keeps a value; `undefined` removes it. */
export function write(name, value) {
  const text = value === undefined ? "null" : JSON.stringify(value);
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, text);
    memory.delete(name);
  } catch {
    memory.set(name, text);
  }
  tell();
}

/** Forgets everything the demo keeps, and nothing else. */
export function clear() {
  memory.clear();
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX)) localStorage.removeItem(key);
    }
  } catch {
    // Storage is forbidden, so memory was all there was.
  }
}

/** Whether what is kept will still be here after a reload. */
export function isLasting() {
  try {
    localStorage.setItem(`${PREFIX}probe`, "1");
    localStorage.removeItem(`${PREFIX}probe`);
    return true;
  } catch {
    return false;
  }
}

/** Calls `listener` after each change, in this tab or another. */
export function onChange(listener) {
  listeners.add(listener);
}

function tell() {
  for (const listener of listeners) listener();
}

function alike(value, fallback) {
  if (value === null || value === undefined) return fallback;
  if (fallback === null || fallback === undefined) return value;
  const same = typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback);
  return same ? value : fallback;
}

addEventListener("storage", (event) => {
  if (event.key === null || event.key.startsWith(PREFIX)) tell();
});
