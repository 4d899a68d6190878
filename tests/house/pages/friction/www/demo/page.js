// What the page of trouble does. It has no framework, and answers in the ways in which products answer.

const find = (testid) => document.querySelector(`[data-testid="${testid}"]`);
const on = (testid, act) => find(testid)?.addEventListener("click", act);
const SECRET = "Quittenmus";

class Counter extends HTMLElement {
  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const button = document.createElement("button");
    button.textContent = "0";
    if (this.localName === "x-counter") button.onclick = () => { button.textContent++; };
    root.append(button);
  }
}
customElements.define("x-counter", Counter);
customElements.define("x-dead", class extends Counter {});
customElements.define("x-shown", class extends Counter {});
// What is pressed is one component, and what shows it another.
customElements.define("x-stepper", class extends Counter {
  constructor() {
    super();
    this.shadowRoot.firstChild.onclick = () => { find("shown").shadowRoot.firstChild.textContent++; };
  }
});

const sections = [...document.querySelectorAll("section")];
function paint() {
  for (const section of sections) {
    if (section.dataset.route === location.pathname) document.querySelector("nav").before(section);
    else section.remove();
  }
}
function wait(ms) {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

on("plus", () => { find("count").textContent++; });
on("raise", () => { find("amount").value++; });
find("on-press")?.addEventListener("pointerdown", () => { find("count").textContent++; });
find("raise-on-press")?.addEventListener("pointerdown", () => { find("amount").value++; });
on("close-second", () => history.back());
find("data-first")?.addEventListener("keydown", ({ key, ctrlKey }) => {
  if (key === "Enter" && ctrlKey) find("data-form").remove();
});
on("later", () => setTimeout(() => { find("count").textContent++; }, 900));
on("held-up", () => { wait(800); find("count").textContent++; });
find("held-keys")?.addEventListener("keydown", () => wait(800), { once: true });
on("asks", () => confirm("Delete?"));
on("prints", () => print());
on("tracks", () => secondMoment("track", "saved"));
on("makes-file", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["a,b"], { type: "text/csv" }));
  link.download = "file.csv";
  link.click();
});
on("fetches", () => fetch("/www/demo/page.css?" + Math.random()));
on("focuses", () => find("name").focus());
on("scrolls", () => find("end").scrollIntoView());
on("data-save", () => new FormData(find("data-form")));
for (const form of document.querySelectorAll("form[data-keep]")) form.onsubmit = (event) => event.preventDefault();
document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (link?.matches("[data-prevent]")) event.preventDefault();
  if (!link?.matches("[data-go]")) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  // As frameworks do: the address changes first, the page a moment later.
  requestAnimationFrame(paint);
});
addEventListener("popstate", paint);
window.fail = () => setTimeout(() => { throw new Error(SECRET); });
paint();
