// The plan this trial is on, and what the plans hold.

import { read, write } from "./store.js";

/** What can be bought, and the trial beside it. `invoices: null` means without limit. */
export const PLANS = [
  { id: "trial", name: "Trial", price: "$0", per: "for 14 days", invoices: 5, says: "To find out whether it suits you." },
  { id: "team", name: "Team", price: "$19", per: "a month", invoices: null, says: "For people who invoice every week." },
  { id: "business", name: "Business", price: "$49", per: "a month", invoices: null, says: "For companies with a book-keeper." },
];

/** The plan in force. */
export function currentPlan() {
  const id = read("plan", "trial");
  return PLANS.find((plan) => plan.id === id) ?? PLANS[0];
}

/** Tells the product's backend which plan was chosen; keeps it once the backend has said yes. */
export async function choosePlan(id) {
  const answer = await fetch("/demo/upgrade", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ plan: id }),
  });
  if (!answer.ok) throw new Error(`the backend answered ${answer.status}`);
  write("plan", id);
}
