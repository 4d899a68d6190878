// All that this product tells Second Moment by call; the rest is told by `data-sm-feature` attributes.

import { allowance } from "./invoices.js";

// Callable before the script has loaded, and harmless when it never does.
window.secondMoment = window.secondMoment || function () {
  (window.secondMoment.q = window.secondMoment.q || []).push(arguments);
};

let told = "";

/** Counts one use of a feature. */
export function track(feature) {
  tell("track", feature);
}

/** Tells how much of the invoice limit is used, at start and when it has changed; paid plans have none. */
export function tellLimit() {
  const { used, of } = allowance();
  const news = `${used}/${of}`;
  if (news === told) return;
  told = news;
  if (of !== null) tell("limit", "invoices", { used, of, hard: true });
}

function tell(...command) {
  try {
    window.secondMoment(...command);
  } catch {
    // Measuring must never be the reason why an invoice is not saved.
  }
}
