// What a click asks of the page, each in one call: from WebAssembly, property by property, it would be some hundred.

// The nearest element that fits, out of shadow roots too. None fits a selector that the browser does not know.
export function closest(element, selector) {
  let found;
  try {
    while (element && !found) {
      found = element.closest(selector);
      element = element.getRootNode().host;
    }
  } catch {}
  return found || undefined;
}

// How a click was made: 1 by a person, 2 with a press, which the detail counts, 4 with a key that gives it another meaning.
export function manner({ isTrusted, detail, altKey, ctrlKey, metaKey, shiftKey }) {
  return (isTrusted ? 1 : 0) | (detail > 0 ? 2 : 0) | (altKey || ctrlKey || metaKey || shiftKey ? 4 : 0);
}

// A number that is another one, all but surely, when a field was changed. Passwords are not looked at, not even for
// this; a page with more fields than 32 is a table to type in, where each click paints.
export function fields_state(element) {
  const fields = element.getRootNode().querySelectorAll('input:not([type=password]),select,textarea');
  let sum = 0;
  for (let place = 0; place < fields.length && place < 32; place++) {
    const { checked, value } = fields[place];
    sum = (Math.imul(sum, 31) + (checked ? 1 : 0)) | 0;
    for (let at = 0; at < value.length; at++) sum = (Math.imul(sum, 31) + value.charCodeAt(at)) | 0;
  }
  return sum;
}
