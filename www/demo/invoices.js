// The invoices: kept, found, counted, and held to the plan's limit.

import { today } from "./day.js";
import { currentPlan } from "./plan.js";
import { read, write } from "./store.js";

const FIRST_NUMBER = 1001;

/** All invoices, newest first. */
export function invoices() {
  return read("invoices", []);
}

/** The invoice with this id, or nothing. */
export function invoiceById(id) {
  return invoices().find((invoice) => invoice.id === id);
}

/** What a person calls it. */
export function invoiceName(invoice) {
  return `INV-${invoice.id}`;
}

/** `draft`, `sent`, `overdue` or `paid`; overdue is a sent one whose day has passed. */
export function standing(invoice) {
  return invoice.status === "sent" && invoice.due < today() ? "overdue" : invoice.status;
}

/** How many invoices are used of how many; `of: null` means without limit. */
export function allowance() {
  return { used: invoices().length, of: currentPlan().invoices };
}

/** Keeps a new invoice; nothing comes back when the plan has no room for it. */
export function addInvoice(fields) {
  const { used, of } = allowance();
  if (of !== null && used >= of) return null;
  const number = read("next", FIRST_NUMBER);
  const invoice = { id: String(number), status: "draft", ...fields };
  write("next", number + 1);
  write("invoices", [invoice, ...invoices()]);
  return invoice;
}

/** Changes some fields of a kept invoice. */
export function changeInvoice(id, fields) {
  write("invoices", invoices().map((invoice) => (invoice.id === id ? { ...invoice, ...fields } : invoice)));
}

/** Removes an invoice. */
export function removeInvoice(id) {
  write("invoices", invoices().filter((invoice) => invoice.id !== id));
}
