// A short message at the page's foot, read aloud; gone after a while, when dismissed, or when the next one comes.

import { h } from "./element.js";

const STAYS_MS = 6000;

/** Says something in passing. */
export function toast(...says) {
  const region = document.getElementById("toasts");
  const close = () => message.remove();
  const message = h("div", { class: "toast" },
    h("span", { dir: "auto" }, says),
    h("button", { class: "toast-close", type: "button", "aria-label": "Dismiss", onclick: close }, "×"));
  region.replaceChildren(message);
  const leave = () => (message.matches(":hover, :focus-within") ? setTimeout(leave, STAYS_MS) : close());
  setTimeout(leave, STAYS_MS);
}
