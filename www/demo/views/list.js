// All invoices: by status, and by words.

import { h, icon } from "../element.js";
import { invoiceName, invoices, standing } from "../invoices.js";
import { invoiceTable } from "./rows.js";

const FILTERS = [
  ["all", "All", () => true],
  ["draft", "Drafts", (how) => how === "draft"],
  ["outstanding", "Outstanding", (how) => how === "sent" || how === "overdue"],
  ["overdue", "Overdue", (how) => how === "overdue"],
  ["paid", "Paid", (how) => how === "paid"],
];

/** The list; `?status=` chooses the filter to begin with, the words searched for stay out of the address. */
export function listView({ query }) {
  const all = invoices();
  const wanted = { status: FILTERS.some(([id]) => id === query.get("status")) ? query.get("status") : "all", words: "" };
  const results = h("div", { class: "card", id: "results" });
  const counted = h("p", { class: "unseen", role: "status" });
  const filters = FILTERS.map(([id, name]) => h("button", {
    class: "filter", type: "button", "data-filter": id, onclick: () => paint({ status: id }),
  }, name));

  const paint = (change = {}) => {
    Object.assign(wanted, change);
    for (const button of filters) button.setAttribute("aria-pressed", String(button.dataset.filter === wanted.status));
    const found = search(all, wanted);
    results.replaceChildren(found.length > 0 ? invoiceTable(found, "Invoices") : nothing(all.length > 0));
    if (change.words !== undefined) counted.textContent = found.length === 1 ? "1 invoice found" : `${found.length} invoices found`;
  };
  paint();

  return {
    title: "Invoices",
    nodes: [
      h("div", { class: "head" },
        h("h1", null, "Invoices"),
        h("a", { class: "button primary", href: "/invoices/new", "data-testid": "new-invoice" }, "New invoice")),
      h("div", { class: "bar" },
        h("div", { class: "filters", role: "group", "aria-label": "Status" }, filters),
        searchForm((words) => paint({ words }))),
      counted,
      results,
    ],
  };
}

function searchForm(onWords) {
  const field = h("input", {
    id: "search", name: "q", type: "search", placeholder: "Search", autocomplete: "off", dir: "auto",
    "data-testid": "search", oninput: (event) => onWords(event.target.value),
  });
  const submit = (event) => {
    event.preventDefault();
    onWords(field.value);
  };
  return h("form", { class: "search", role: "search", "data-sm-feature": "search_used", onsubmit: submit },
    h("label", { class: "unseen", for: "search" }, "Search by client, number, description or notes"), field);
}

function search(all, { status, words }) {
  const fits = FILTERS.find(([id]) => id === status)[2];
  const needles = words.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((invoice) => {
    if (!fits(standing(invoice))) return false;
    const hay = [invoiceName(invoice), invoice.client, invoice.notes, ...invoice.items.map((item) => item.description)].join("\n").toLowerCase();
    return needles.every((needle) => hay.includes(needle));
  });
}

function nothing(isFiltered) {
  if (isFiltered) return h("p", { class: "none" }, "No invoice fits. Try another word or status.");
  return h("div", { class: "empty" },
    icon("stack", "empty-art"),
    h("h2", null, "No invoices yet"),
    h("p", null, "The first one takes a minute."));
}
