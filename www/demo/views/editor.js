// One invoice: the form for a new or kept one, its sums, and what can be done with it.

import { clients, keepClient } from "../clients.js";
import { longDay, today } from "../day.js";
import { blankDraft, check, counted, draftOf, isBlank, keepDraft, keptDraft } from "../draft.js";
import { h } from "../element.js";
import { addInvoice, changeInvoice, invoiceById, invoiceName } from "../invoices.js";
import { track } from "../measure.js";
import { money, totals } from "../money.js";
import { go, refresh } from "../router.js";
import { toast } from "../toast.js";
import { actions } from "./actions.js";
import { field, showErrors } from "./field.js";
import { itemsEditor } from "./items.js";
import { missingView } from "./missing.js";
import { badge } from "./rows.js";
import { templateChoice } from "./template-choice.js";

/** The page of `/invoices/new` and of `/invoices/ID`. */
export function editorView({ params }) {
  const invoice = params.id ? invoiceById(params.id) : null;
  if (params.id && !invoice) return missingView();
  const key = invoice?.id ?? "new";
  const saved = invoice ? draftOf(invoice) : blankDraft();
  const kept = keptDraft(key);
  const draft = structuredClone(kept ?? saved);
  const isPaid = invoice?.status === "paid";

  const sums = h("dl", { class: "sums" });
  const unsaved = h("p", { class: "unsaved", hidden: true }, "Not saved yet. ",
    h("button", { class: "link", type: "button", onclick: () => discard(key) }, "Discard changes"));
  const refusal = h("div", { role: "alert" });
  const isChanged = () => JSON.stringify(draft) !== JSON.stringify(saved);
  const paint = () => {
    paintSums(sums, draft);
    unsaved.hidden = !isChanged();
  };
  const onEdit = () => {
    keepDraft(key, isChanged() ? draft : null);
    paint();
  };

  const items = itemsEditor(draft, onEdit);
  // Gives the kept invoice, or nothing when something is wrong or the plan has no room.
  const save = () => {
    const { fields, errors } = check(draft);
    showErrors(form, errors);
    if (errors.length > 0) return null;
    if (invoice && !isChanged()) return invoice;
    const done = invoice ? edit(invoice, fields) : addInvoice(fields);
    if (!done) {
      refuse(refusal);
      return null;
    }
    keepClient(fields.client);
    keepDraft(key, null);
    track(invoice ? "invoice_edited" : "invoice_created");
    return done;
  };
  const submit = (event) => {
    event.preventDefault();
    const wasChanged = isChanged();
    const done = save();
    if (!done) return;
    toast(wasChanged ? `${invoiceName(done)} is saved.` : "Nothing has changed.");
    if (!invoice) go(`/invoices/${done.id}`, { replace: true });
    else if (wasChanged) refresh();
  };

  const form = h("form", { class: "editor", novalidate: true, autocomplete: "off", onsubmit: submit },
    h("fieldset", { class: "card editor-form", disabled: isPaid },
      h("legend", { class: "unseen" }, "Invoice"),
      !invoice && templateChoice(draft, () => {
        items.paint();
        form.querySelector("#notes").value = draft.notes;
        onEdit();
      }),
      facts(draft, onEdit),
      items.node,
      notes(draft, onEdit)),
    h("aside", { class: "card editor-side", "aria-label": "Sums and actions" },
      sums, unsaved, refusal,
      actions({ invoice, draft, save })));
  paint();

  return {
    title: invoice ? invoiceName(invoice) : "New invoice",
    nodes: [
      h("p", { class: "back" }, h("a", { href: "/invoices" }, "All invoices")),
      h("div", { class: "head" },
        h("h1", null, invoice ? invoiceName(invoice) : "New invoice"),
        invoice && badge(invoice)),
      history(invoice),
      form,
    ],
  };
}

function edit(invoice, fields) {
  changeInvoice(invoice.id, fields);
  return invoiceById(invoice.id);
}

function discard(key) {
  keepDraft(key, null);
  refresh();
  toast("Changes discarded.");
}

function refuse(region) {
  region.replaceChildren(h("div", { class: "refusal", "data-testid": "limit-reached" },
    h("h2", null, "That is one more than the trial holds"),
    h("p", null, "The trial plan keeps 5 invoices, and 5 are in use. This one is safe: it stays here as a draft, and you can save it after an upgrade."),
    h("a", { class: "button primary", href: "/upgrade", "data-testid": "limit-upgrade" }, "See the plans")));
  region.querySelector("a").focus();
}

function history(invoice) {
  if (!invoice?.sent) return h("p", { class: "lead" }, invoice ? "Not sent yet." : "Fields can be changed until the invoice is paid.");
  const paid = invoice.status === "paid" ? `, paid ${longDay(invoice.paid ?? today())}` : "";
  return h("p", { class: "lead" }, `Sent ${longDay(invoice.sent)}${paid}.`);
}

function facts(draft, onEdit) {
  const bound = (name, attributes) => h("input", {
    ...attributes, value: draft[name], oninput: (event) => {
      draft[name] = event.target.value;
      onEdit();
    },
  });
  return h("div", { class: "facts" },
    field({ id: "client", label: "Client", className: "grow", control: bound("client", { list: "clients", dir: "auto", "data-testid": "client" }) }),
    h("datalist", { id: "clients" }, clients().map(({ name }) => h("option", { value: name }))),
    field({ id: "issued", label: "Issued", control: bound("issued", { type: "date", "data-testid": "issued" }) }),
    field({ id: "due", label: "Due", control: bound("due", { type: "date", "data-testid": "due" }) }));
}

function notes(draft, onEdit) {
  const control = h("textarea", {
    rows: "3", dir: "auto", "data-testid": "notes", oninput: (event) => {
      draft.notes = event.target.value;
      onEdit();
    },
  });
  control.value = draft.notes;
  return field({ id: "notes", label: "Notes for the client", control });
}

function paintSums(list, draft) {
  const { net, tax, gross } = totals(draft.items.filter((item) => !isBlank(item)).map(counted));
  const pair = (name, cents, className) => h("div", { class: className }, h("dt", null, name), h("dd", null, h("bdi", null, money(cents))));
  list.replaceChildren(pair("Net", net), pair("Tax", tax), pair("Total", gross, "sums-total"));
  list.lastElementChild.setAttribute("data-testid", "total");
}
