// An invoice as a file: CSV for the book-keeper, a printable page for everyone else.

import { longDay } from "./day.js";
import { h } from "./element.js";
import { invoiceName } from "./invoices.js";
import { lineNet, money, totals } from "./money.js";

/** Downloads the invoice as `csv` or `html`. */
export function exportInvoice(invoice, format) {
  const csv = format === "csv";
  const blob = new Blob([csv ? asCsv(invoice) : asPage(invoice)], { type: csv ? "text/csv;charset=utf-8" : "text/html;charset=utf-8" });
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: `${invoiceName(invoice)}.${csv ? "csv" : "html"}` });
  document.body.append(link);
  link.click();
  link.remove();
  // The download has its own hold on the blob by the next task, but not before it in every browser.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function asCsv(invoice) {
  const rows = [["invoice", "client", "issued", "due", "description", "quantity", "price", "tax_percent", "net"]];
  for (const item of invoice.items) {
    rows.push([invoiceName(invoice), invoice.client, invoice.issued, invoice.due, item.description,
      item.quantity, decimal(item.price), item.tax, decimal(lineNet(item))]);
  }
  // The mark at the front tells spreadsheets that this is UTF-8.
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value) {
  // A spreadsheet would run a text that begins like a formula.
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function decimal(cents) {
  return (cents / 100).toFixed(2);
}

function asPage(invoice) {
  const sums = totals(invoice.items);
  const row = (...cells) => h("tr", null, cells.map((text, at) => h("td", { class: at ? "n" : null, dir: "auto" }, String(text))));
  const page = h("html", { lang: "en" },
    h("head", null, h("meta", { charset: "utf-8" }), h("title", null, invoiceName(invoice)), h("style", null, PRINT)),
    h("body", null,
      h("h1", null, `Invoice ${invoiceName(invoice)}`),
      h("p", { dir: "auto" }, `For ${invoice.client}`),
      h("p", null, `Issued ${longDay(invoice.issued)}, due ${longDay(invoice.due)}`),
      h("table", null,
        h("thead", null, h("tr", null, ["Description", "Quantity", "Price", "Tax", "Amount"].map((text, at) => h("th", { class: at ? "n" : null }, text)))),
        h("tbody", null, invoice.items.map((item) =>
          row(item.description, item.quantity, money(item.price), `${item.tax} %`, money(lineNet(item)))))),
      h("p", { class: "n" }, `Net ${money(sums.net)}, tax ${money(sums.tax)}`),
      h("p", { class: "n" }, h("strong", null, `Total ${money(sums.gross)}`)),
      invoice.notes && h("p", { class: "notes", dir: "auto" }, invoice.notes)));
  return `<!doctype html>\n${page.outerHTML}\n`;
}

const PRINT = `body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}
table{width:100%;border-collapse:collapse;margin:2rem 0}th,td{text-align:start;padding:.5rem;border-bottom:1px solid #ccc}
.n{text-align:end}.notes{white-space:pre-wrap}`;
