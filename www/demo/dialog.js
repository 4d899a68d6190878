// A question in a <dialog>: the browser keeps the focus, Escape means no.

import { h } from "./element.js";

/** Asks; the promise is true when the person confirmed. `body` may hold fields, which the caller reads. */
export function ask({ title, body = [], confirm, cancel = "Cancel", testid, danger = false }) {
  return new Promise((answer) => {
    const dialog = h("dialog", { class: "dialog", "aria-labelledby": "dialog-title" },
      h("form", { method: "dialog" },
        h("h2", { id: "dialog-title" }, title),
        body,
        h("div", { class: "dialog-actions" },
          h("button", { class: "button", type: "button", onclick: () => dialog.close("no") }, cancel),
          h("button", { class: danger ? "button danger" : "button primary", value: "yes", "data-testid": testid }, confirm))));
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
