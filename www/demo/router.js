// Shows the view that belongs to the address, and follows links without loading the page again.

/** `routes` are `[pattern, view]`, `:name` stands for one segment; `show(view, context, moved)` paints. */
export function startRouter(routes, other, show) {
  const paint = (moved) => {
    const { view, params } = find(routes, other);
    shown = address();
    show(view, { params, query: new URLSearchParams(location.search) }, moved);
  };
  repaint = paint;
  addEventListener("popstate", () => {
    // A jump within the page, such as the skip link's, is a popstate too, and no other page.
    if (address() !== shown) paint(true);
  });
  document.addEventListener("click", follow);
  paint(false);
}

let repaint = () => {};
let shown = "";

/** Goes to a path of this product. */
export function go(path, { replace = false } = {}) {
  history[replace ? "replaceState" : "pushState"](null, "", path);
  repaint(true);
  scrollTo(0, 0);
}

/** Paints the present view again, from what is kept now. */
export function refresh() {
  repaint(true);
}

function address() {
  return location.pathname + location.search;
}

function find(routes, other) {
  const path = location.pathname.replace(/\/+$/, "") || "/";
  const segments = path.split("/");
  for (const [pattern, view] of routes) {
    const wanted = pattern.split("/");
    if (wanted.length !== segments.length) continue;
    if (!wanted.every((part, at) => part.startsWith(":") || part === segments[at])) continue;
    const named = wanted.flatMap((part, at) => (part.startsWith(":") ? [[part.slice(1), segments[at]]] : []));
    return { view, params: Object.fromEntries(named) };
  }
  return { view: other, params: {} };
}

function follow(event) {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  if (link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
