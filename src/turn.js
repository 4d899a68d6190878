// Whose turn it is to show a prompt: of all pages of a browser one has a turn at a time.

// Where the browser has no locks: a claim in the storage, for five seconds and again each second. Two pages may write
// at once, so it counts only if it still stands when both have had the time to see it.
function claim(name, tell) {
  const id = ' ' + Math.random();
  let timer;
  const isTaken = () => {
    const left = parseInt(localStorage[name]) - Date.now();
    return left > 0 && left < 6e3 && !localStorage[name].endsWith(id);
  };
  const write = () => {
    try { localStorage[name] = Date.now() + 5e3 + id; } catch {}
  };
  try {
    if (isTaken()) return tell();
    write();
    setTimeout(() => {
      if (isTaken()) return tell();
      timer = setInterval(write, 1e3);
      tell(() => { clearInterval(timer); localStorage.removeItem(name); });
    }, 250);
  } catch {
    tell(() => {});
  }
}

// Settles when the turn that this page gave back last is free again, a moment later.
let freed;

// Resolves to the function that gives the turn back, or to nothing while another page has it.
export function take_turn(name) {
  return new Promise((tell) => {
    const { locks } = navigator;
    if (!locks) return claim(name + '.turn', tell);
    const ask = () => {
      const asked = locks.request(name, { ifAvailable: true }, (lock) => new Promise((release) => {
        tell(lock ? () => { freed = asked; release(); } : undefined);
        if (!lock) release();
      })).catch(() => tell(() => {}));
    };
    freed ? freed.then(ask) : ask();
  });
}
