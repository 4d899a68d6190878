// What can be done with an invoice: save, send, mark as paid, export, keep as a template, delete.

import { today } from "../day.js";
import { ask } from "../dialog.js";
import { check, keepDraft } from "../draft.js";
import { h } from "../element.js";
import { exportInvoice } from "../export.js";
import { changeInvoice, invoiceName, removeInvoice } from "../invoices.js";
import { go, refresh } from "../router.js";
import { saveTemplate } from "../templates.js";
import { toast } from "../toast.js";
import { sendInvoice } from "./send.js";

/** The buttons that fit how the invoice stands. `save` keeps the form and gives the invoice, or nothing. */
export function actions({ invoice, draft, save }) {
  const status = invoice?.status ?? "new";
  const main = { new: "save", draft: "send", sent: "paid" }[status];
  const look = (name) => (name === main ? "button primary" : "button");
  return h("div", { class: "actions" },
    main === "paid" && markPaid(invoice, look("paid")),
    (status === "draft" || status === "sent") && sendButton(save, status, look("send")),
    status !== "paid" && h("button", { class: look("save"), "data-testid": "save-invoice" }, invoice ? "Save changes" : "Save invoice"),
    status === "paid" && markUnpaid(invoice),
    templateButton(draft),
    invoice && exporter(invoice, draft),
    status === "draft" && deleteButton(invoice));
}

function sendButton(save, status, className) {
  const send = async () => {
    const kept = save();
    if (!kept || !(await sendInvoice(kept))) return;
    refresh();
    toast(`${invoiceName(kept)} is sent.`);
  };
  return h("button", { class: className, type: "button", "data-testid": "send-invoice", onclick: send },
    status === "sent" ? "Send again" : "Send invoice");
}

// No attribute here: the playbook counts this one by its selector.
function markPaid(invoice, className) {
  const mark = () => {
    changeInvoice(invoice.id, { status: "paid", paid: today() });
    refresh();
    toast(`${invoiceName(invoice)} is paid.`);
  };
  return h("button", { class: `${className} mark-paid`, type: "button", "data-testid": "mark-paid", onclick: mark }, "Mark as paid");
}

function markUnpaid(invoice) {
  const mark = () => {
    changeInvoice(invoice.id, { status: "sent", paid: undefined });
    refresh();
    toast(`${invoiceName(invoice)} waits for payment again.`);
  };
  return h("button", { class: "button", type: "button", onclick: mark }, "Mark as unpaid");
}

function templateButton(draft) {
  const keep = () => {
    const { items, notes } = check(draft).fields;
    toast("Template “", h("bdi", null, saveTemplate({ items, notes })), "” is saved. New invoices can start from it.");
  };
  return h("button", {
    class: "button", type: "button", "data-sm-feature": "template_saved", "data-testid": "save-template", onclick: keep,
  }, "Save as template");
}

function exporter(invoice, draft) {
  const format = h("select", { id: "format", "data-testid": "export-format" },
    h("option", { value: "csv" }, "CSV"),
    h("option", { value: "html" }, "Printable page"));
  const save = () => {
    exportInvoice({ ...invoice, ...check(draft).fields }, format.value);
    toast("The file is in your downloads.");
  };
  return h("div", { class: "export" },
    h("label", { class: "unseen", for: "format" }, "File format"),
    format,
    h("button", {
      class: "button", type: "button", "data-sm-feature": "invoice_exported", "data-testid": "export-invoice", onclick: save,
    }, "Export"));
}

function deleteButton(invoice) {
  const remove = async () => {
    const sure = await ask({
      title: `Delete ${invoiceName(invoice)}?`,
      body: h("p", null, "The draft is gone for good. It makes room for another one."),
      confirm: "Delete",
      testid: "confirm-delete",
      danger: true,
    });
    if (!sure) return;
    keepDraft(invoice.id, null);
    removeInvoice(invoice.id);
    go("/invoices", { replace: true });
    toast(`${invoiceName(invoice)} is deleted.`);
  };
  return h("button", { class: "button quiet danger-text", type: "button", "data-testid": "delete-invoice", onclick: remove }, "Delete draft");
}
