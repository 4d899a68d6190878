// The first page: what is owed, what came in, what is late.

import { addExampleClients, clients } from "../clients.js";
import { h, icon } from "../element.js";
import { invoices, standing } from "../invoices.js";
import { money, totals } from "../money.js";
import { refresh } from "../router.js";
import { toast } from "../toast.js";
import { invoiceTable } from "./rows.js";
import { checklistSlot } from "./slot.js";

const RECENT_COUNT = 5;

/** Figures and recent invoices, or the way to the first one. */
export function dashboardView() {
  const all = invoices();
  const empty = all.length === 0;
  return {
    title: "Dashboard",
    nodes: [
      h("div", { class: "head" },
        h("h1", null, empty ? "Welcome to Tallyfold" : "Dashboard"),
        !empty && h("a", { class: "button primary", href: "/invoices/new", "data-testid": "new-invoice" }, "New invoice")),
      checklistSlot(all.every((invoice) => standing(invoice) !== "paid")),
      ...(empty ? [welcome()] : [figures(all), recent(all)]),
    ],
  };
}

function figures(all) {
  const sum = (...hows) => {
    const some = all.filter((invoice) => hows.includes(standing(invoice)));
    return { count: some.length, cents: some.reduce((cents, invoice) => cents + totals(invoice.items).gross, 0) };
  };
  const tile = (name, status, { count, cents }) => h("li", { class: count > 0 ? `tile ${status} some` : `tile ${status}` },
    h("a", { href: `/invoices?status=${status}` },
      h("span", { class: "tile-name" }, name),
      h("bdi", { class: "tile-sum" }, money(cents)),
      h("span", { class: "tile-count" }, count === 1 ? "1 invoice" : `${count} invoices`)));
  return h("ul", { class: "tiles", "aria-label": "Figures" },
    tile("Outstanding", "outstanding", sum("sent", "overdue")),
    tile("Paid", "paid", sum("paid")),
    tile("Overdue", "overdue", sum("overdue")));
}

function recent(all) {
  return h("section", { class: "card", "aria-labelledby": "recent" },
    h("div", { class: "card-head" },
      h("h2", { id: "recent" }, "Recent invoices"),
      h("a", { href: "/invoices" }, "All invoices")),
    invoiceTable(all.slice(0, RECENT_COUNT), "Recent invoices"));
}

function welcome() {
  return h("section", { class: "card empty" },
    icon("stack", "empty-art"),
    h("h2", null, "Write your first invoice"),
    h("p", null, "Add a client and a line or two. Tallyfold does the sums, and you send it in a minute."),
    h("p", { class: "empty-actions" },
      h("a", { class: "button primary", href: "/invoices/new", "data-testid": "new-invoice" }, "Create an invoice"),
      clients().length === 0 && exampleClients("button")),
    clients().length > 0 && h("p", { class: "hint" }, `${clients().length} clients are ready to choose from.`));
}

function exampleClients(className) {
  const fill = () => {
    addExampleClients();
    refresh();
    toast("Example clients are ready. Choose one on your first invoice.");
  };
  return h("button", { class: className, type: "button", "data-testid": "example-clients", onclick: fill }, "Fill with example clients");
}
