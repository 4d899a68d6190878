// The dialog that sends an invoice. A pretence: no message goes out.

import { emailOf, keepClient } from "../clients.js";
import { longDay, today } from "../day.js";
import { ask } from "../dialog.js";
import { h } from "../element.js";
import { changeInvoice, invoiceName } from "../invoices.js";
import { track } from "../measure.js";
import { money, totals } from "../money.js";
import { field } from "./field.js";

/** Asks where to; true when it was sent. */
export async function sendInvoice(invoice) {
  const to = h("input", {
    type: "email", required: true, value: emailOf(invoice.client), autocomplete: "off", "data-testid": "send-to",
  });
  const message = h("textarea", { rows: "4", dir: "auto" });
  message.value = `Here is ${invoiceName(invoice)} over ${money(totals(invoice.items).gross)}, due ${longDay(invoice.due)}. Thank you!`;
  const sure = await ask({
    title: `Send ${invoiceName(invoice)}`,
    body: [
      h("p", { class: "hint" }, "This is a demo: nothing leaves this browser."),
      field({ id: "send-to", label: "To (e-mail)", control: to }),
      field({ id: "send-message", label: "Message", control: message }),
    ],
    confirm: "Send",
    testid: "confirm-send",
  });
  if (!sure) return false;
  keepClient(invoice.client, to.value.trim());
  changeInvoice(invoice.id, { status: "sent", sent: today() });
  track("invoice_sent");
  return true;
}
