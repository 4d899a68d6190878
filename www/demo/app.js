// Starts the product: direction, side bar, views. The shell itself stands in index.html.

import { ask } from "./dialog.js";
import { h, icon } from "./element.js";
import { allowance } from "./invoices.js";
import { tellLimit } from "./measure.js";
import { currentPlan } from "./plan.js";
import { startRouter } from "./router.js";
import { clear, isLasting, onChange } from "./store.js";
import { toast } from "./toast.js";
import { dashboardView } from "./views/dashboard.js";
import { editorView } from "./views/editor.js";
import { listView } from "./views/list.js";
import { missingView } from "./views/missing.js";
import { reportsView } from "./views/reports.js";
import { teamView } from "./views/team.js";
import { upgradeView } from "./views/upgrade.js";

const ROUTES = [
  ["/", dashboardView],
  ["/invoices", listView],
  ["/invoices/new", editorView],
  ["/invoices/:id", editorView],
  ["/team", teamView],
  ["/reports", reportsView],
  ["/upgrade", upgradeView],
];
const main = document.getElementById("main");

// The texts stay English; the direction shows that the layout follows.
const locale = document.querySelector("script[data-key]")?.dataset.locale ?? "";
if (locale.startsWith("ar")) document.documentElement.dir = "rtl";

document.getElementById("start-over").addEventListener("click", startOver);
if (!isLasting()) {
  document.getElementById("foot-note").append(" This browser forbids storage, so a reload forgets everything.");
}
onChange(paintPlan);
onChange(tellLimit);
paintPlan();
tellLimit();
startRouter(ROUTES, missingView, show);

/** A view gives its `title` and the `nodes` of the page; after a move the heading gets the focus. */
function show(view, context, moved) {
  const { title, nodes } = view(context);
  document.title = `${title} · Tallyfold`;
  main.replaceChildren(...nodes);
  for (const link of document.querySelectorAll(".nav a")) {
    const { pathname } = new URL(link.href);
    const here = pathname === "/" ? location.pathname === "/" : location.pathname.startsWith(pathname);
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!moved) return;
  const heading = main.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function paintPlan() {
  const { used, of } = allowance();
  const invoices = used === 1 ? "invoice" : "invoices";
  const says = of === null ? `${used} ${invoices}` : `${used} of ${of} invoices`;
  document.getElementById("plan").replaceChildren(
    h("p", { class: "plan-name" }, `${currentPlan().name} plan`),
    h("p", { class: "plan-count", "data-testid": "invoice-count" }, says),
    of === null
      ? h("p", { class: "plan-free" }, icon("check"), "No limit")
      : h("progress", { class: used >= of ? "full" : null, max: of, value: Math.min(used, of), "aria-label": "Invoices used" }));
}

async function startOver() {
  const sure = await ask({
    title: "Start over?",
    body: h("p", null, "This clears every invoice, client, template and teammate in this browser and begins a new trial."),
    confirm: "Start over",
    testid: "confirm-start-over",
    danger: true,
  });
  if (!sure) return;
  try {
    const answer = await fetch("/demo/reset", { method: "POST" });
    if (!answer.ok) throw new Error(`the backend answered ${answer.status}`);
  } catch {
    toast("Could not start over: the server does not answer. Nothing was cleared.");
    return;
  }
  clear();
  location.assign("/");
}
