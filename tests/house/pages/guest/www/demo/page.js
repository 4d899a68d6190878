// The page's own code. It answers each click, so that none is dead.

const find = (testid) => document.querySelector(`[data-testid="${testid}"]`);
const answer = () => { find("answer").textContent++; };

function button(testid, feature) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = made.dataset.testid = testid;
  made.dataset.smFeature = feature;
  made.addEventListener("click", answer);
  return made;
}

/** An element with a shadow root that `fill` fills. It goes without iterators, which a test breaks. */
function define(name, mode, fill) {
  customElements.define(name, class extends HTMLElement {
    constructor() {
      super();
      fill(this.attachShadow({ mode }));
    }
  });
}

define("x-inner", "open", (root) => {
  const form = document.createElement("form");
  form.dataset.smFeature = "teammate_invited";
  const field = document.createElement("input");
  field.dataset.testid = "inner-field";
  const choice = document.createElement("input");
  choice.type = "checkbox";
  choice.dataset.testid = "inner-tick";
  choice.dataset.smFeature = "search_used";
  form.append(field);
  form.onsubmit = (event) => { event.preventDefault(); answer(); };
  root.append(button("inner", "template_saved"), form, choice);
});
define("x-outer", "open", (root) => root.append(document.createElement("x-inner")));
define("x-closed", "closed", (root) => root.append(button("hidden", "template_saved")));

find("use").addEventListener("click", answer);
find("form").addEventListener("submit", (event) => { event.preventDefault(); answer(); });
find("later").append(button("added", "template_saved"));
