// What the page's events ask of the page: from WebAssembly, property by property, a click alone would be some hundred
// calls. What is decided is decided there; here are only its ears. Nothing in here throws into the page.

const PASSIVE = { __proto__: null, capture: true, passive: true };

export const quiet = (act) => (first) => {
  try {
    act(first);
  } catch {}
};

// Hears events before the page may stop them; `kinds` with blanks between. A target that has the same `act` already gets
// it no second time.
export function hear(target, kinds, act) {
  const each = kinds.split(' ');
  for (let place = 0; place < each.length; place++) target.addEventListener(each[place], act, PASSIVE);
}

// Where the page is: its path, and what stands behind the hash.
export function place() {
  return location.pathname + location.hash;
}

// What an event was on, within open shadow roots too; only while it is on its way.
export function origin(event) {
  return event.composedPath()[0];
}

// The nearest element that fits, out of shadow roots too, and around the slots that show it. None fits a selector that the
// browser does not know.
export function closest(element, selector) {
  try {
    for (let node = element; node; node = node.assignedSlot ?? node.parentElement ?? node.getRootNode().host) {
      if (node.matches(selector)) return node;
    }
  } catch {}
}

// The playbook's selectors: name, selector, name, selector, and all of them as one.
let known = [];
let any;

export function know(table) {
  known = table ? table.split('\0') : [];
  any = '';
  for (let place = 1; place < known.length; place += 2) any += (any && ',') + known[place];
  try {
    if (any) document.createElement('a').matches(any);
  } catch {
    // One of them is new to this browser: each is tried by itself.
    any = '*';
  }
}

// The event that is a use of this element: a form is sent, a field changed, everything else clicked.
function used_by({ tagName, type }) {
  if (tagName == 'FORM') return 'submit';
  if (tagName == 'INPUT') return /^(button|submit|reset|image)$/.test(type) ? 'click' : 'change';
  return tagName == 'SELECT' || tagName == 'TEXTAREA' ? 'change' : 'click';
}

// The newest click, and the elements that it used. A press may come as two clicks: the browser passes that on a label on to
// its field, at the same instant, and code may pass one on while it is on its way. Of an element around both it is one use.
let newest;
let used = [];

function is_echo(event) {
  return newest && (newest.eventPhase > 0 || event.isTrusted && newest.isTrusted && event.timeStamp == newest.timeStamp);
}

// The names of the features that an event uses, if it uses any, each once. What happens in our own prompt is no use of
// the product: out here its host stands for all that is in it.
export function uses(event) {
  if (event.target.tagName == 'SECOND-MOMENT-PROMPT') return;
  const target = origin(event);
  let names = '\0';
  let before = 0;
  if (event.type == 'click') {
    if (!is_echo(event)) used = [];
    newest = event;
    before = used.length;
  }
  const look = (selector, name) => {
    const element = closest(target, selector);
    if (!element || used_by(element) != event.type) return;
    for (let place = 0; place < before; place++) if (used[place] == element) return;
    if (event.type == 'click') used[used.length] = element;
    name = name ?? element.getAttribute('data-sm-feature');
    if (!names.includes(`\0${name}\0`)) names += `${name}\0`;
  };
  look('[data-sm-feature]');
  if (any && closest(target, any)) {
    for (let place = 0; place < known.length; place += 2) look(known[place + 1], known[place]);
  }
  return names == '\0' ? undefined : names.slice(1, -1);
}

// Nobody outside a shadow root hears that a form in it was sent or a field changed. Who does either was there first.
// So many roots, one within another, are heard.
const ROOTS_MAX = 16;

export function enter(page, act) {
  hear(page, 'focusin pointerdown', quiet((event) => {
    // Out here the element that has the root stands for all that is in it.
    if (!event.target.shadowRoot) return;
    let root = origin(event).getRootNode();
    for (let depth = 0; depth < ROOTS_MAX && root.host; depth++) {
      hear(root, 'submit change', act);
      root = root.host.getRootNode();
    }
  }));
}

// When the customer last pressed, typed or turned the wheel, and when they last pressed with the first button, a touch or a
// key that presses, in milliseconds of the page. What scrolls may be the page's own doing.
let alive_ms = -Infinity;
let pressed_ms = -Infinity;

// Whoever looks at another window is not here.
export function last_input() {
  return document.hasFocus() ? alive_ms : -Infinity;
}

export function last_press() {
  return pressed_ms;
}

// Whoever types on in one field is told of so often, in milliseconds.
const TYPES_ON = 500;

// Hears signs of life, and tells of typing, and of the keys that send a form without its button.
export function live_in(page, type) {
  let field, told_ms;
  hear(page, 'pointerdown keydown wheel', quiet((event) => {
    alive_ms = event.timeStamp;
    const is_press = event.type == 'pointerdown' ? event.button == 0 : /^(Enter| |Escape)$/.test(event.key);
    if (is_press) pressed_ms = alive_ms;
    if (event.key == 'Enter' && (event.ctrlKey || event.metaKey)) type(event);
  }));
  hear(page, 'input', quiet((event) => {
    alive_ms = event.timeStamp;
    const typed_in = origin(event);
    if (typed_in == field && alive_ms - told_ms < TYPES_ON) return;
    field = typed_in;
    told_ms = alive_ms;
    type(event);
  }));
}
