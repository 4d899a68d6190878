// The templates: lines and notes of an invoice, kept to begin the next one with.

import { read, write } from "./store.js";

const NAME_CHARS_MAX = 40;

/** All templates, newest first. */
export function templates() {
  return read("templates", []);
}

/** Keeps lines and notes, named after the first line; the same name is replaced. Gives the name. */
export function saveTemplate({ items, notes }) {
  const name = (items[0]?.description || "Untitled template").slice(0, NAME_CHARS_MAX);
  write("templates", [{ name, items, notes }, ...templates().filter((template) => template.name !== name)]);
  return name;
}

/** Removes a template. */
export function removeTemplate(name) {
  write("templates", templates().filter((template) => template.name !== name));
}
