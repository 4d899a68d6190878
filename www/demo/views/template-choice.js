// Begins a new invoice with the lines of a template.

import { draftOf, isBlank } from "../draft.js";
import { h } from "../element.js";
import { removeTemplate, templates } from "../templates.js";
import { toast } from "../toast.js";

/** A choice of templates, or nothing while there are none. Lines are added: what was typed stays. */
export function templateChoice(draft, onUse) {
  if (templates().length === 0) return null;
  const list = h("ul", { class: "templates" });
  const use = (template) => {
    const { items, notes } = draftOf(template);
    draft.items = [...draft.items.filter((item) => !isBlank(item)), ...items];
    draft.notes = draft.notes || notes;
    onUse();
    toast("Lines of “", h("bdi", null, template.name), "” are in.");
  };
  const paint = () => list.replaceChildren(...templates().map((template) => h("li", { class: "template" },
    h("button", { class: "template-use", type: "button", "data-testid": "use-template", dir: "auto", onclick: () => use(template) }, template.name),
    h("button", {
      class: "template-remove", type: "button", "aria-label": `Remove the template ${template.name}`, onclick: () => {
        removeTemplate(template.name);
        if (templates().length === 0) section.remove();
        else paint();
      },
    }, "×"))));
  const section = h("section", { class: "template-choice", "aria-labelledby": "from-template" },
    h("h2", { id: "from-template" }, "Start from a template"), list);
  paint();
  return section;
}
