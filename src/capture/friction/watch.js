// The watch over one press and click. A page that answers pays for an observer that is switched off; one that seems not to
// is searched for more places where it may.

import { closest, hear, origin, quiet } from '../page.js';

const ALL_CHANGES = { __proto__: null, attributes: true, characterData: true, childList: true, subtree: true };
const ALL_RESOURCES = { __proto__: null, type: 'resource' };

let rules, pressed_x, pressed_y, pressed, click, target, changes, resources, timer, due_ms, is_free;
let is_answered = true;

// Whether there was a sign of life since the newest press: some controls act on the press, and their click has been answered.
let is_press_answered = false;

// The state of the fields beside the newest press.
let fields = 0;

// The open shadow roots that are known; lent only, so that what the page takes away may go. In a page that has more than so
// many the answer may always be where nobody looks.
const ROOTS_MAX = 64;
let others = [];
let roots_looked = false;

// `life` are the kinds of events that are a sign of life, `buttons` what is made for clicking, `home` our collector's
// address; `judge` is called with a click, and what was clicked, that nothing answered for `within` milliseconds in a page
// that was never held up for longer than `held_up`. Whoever moves `drag` pixels between press and release drags.
export function watch(page, life, buttons, home, within, held_up, drag, judge) {
  rules = { __proto__: null, within, held_up, drag, judge };
  hear(page, life, quiet(({ type }) => {
    if (click && (type != 'selectionchange' || is_selected(buttons))) live();
  }));
  // Links, routers and downloads, where the browser tells of them; nothing happens where it does not.
  if (page.navigation?.addEventListener) hear(page.navigation, 'navigate', quiet(live));
  changes = new MutationObserver(quiet((records) => {
    for (let place = 0; place < records.length; place++) {
      if (click || !is_pressed_look(records[place])) return live();
    }
  }));
  const measured = (list) => {
    const records = list.getEntries();
    for (let place = 0; place < records.length; place++) {
      // Our own beacons are no sign of the page's life, and what came late was asked for before the click.
      const { startTime, name } = records[place];
      if (click && startTime >= click.timeStamp && !name.startsWith(`${home}/v1/`)) live();
    }
  };
  resources = page.PerformanceObserver && new PerformanceObserver(quiet(measured));
}

// What is pressed may look so at once; that is no answer yet.
function is_pressed_look({ type, target, attributeName }) {
  return type == 'attributes' && /^(class|style|data-.*)$/.test(attributeName) && target.contains(pressed);
}

// A press, before the page hears of it.
export function press(event) {
  pressed_x = event.clientX;
  pressed_y = event.clientY;
  pressed = origin(event);
  if (!roots_looked) look_for_roots(pressed);
  look_at_fields(pressed);
  is_press_answered = false;
  observe(pressed);
}

// Whether text was selected. Whoever clicks twice on a button selects its words too, and means the button.
function is_selected(buttons) {
  return getSelection().type == 'Range' && !closest(target, buttons);
}

// A sign of life: the click is answered.
export function live() {
  is_answered = is_press_answered = true;
  disarm();
}

function disarm() {
  click = undefined;
  changes.disconnect();
  resources?.disconnect();
}

// Whether there was a sign of life since the last click. Without a press it was the keyboard's.
export function answered(event) {
  if (event.detail == 0) look_at_fields(origin(event));
  return is_answered;
}

// A field that code filled in since the last press gives no other sign than this.
function look_at_fields(element) {
  const before = fields;
  fields = fields_state(element);
  if (fields != before) live();
}

// How a click was made: 1 by a person, 2 with a press, which the detail counts, 4 with a key that gives it another meaning,
// 8 by a drag. Undefined if it was on no element.
export function manner(event) {
  if (!(origin(event) instanceof Element)) return;
  const { isTrusted, detail, altKey, ctrlKey, metaKey, shiftKey, clientX, clientY } = event;
  const is_drag = detail > 0 && Math.hypot(clientX - pressed_x, clientY - pressed_y) > rules.drag;
  const has_key = altKey || ctrlKey || metaKey || shiftKey;
  return (isTrusted ? 1 : 0) | (detail > 0 ? 2 : 0) | (has_key ? 4 : 0) | (is_drag ? 8 : 0);
}

