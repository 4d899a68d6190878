// A labelled field with room for what is wrong with it.

import { h } from "../element.js";

/** Wraps a control with its label; `id` joins them. */
export function field({ id, label, control, className = "" }) {
  control.id = id;
  control.addEventListener("input", () => clearError(control));
  return h("div", { class: `field ${className}` },
    h("label", { class: "field-label", for: id }, label),
    control,
    h("p", { class: "field-wrong", id: `${id}-wrong`, hidden: true }));
}

/** Shows `errors: [{field, row?, says}]` under their fields within `root`, and goes to the first. */
export function showErrors(root, errors) {
  for (const control of root.querySelectorAll("[aria-invalid]")) clearError(control);
  const wrong = errors.map(({ field: name, row, says }) => {
    const control = root.querySelector(`#${row === undefined ? name : `${name}-${row}`}`);
    const text = root.querySelector(`#${control.id}-wrong`);
    text.textContent = says;
    text.hidden = false;
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", text.id);
    return control;
  });
  wrong[0]?.focus();
}

function clearError(control) {
  control.removeAttribute("aria-invalid");
  control.removeAttribute("aria-describedby");
  control.parentElement.querySelector(".field-wrong").hidden = true;
}
