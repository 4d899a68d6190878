// Where Second Moment may put its checklist.

import { h } from "../element.js";
import { read, write } from "../store.js";

/** The room of a list of four. */
const ROOM = "25rem";

/** The slot. Where the list is likely to come its room is kept, so that nothing moves then. */
export function checklistSlot(isLikely) {
  const slot = h("div", { "data-sm-slot": "checklist" });
  if (!isLikely) return slot;
  slot.style.minHeight = read("listRoom", ROOM);
  const size = new ResizeObserver(() => {
    // A slot of a page that was left has no size.
    if (slot.isConnected) write("listRoom", `${slot.offsetHeight}px`);
  });
  // What the customer folds or puts away gives its room back, here and on the next page.
  const fit = () => {
    slot.style.minHeight = "";
    size.observe(slot);
  };
  // On their way down: the list keeps the Escape that closes it to itself.
  for (const act of ["click", "keydown"]) slot.addEventListener(act, fit, { capture: true, once: true });
  return slot;
}
