// The lines of an invoice form: description, quantity, price, tax, amount.

import { blankItem, counted } from "../draft.js";
import { h } from "../element.js";
import { lineNet, money } from "../money.js";
import { field } from "./field.js";

const COLUMNS = [
  { name: "description", label: "Description", testid: "item-description", width: "grow" },
  { name: "quantity", label: "Quantity", testid: "item-quantity", mode: "decimal" },
  { name: "price", label: "Price", testid: "item-price", mode: "decimal", hint: "0.00" },
  { name: "tax", label: "Tax %", testid: "item-tax", mode: "decimal" },
];

/** The lines of `draft`, which is changed as the person types; `onEdit` hears of each change. */
export function itemsEditor(draft, onEdit) {
  const list = h("ol", { class: "items" });
  const add = h("button", { class: "button", type: "button", "data-testid": "add-item", onclick: () => addItem() }, "Add a line");

  const paint = () => list.replaceChildren(...draft.items.map((item, row) => line(item, row, { onEdit, onRemove: () => remove(row) })));
  const addItem = () => {
    draft.items.push(blankItem());
    paint();
    onEdit();
    list.lastElementChild.querySelector("input").focus();
  };
  const remove = (row) => {
    draft.items.splice(row, 1);
    if (draft.items.length === 0) draft.items.push(blankItem());
    paint();
    onEdit();
    add.focus();
  };
  paint();
  return { node: h("section", { class: "lines", "aria-labelledby": "lines" }, h("h2", { id: "lines" }, "Lines"), list, add), paint };
}

function line(item, row, { onEdit, onRemove }) {
  const amount = h("bdi");
  const paintAmount = () => {
    amount.textContent = money(lineNet(counted(item)));
  };
  paintAmount();
  const cells = COLUMNS.map((column) => field({
    id: `${column.name}-${row}`,
    label: column.label,
    className: `item-${column.name}`,
    control: h("input", {
      value: item[column.name], inputmode: column.mode, placeholder: column.hint, autocomplete: "off",
      dir: column.mode ? "ltr" : "auto", "data-testid": column.testid,
      oninput: (event) => {
        item[column.name] = event.target.value;
        paintAmount();
        onEdit();
      },
    }),
  }));
  return h("li", { class: "item" }, cells,
    h("p", { class: "item-amount" }, h("span", { class: "field-label" }, "Amount"), amount),
    h("button", { class: "item-remove", type: "button", "aria-label": `Remove line ${row + 1}`, onclick: onRemove }, "×"));
}
