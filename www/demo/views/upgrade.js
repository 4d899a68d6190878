// The plans, side by side, and choosing one.

import { keptDraft } from "../draft.js";
import { h, icon } from "../element.js";
import { choosePlan, currentPlan, PLANS } from "../plan.js";
import { refresh } from "../router.js";
import { toast } from "../toast.js";

const ROWS = [
  ["Invoices", "5", "No limit", "No limit"],
  ["Templates and export", true, true, true],
  ["Teammates", true, true, true],
  ["Reminders for late payers", false, true, true],
  ["Your logo on invoices", false, true, true],
  ["Book-keeper access", false, false, true],
  ["Approval before sending", false, false, true],
];

/** Plans and comparison; after choosing, thanks. */
export function upgradeView() {
  const current = currentPlan();
  return {
    title: "Upgrade",
    nodes: [
      h("div", { class: "head" }, h("h1", null, current.id === "trial" ? "Choose a plan" : `You are on ${current.name}`)),
      current.id === "trial"
        ? h("p", { class: "lead" }, "Everything you made in the trial stays. This is a demo, so no card is asked for.")
        : thanks(current),
      h("ul", { class: "plans" }, PLANS.map((plan) => planCard(plan, current))),
      h("section", { class: "card", "aria-labelledby": "compare" },
        h("div", { class: "card-head" }, h("h2", { id: "compare" }, "What is in each plan")),
        comparison()),
    ],
  };
}

function thanks(plan) {
  return h("section", { class: "card thanks", "data-testid": "upgraded" },
    h("p", null, icon("check"), h("span", null, h("strong", null, `Thank you for choosing ${plan.name}.`), " There is no limit on invoices any more.")),
    keptDraft("new") && h("a", { class: "button primary", href: "/invoices/new", "data-testid": "continue-draft" }, "Back to your unsaved invoice"));
}

function planCard(plan, current) {
  const isCurrent = plan.id === current.id;
  const choose = async (event) => {
    const button = event.currentTarget;
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    try {
      await choosePlan(plan.id);
    } catch {
      button.removeAttribute("aria-disabled");
      toast("The upgrade did not go through. Nothing was changed; please try again.");
      return;
    }
    // The person may have walked on while the backend thought about it.
    if (location.pathname === "/upgrade") refresh();
    toast(`You are on ${plan.name} now. Thank you!`);
  };
  return h("li", { class: isCurrent ? "plan-card current" : "plan-card" },
    h("h2", null, plan.name),
    h("p", { class: "plan-price" }, h("bdi", null, plan.price), " ", h("span", null, plan.per)),
    h("p", null, plan.says),
    isCurrent && h("p", { class: "plan-current" }, icon("check"), "Your plan"),
    !isCurrent && plan.id !== "trial" && h("button", {
      class: plan.id === "team" ? "button primary" : "button", type: "button", "data-testid": `plan-${plan.id}`, onclick: choose,
    }, `Choose ${plan.name}`));
}

function comparison() {
  const cell = (value) => {
    if (typeof value === "string") return value;
    return value ? [icon("check"), h("span", { class: "unseen" }, "Yes")] : [h("span", { "aria-hidden": "true" }, "–"), h("span", { class: "unseen" }, "No")];
  };
  return h("table", { class: "table compare" },
    h("caption", { class: "unseen" }, "What is in each plan"),
    h("thead", null, h("tr", null, h("td"), PLANS.map((plan) => h("th", { scope: "col" }, plan.name)))),
    h("tbody", null, ROWS.map(([name, ...values]) => h("tr", null,
      h("th", { scope: "row" }, name), values.map((value) => h("td", null, cell(value)))))));
}