// Watches over a click, and over no other any more.
export function arm(event) {
  if (is_press_answered && event.detail > 0) return;
  click = event;
  target = origin(event);
  // The one before was not answered, or where nobody looked.
  if (!is_answered) look_for_roots(target);
  observe(target);
  resources?.observe(ALL_RESOURCES);
  is_answered = is_free = false;
  wait(0, event.timeStamp);
}

// There is one timer: that of the newest click.
function wait(pause, now_ms) {
  clearTimeout(timer);
  timer = setTimeout(look, pause);
  due_ms = now_ms + pause;
}

// The time has come: first to see that the page is free, then to judge.
const look = quiet(() => {
  if (!click) return;
  const now_ms = performance.now();
  if (now_ms - due_ms > rules.held_up) return live();
  if (!is_free) {
    is_free = true;
    return wait(rules.within, now_ms);
  }
  const event = click;
  disarm();
  if (fields_state(target) == fields && !look_for_roots(target)) rules.judge(event, target);
});

// A number that is another one, all but surely, when a field of the page was changed. Passwords are not looked at, not even
// for this; a page with more fields than 32 is a table to type in, where each click paints. Of a long text its beginning
// and its length are looked at.
function fields_state(element) {
  const root = element.getRootNode();
  const kinds = ['input', 'select', 'textarea'];
  let sum = 0;
  let left = 32;
  for (let at = 0; at < kinds.length; at++) {
    const kind = kinds[at];
    // The document's own list is made once and kept by the browser.
    const fields = root.getElementsByTagName ? root.getElementsByTagName(kind) : root.querySelectorAll(kind);
    for (let place = 0; place < fields.length && left > 0; place++) {
      const { type, checked, value } = fields[place];
      if (type == 'password') continue;
      left--;
      sum = (Math.imul(sum, 31) + (checked ? 1 : 0)) | 0;
      sum = (Math.imul(sum, 31) + value.length) | 0;
      for (let at = 0; at < value.length && at < 1_000; at++) sum = (Math.imul(sum, 31) + value.charCodeAt(at)) | 0;
    }
  }
  return sum;
}

// Observes all places where what happens to `element` may be answered: the page, the open shadow roots around the element,
// and others. Those are looked for at the first press, and when a click seems to have no answer.
function observe(element) {
  for (let node = element; node; ) {
    const root = node.getRootNode();
    changes.observe(root, ALL_CHANGES);
    node = root.host;
  }
  for (let place = 0; place < others.length; place++) {
    const root = others[place].deref();
    if (root) changes.observe(root, ALL_CHANGES);
  }
}

// Looks for roots. True if one was not observed in what happened to `element`.
function look_for_roots(element) {
  roots_looked = true;
  const found = [];
  collect(document, found);
  let is_new = found.length > ROOTS_MAX;
  for (let place = 0; place < found.length; place++) {
    if (!is_known(found[place]) && !is_around(element, found[place])) is_new = true;
  }
  others = [];
  for (let place = 0; place < found.length; place++) others[place] = new WeakRef(found[place]);
  return is_new;
}

function collect(root, found) {
  const all = root.querySelectorAll('*');
  for (let place = 0; place < all.length && found.length <= ROOTS_MAX; place++) {
    const { shadowRoot } = all[place];
    if (shadowRoot && all[place].tagName != 'SECOND-MOMENT-PROMPT') {
      found[found.length] = shadowRoot;
      collect(shadowRoot, found);
    }
  }
}

function is_known(root) {
  for (let place = 0; place < others.length; place++) if (others[place].deref() == root) return true;
  return false;
}

function is_around(element, root) {
  for (let node = element; node; node = node.getRootNode().host) if (node.getRootNode() == root) return true;
  return false;
}
