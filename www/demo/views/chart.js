// A small bar chart: one bar a month, paid below, awaited on top.

import { s } from "../element.js";
import { money, shortMoney } from "../money.js";

const WIDTH = 640;
const HEIGHT = 226;
const BASE = 190;
const TOP = 14;
const LEFT = 78;
const BAR = 44;
const LINES = 4;

/** Draws `months: [{label, paid, open}]` (cents). The table beside it tells the same to a screen reader. */
export function chart(months) {
  const most = niceTop(Math.max(...months.map(({ paid, open }) => paid + open)));
  const high = (cents) => ((BASE - TOP) * cents) / most;
  const step = (WIDTH - LEFT) / months.length;
  return s("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    Array.from({ length: LINES + 1 }, (_, at) => gridLine(BASE - ((BASE - TOP) * at) / LINES, (most * at) / LINES)),
    months.map((month, at) => bar(month, LEFT + step * at + (step - BAR) / 2, high)));
}

function gridLine(y, cents) {
  return s("g", null,
    s("line", { class: "chart-line", x1: LEFT, x2: WIDTH, y1: y, y2: y }),
    s("text", { class: "chart-text", x: LEFT - 8, y, dy: ".35em", "text-anchor": "end" }, shortMoney(cents)));
}

function bar({ label, paid, open }, x, high) {
  return s("g", null,
    s("title", null, `${label}: ${money(paid)} paid, ${money(open)} awaiting payment`),
    s("rect", { class: "chart-paid", x, y: BASE - high(paid), width: BAR, height: high(paid) }),
    s("rect", { class: "chart-open", x, y: BASE - high(paid) - high(open), width: BAR, height: high(open) }),
    s("text", { class: "chart-text", x: x + BAR / 2, y: BASE + 24, "text-anchor": "middle" }, label.split(" ")[0]));
}

/** The next round sum, in cents, that divides well by the number of lines. */
function niceTop(cents) {
  const unit = 10 ** Math.floor(Math.log10(Math.max(cents, 10_000)));
  return [1, 2, 4, 8, 10].map((times) => times * unit).find((top) => top >= cents) ?? 10 * unit;
}
