// What stands in the invoice form and is not saved yet: as typed, kept between visits, checked on saving.

import { isDay, today } from "./day.js";
import { cents, number } from "./money.js";
import { read, write } from "./store.js";

const DUE_DAYS = 14;
const QUANTITY_MAX = 1_000_000;
const CENTS_MAX = 1_000_000_000;
const TAX_MAX = 100;

/** An empty line. */
export function blankItem() {
  return { description: "", quantity: "1", price: "", tax: "0" };
}

/** An empty form. */
export function blankDraft() {
  return { client: "", issued: today(), due: today(DUE_DAYS), notes: "", items: [blankItem()] };
}

/** A kept invoice (or template) as it stands in the form. */
export function draftOf({ client = "", issued = today(), due = today(DUE_DAYS), notes = "", items }) {
  return { client, issued, due, notes, items: items.map(typed) };
}

/** Whether a line says nothing yet. */
export function isBlank(item) {
  return item.description.trim() === "" && item.price.trim() === "";
}

/** What is typed in a line, as numbers; what is no number counts as 0. */
export function counted(item) {
  return { quantity: number(item.quantity) || 0, price: cents(item.price) || 0, tax: number(item.tax) || 0 };
}

/** The invoice's fields, and what is wrong with them: `{fields, errors: [{field, row?, says}]}`. */
export function check(draft) {
  const errors = [];
  const wrong = (field, says, row) => errors.push({ field, says, row });
  if (draft.client.trim() === "") wrong("client", "Who is the invoice for?");
  if (!isDay(draft.issued)) wrong("issued", "Choose a day.");
  if (!isDay(draft.due)) wrong("due", "Choose a day.");
  else if (isDay(draft.issued) && draft.due < draft.issued) wrong("due", "Due before it is issued.");
  const filled = draft.items.map((item, row) => ({ item, row })).filter(({ item }) => !isBlank(item));
  if (filled.length === 0) wrong("description", "Add at least one line.", 0);
  for (const { item, row } of filled) checkItem(item, (field, says) => wrong(field, says, row));
  const fields = {
    client: draft.client.trim(),
    issued: draft.issued,
    due: draft.due,
    notes: draft.notes.trim(),
    items: filled.map(({ item }) => ({ description: item.description.trim(), ...counted(item) })),
  };
  return { fields, errors };
}

/** The unsaved form of an invoice id, or of `new`. */
export function keptDraft(id) {
  return read("drafts", {})[id] ?? null;
}

/** Keeps an unsaved form; null drops it. */
export function keepDraft(id, draft) {
  const { [id]: _, ...others } = read("drafts", {});
  write("drafts", draft === null ? others : { ...others, [id]: draft });
}

function checkItem(item, wrong) {
  const quantity = number(item.quantity);
  const price = cents(item.price);
  const tax = number(item.tax === "" ? "0" : item.tax);
  if (item.description.trim() === "") wrong("description", "Describe it.");
  if (!(quantity > 0 && quantity <= QUANTITY_MAX)) wrong("quantity", "More than 0.");
  if (!(price >= 0 && price <= CENTS_MAX)) wrong("price", "A price, such as 80.");
  if (!(tax >= 0 && tax <= TAX_MAX)) wrong("tax", "0 to 100.");
}

function typed({ description, quantity, price, tax }) {
  return { description, quantity: String(quantity), price: (price / 100).toFixed(2), tax: String(tax) };
}
