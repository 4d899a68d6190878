// The calls of the page's libraries that are heard.

function is_accessor(object, name) {
  for (; object; object = Object.getPrototypeOf(object)) {
    const found = Object.getOwnPropertyDescriptor(object, name);
    if (found) return !('value' in found);
  }
}

let running;
const { apply } = Reflect;

// Lets `hear` know what `name`, a method of `owner`, was called with, and whether within another such call; when all of
// them are over, the outermost first, so that what they do, give or throw stays as it is. Gives what now stands there, or
// nothing where that is fixed.
export function wrap(owner, name, hear) {
  const own = Object.getOwnPropertyDescriptor(owner, name);
  if (own ? !own.writable : !Object.isExtensible(owner)) return;
  // What an accessor gives may be another call each time.
  if (!own && is_accessor(Object.getPrototypeOf(owner), name)) return;
  const value = new Proxy(owner[name], {
    apply(call, self, said) {
      const calls = running;
      if (calls) calls[calls.length] = () => hear(said, 1);
      else running = [() => hear(said)];
      try {
        return apply(call, self, said);
      } finally {
        if (!calls) {
          const over = running;
          running = undefined;
          for (let at = 0; at < over.length; at++) {
            try { over[at](); } catch {}
          }
        }
      }
    },
  });
  // Without a prototype: the page may have put a `get` there.
  const there = own ? {} : { writable: true, configurable: true };
  Object.defineProperty(owner, name, { __proto__: null, value, ...there });
  return value;
}
