// Money in whole cents: reading what a person typed, adding it up, writing it out.

const CURRENCY = "USD";
const written = new Intl.NumberFormat("en", { style: "currency", currency: CURRENCY });
const short = new Intl.NumberFormat("en", { style: "currency", currency: CURRENCY, notation: "compact", maximumFractionDigits: 1 });

/** 123456 -> "$1,234.56" */
export function money(cents) {
  return written.format(cents / 100);
}

/** 123456 -> "$1.2K", for the axis of a chart. */
export function shortMoney(cents) {
  return short.format(cents / 100);
}

/** The number in "1,234.50", "1234,5" or " 7 "; NaN for anything else. */
export function number(text) {
  const bare = String(text).trim().replace(/\s|\u00a0/g, "");
  // One comma with one or two digits behind it is a decimal comma; commas elsewhere group thousands.
  const plain = /^\d+,\d{1,2}$/.test(bare) ? bare.replace(",", ".") : bare.replace(/,(?=\d{3}(\D|$))/g, "");
  return /^(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

/** Whole cents of a typed price; NaN when it is no price. */
export function cents(text) {
  return Math.round(number(text) * 100);
}

/** What one line costs before tax, in cents. */
export function lineNet({ quantity, price }) {
  return Math.round(quantity * price) || 0;
}

/** Sums in cents; tax is rounded once a rate, as on a printed invoice, not once a line. */
export function totals(items) {
  const byRate = new Map();
  for (const item of items) {
    byRate.set(item.tax || 0, (byRate.get(item.tax || 0) ?? 0) + lineNet(item));
  }
  let net = 0;
  let tax = 0;
  for (const [rate, sum] of byRate) {
    net += sum;
    tax += Math.round((sum * rate) / 100);
  }
  return { net, tax, gross: net + tax };
}
