// Calendar days as "2026-11-10", in the person's own time zone.

const written = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const monthWritten = new Intl.DateTimeFormat("en", { month: "short", year: "2-digit" });

/** Today, or so many days from it. */
export function today(plusDays = 0) {
  const now = new Date();
  return iso(new Date(now.getFullYear(), now.getMonth(), now.getDate() + plusDays));
}

/** "2026-11-10" -> "Nov 10, 2026"; what is no day comes back as it is. */
export function longDay(day) {
  const date = parse(day);
  return date ? written.format(date) : String(day ?? "");
}

/** Whether this is a day that exists. */
export function isDay(day) {
  const date = parse(day);
  return date !== null && iso(date) === day;
}

/** The last `count` months up to this one, oldest first, as `{key: "2026-11", label: "Nov 26"}`. */
export function lastMonths(count) {
  const now = new Date();
  return Array.from({ length: count }, (_, index) => {
    const first = new Date(now.getFullYear(), now.getMonth() - (count - 1 - index), 1);
    return { key: iso(first).slice(0, 7), label: monthWritten.format(first).replace(" ", " ’") };
  });
}

function parse(day) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? "");
  return parts ? new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) : null;
}

function iso(date) {
  const two = (part) => String(part).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
