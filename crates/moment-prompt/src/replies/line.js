// The line to the collector on which the vendor's answers come, and on which is said that they were seen. No header and no
// content type of ours, so no preflight; and no cookie of the product's goes along, but with a stream to the product's own
// origin, from which nobody can keep it.

const LOST_MS = 5e3;
const LOST_MS_MAX = 3e5;
const CLOSED = 2;

// Of the page's address its origin is enough.
const GUEST = { __proto__: null, credentials: 'omit', referrerPolicy: 'strict-origin' };

let stream;
// What was said before, for what is put off after it was seen must not be overtaken.
let said;
// It changes when somebody is forgotten: what was begun before is of no use then.
let turn = 0;

// Waits for answers, as long as the page is seen. True if a stream was begun, which tells at once what is pending. Whom
// the collector sends away (204) does not come again by itself.
export function listen(address, hear) {
  if (document.hidden || stream && stream.readyState < CLOSED) return false;
  try {
    stream = new EventSource(address);
    stream.addEventListener('replies', ({ data }) => {
      hear(Uint8Array.from(data.match(/../g) || [], (pair) => parseInt(pair, 16)));
    });
    return true;
  } catch {
    return false;
  }
}

// A stream that is open would keep the page from being kept for the way back.
export function close() {
  if (stream) stream.close();
  stream = undefined;
}

// Asks once what is pending, after the collector has heard what was said before.
export async function ask(address, hear) {
  const begun = turn;
  try {
    await said;
    const answer = await fetch(address, { ...GUEST, cache: 'no-store' });
    const bytes = answer.ok && new Uint8Array(await answer.arrayBuffer());
    if (bytes && begun === turn) hear(bytes);
  } catch {}
}

// Says that something was seen or put off, until the collector has it or refuses it; a page that goes has said it.
export function say(address, body) {
  said = deliver(address, body, said).catch(() => {});
}

async function deliver(address, body, before) {
  const begun = turn;
  await before;
  for (let lost = LOST_MS; begun === turn; lost = Math.min(2 * lost, LOST_MS_MAX)) {
    try {
      const { status } = await fetch(address, { ...GUEST, method: 'POST', body, keepalive: true });
      if (status < 500 && status !== 429) return;
    } catch {}
    await new Promise((wake) => setTimeout(wake, lost * (0.5 + Math.random())));
  }
}

// Nothing is heard or said any more of what was begun before.
export function hang_up() {
  close();
  said = undefined;
  turn++;
}
