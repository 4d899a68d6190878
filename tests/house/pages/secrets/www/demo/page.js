// What the page full of secrets does with them, so that they stand in every place in which a script could find one.

const find = (testid) => document.querySelector(`[data-testid="${testid}"]`);

document.cookie = "session=zqkeks38; path=/";
localStorage.setItem("user", "zqspeicher39@secret.example");
localStorage.setItem("zqname40", "1");
sessionStorage.setItem("draft", "zqentwurf41");
window.name = "zqfenster42";
window.zqglobal43 = "zqglobalwert44";
history.replaceState({ mail: "zqzustand45@secret.example" }, "", `/zqpfad46?q=zqabfrage47&mail=zqadresse48%40secret.example#zqraute49`);

find("held-up").addEventListener("click", () => {
  const until = performance.now() + 800;
  while (performance.now() < until);
});
find("form").addEventListener("submit", (event) => event.preventDefault());

window.fail = () => {
  setTimeout(() => { throw new TypeError("zqfehler50 of zqfehlermail51@secret.example"); });
  Promise.reject(new Error("zqablehnung52"));
  console.error("zqkonsole53");
  const script = document.createElement("script");
  script.src = "/www/demo/zqfehlt54.js?zqfehltfrage55";
  document.head.append(script);
};
window.say = () => {
  const say = window.secondMoment;
  say("track", "zqgerufen56 said zqmail57@secret.example", { count: 2, moment: "zqmoment58 @" });
  say("limit", "zqgrenze59 @", { used: 1, of: 2 });
  say("outcome", "zqausgang60 @");
  say("consent", "zqwort61");
  say("budget", "zqbudget62");
  say("on", "zqhoerer63", () => "zqantwort64");
  say("on", "decision", () => { throw new Error("zqhoererfehler65"); });
  say("readiness", () => "zqbereit66");
  say("inspect", () => "zqschau67");
  say("start", { key: "zqschluessel68", trial: "zqversuch69@secret.example", started: "zqbeginn70" });
  say("zqbefehl71", "zqerstes72", "zqzweites73");
};
window.select = () => {
  const range = document.createRange();
  range.selectNodeContents(find("words"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  document.execCommand("copy");
};
// The texts in which they stand as a whole, for one might leave as a hash.
window.texts = () => [
  location.href, location.pathname, location.search, location.hash, document.title, document.referrer, document.cookie,
  document.body.innerText, String(getSelection()), find("words").textContent, find("first")?.value ?? "", find("last")?.value ?? "",
  "zqfehler50 of zqfehlermail51@secret.example", find("dead").outerHTML, find("form")?.action ?? "",
];
