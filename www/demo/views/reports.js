// Revenue by month. Every third visit its Refresh breaks, on purpose, so that there is trouble to notice.

import { lastMonths } from "../day.js";
import { h } from "../element.js";
import { invoices } from "../invoices.js";
import { track } from "../measure.js";
import { money, totals } from "../money.js";
import { read, write } from "../store.js";
import { toast } from "../toast.js";
import { chart } from "./chart.js";

const MONTHS_SHOWN = 6;
const BREAKS_EVERY = 3;

/** The report, drawn from the invoices that are sent or paid. */
export function reportsView() {
  const visit = read("reportVisits", 0) + 1;
  write("reportVisits", visit);
  let breaks = visit % BREAKS_EVERY === 0;
  const area = h("div", { id: "report" });

  const draw = () => area.replaceChildren(...report());
  const retry = () => {
    draw();
    refreshButton.focus();
    toast("The report is up to date.");
  };
  const onRefresh = () => {
    if (breaks) {
      breaks = false;
      area.replaceChildren(failure(retry));
      throw new TypeError("report: months is undefined");
    }
    draw();
    toast("The report is up to date.");
  };
  const refreshButton = h("button", { class: "button", type: "button", "data-testid": "report-refresh", onclick: onRefresh }, "Refresh");
  draw();
  track("report_viewed");
  return {
    title: "Reports",
    nodes: [h("div", { class: "head" }, h("h1", null, "Reports"), refreshButton), area],
  };
}

function failure(onRetry) {
  return h("section", { class: "card failure", role: "alert", "data-testid": "report-failed" },
    h("h2", null, "Could not load the report"),
    h("p", null, "Something went wrong on our side. Your invoices are safe."),
    h("button", { class: "button primary", type: "button", "data-testid": "report-retry", onclick: onRetry }, "Try again"));
}

function report() {
  const months = lastMonths(MONTHS_SHOWN).map((month) => ({ ...month, paid: 0, open: 0 }));
  let elsewhere = 0;
  for (const invoice of invoices().filter(({ status }) => status !== "draft")) {
    const month = months.find(({ key }) => invoice.issued.startsWith(key));
    if (month) month[invoice.status === "paid" ? "paid" : "open"] += totals(invoice.items).gross;
    else elsewhere += 1;
  }
  const isEmpty = months.every(({ paid, open }) => paid + open === 0);
  return [
    h("section", { class: "card", "aria-labelledby": "revenue" },
      h("div", { class: "card-head" },
        h("h2", { id: "revenue" }, "Revenue by month"),
        h("p", { class: "legend" }, h("span", { class: "key paid" }, "Paid"), h("span", { class: "key open" }, "Awaiting payment"))),
      isEmpty && h("p", { class: "none" }, "Nothing to show yet. Send an invoice, and its amount appears here."),
      chart(months)),
    h("section", { class: "card", "aria-labelledby": "numbers" },
      h("div", { class: "card-head" }, h("h2", { id: "numbers" }, "In numbers")),
      table(months),
      elsewhere > 0 && h("p", { class: "hint pad" }, `Issued outside these months, and so not shown: ${elsewhere}.`)),
  ];
}

function table(months) {
  const sum = (name) => months.reduce((cents, month) => cents + month[name], 0);
  const row = (label, paid, open) => h("tr", null,
    h("th", { scope: "row" }, h("bdi", null, label)),
    [paid, open, paid + open].map((cents, at) => h("td", { class: at === 2 ? "end amount" : "end amount wide" }, h("bdi", null, money(cents)))));
  return h("table", { class: "table", "data-testid": "report-table" },
    h("caption", { class: "unseen" }, "Revenue by month"),
    h("thead", null, h("tr", null,
      h("th", { scope: "col" }, "Month"),
      h("th", { scope: "col", class: "end wide" }, "Paid"),
      h("th", { scope: "col", class: "end wide" }, "Awaiting"),
      h("th", { scope: "col", class: "end" }, "Total"))),
    h("tbody", null, months.map(({ label, paid, open }) => row(label, paid, open))),
    h("tfoot", null, row("All", sum("paid"), sum("open"))));
}
