// Makes DOM elements from values, so that nothing a person typed is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";
// These live on the object, not in the attribute: the attribute is only their first value.
const PROPERTIES = new Set(["value", "checked", "disabled", "readOnly", "selected"]);

/** One HTML element. `on…` functions become listeners; null, undefined and false are left out. */
export function h(tag, attributes, ...children) {
  return furnish(document.createElement(tag), attributes, children);
}

/** One SVG element. */
export function s(tag, attributes, ...children) {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

/** An icon of `icons.svg`; it says nothing to a screen reader, the words beside it do. */
export function icon(name, className = "icon") {
  return s("svg", { class: className, "aria-hidden": "true" },
    s("use", { href: `/www/demo/icons.svg#${name}` }));
}

function furnish(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (PROPERTIES.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  // Children after properties would lose a <select>'s value, so it is set once more below.
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  if (element.tagName === "SELECT" && attributes?.value !== undefined) element.value = attributes.value;
  return element;
}
