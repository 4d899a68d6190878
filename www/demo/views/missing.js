// The page for an address that leads nowhere.

import { h } from "../element.js";

/** Says so, and shows the way back. */
export function missingView() {
  return {
    title: "Not found",
    nodes: [
      h("h1", null, "Nothing here"),
      h("p", { class: "lead" }, "This page or invoice does not exist, or was cleared when the demo started over."),
      h("p", null, h("a", { class: "button", href: "/" }, "To the dashboard")),
    ],
  };
}
