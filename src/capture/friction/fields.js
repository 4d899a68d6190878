// The fields' state in one call: from WebAssembly it would be some hundred, with each click.

const FIELDS_MAX = 32; // A page with more fields is a table to type in, where each click paints.
const FIELDS = 'input:not([type=password]),select,textarea'; // Passwords are not looked at, not even for this.

export function fields_state(root) {
  const fields = root.querySelectorAll(FIELDS);
  let sum = 0;
  for (let place = 0; place < fields.length && place < FIELDS_MAX; place++) {
    const { checked, value } = fields[place];
    sum = (Math.imul(sum, 31) + (checked ? 1 : 0)) | 0;
    for (let at = 0; at < value.length; at++) sum = (Math.imul(sum, 31) + value.charCodeAt(at)) | 0;
  }
  return sum;
}
