// The teammates: who was invited. A pretence: no message goes out.

import { read, write } from "./store.js";

/** Everyone invited, in order. */
export function teammates() {
  return read("team", []);
}

/** Invites an address; false when it was invited before. */
export function invite(email, role) {
  const same = (one) => one.email.toLowerCase() === email.toLowerCase();
  if (teammates().some(same)) return false;
  write("team", [...teammates(), { email, role }]);
  return true;
}

/** Takes an invitation back. */
export function uninvite(email) {
  write("team", teammates().filter((one) => one.email !== email));
}
