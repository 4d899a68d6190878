// A table of invoices, as the dashboard and the list show it.

import { longDay } from "../day.js";
import { h } from "../element.js";
import { invoiceName, standing } from "../invoices.js";
import { money, totals } from "../money.js";

const WORDS = { draft: "Draft", sent: "Sent", overdue: "Overdue", paid: "Paid" };

/** How an invoice stands, as a coloured word. */
export function badge(invoice) {
  const how = standing(invoice);
  return h("span", { class: `badge ${how}` }, WORDS[how]);
}

/** The table; `caption` names it for screen readers. */
export function invoiceTable(invoices, caption) {
  return h("table", { class: "table" },
    h("caption", { class: "unseen" }, caption),
    h("thead", null, h("tr", null,
      h("th", { scope: "col" }, "Client"),
      h("th", { scope: "col" }, "Status"),
      h("th", { scope: "col", class: "wide" }, "Due"),
      h("th", { scope: "col", class: "end" }, "Amount"))),
    h("tbody", null, invoices.map(row)));
}

function row(invoice) {
  return h("tr", null,
    h("th", { scope: "row" },
      h("a", { class: "row-link", href: `/invoices/${invoice.id}` },
        h("bdi", { class: "row-client" }, invoice.client),
        h("span", { class: "row-number" }, invoiceName(invoice)))),
    h("td", null, badge(invoice)),
    h("td", { class: "wide" }, h("bdi", null, longDay(invoice.due))),
    h("td", { class: "end amount" }, h("bdi", null, money(totals(invoice.items).gross))));
}
