// The libraries as a product has them: the snippet that goes before each, the library itself, and how it is told.

const AT = "/libraries/";
const SINK = location.origin + "/sink";

// Resolves when the script has run.
function bring(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
}

// Resolves when it is so; the page looks in each frame.
function until(isSo) {
  return new Promise((resolve) => {
    const look = () => (isSo() ? resolve() : requestAnimationFrame(look));
    look();
  });
}

const libraries = {
  segment: {
    owner: () => window.analytics,
    method: "track",
    async stub() {
      window.module = {};
      await bring(AT + "@segment/snippet/dist/max.template.js");
      const settings = { globalAnalyticsKey: "analytics", apiKey: "k", host: "", ajsPath: "", optionalCDN: "", load: "", page: "" };
      // What a product has inline, made of the library's own template.
      (0, eval)(window.module.exports(settings));
      delete window.module;
      analytics._cdn = location.origin + "/cdn";
      analytics._loadOptions = { integrations: { "Segment.io": { apiHost: location.host + "/sink", protocol: "http" } } };
    },
    async load() {
      await bring(AT + "@segment/analytics-next/dist/umd/standalone.js");
      // It takes its stub's place when it has its settings.
      await until(() => analytics.initialized);
    },
    result: (said) => said instanceof Promise,
  },

  posthog: {
    owner: () => window.posthog,
    method: "capture",
    // Its snippet is in no package: this is one of ours with the same marks, by which the library knows it.
    async stub() {
      const stub = (window.posthog = []);
      stub._i = [];
      stub.__SV = 1;
      stub.people = [];
      stub.init = (token, config, name) => {
        for (const method of ["capture", "identify", "register", "reset", "opt_in_capturing"]) {
          stub[method] = (...said) => { stub.push([method, ...said]); };
        }
        stub._i.push([token, config, name ?? "posthog"]);
      };
      stub.init("k", {
        api_host: SINK, autocapture: false, capture_pageview: false, capture_pageleave: false, opt_out_useragent_filter: true,
        advanced_disable_flags: true, disable_session_recording: true, disable_surveys: true, disable_external_dependency_loading: true,
      });
    },
    load: () => bring(AT + "posthog-js/dist/array.js"),
    result: (said) => typeof said.uuid === "string",
  },

  amplitude: {
    owner: () => window.amplitude,
    method: "track",
    async stub() {
      // The policy stops it from getting the library from elsewhere.
      await bring(AT + "@amplitude/analytics-browser/lib/scripts/amplitude-snippet-min.js");
      amplitude.init("k", { serverUrl: SINK, autocapture: false, fetchRemoteConfig: false });
    },
    load: () => bring(AT + "@amplitude/analytics-browser/lib/scripts/amplitude-min.js"),
    result: (said) => said.promise instanceof Promise,
  },

  mixpanel: {
    owner: () => window.mixpanel,
    method: "track",
    async stub() {
      window.MIXPANEL_CUSTOM_LIB_URL = "data:,";
      await bring(AT + "mixpanel-browser/dist/mixpanel-jslib-snippet.min.js");
      mixpanel.init("k", { api_host: SINK, autocapture: false, persistence: "localStorage", ignore_dnt: true });
    },
    load: () => bring(AT + "mixpanel-browser/dist/mixpanel.min.js"),
    result: (said) => said.event !== undefined,
  },

  gtag: {
    owner: () => window,
    method: "gtag",
    async stub() { await bring("/www/demo/gtag.js"); },
    // Google's own is in no package. What it does to the page: it puts its own function before the data layer's `push`.
    async load() {
      const { push } = dataLayer;
      dataLayer.push = function (...said) { return push.apply(dataLayer, said); };
    },
    result: (said) => said === undefined,
  },

  datalayer: {
    owner: () => window.dataLayer,
    method: "push",
    async stub() { window.dataLayer = window.dataLayer || []; },
    load: () => libraries.gtag.load(),
    result: (said) => said === dataLayer.length,
  },
};

// Tells a library of an event, as the product's code would.
function tell(name, event, call) {
  const { owner, method } = libraries[name];
  const more = { plan: "Wolkenbruch" };
  const said = { gtag: ["event", event, more], datalayer: [{ event, ...more }] }[name] ?? [event, more];
  return (call ?? owner()[method]).apply(owner(), said);
}

// What is done when the button is clicked.
let act = () => {};
addEventListener("click", () => act());

// Puts the product's own function under whatever is there, to see what comes through to it.
function spy(name) {
  const { owner, method } = libraries[name];
  const call = owner()[method];
  const under = function under(first, second) {
    spied.calls.push({ self: this, said: arguments, isNew: new.target !== undefined });
    if (new.target) return;
    if (spied.fails) throw spied.fails;
    spied.calls.at(-1).result = call.apply(this, arguments);
    return spied.calls.at(-1).result;
  };
  under.mark = {};
  const spied = { under, calls: [] };
  owner()[method] = under;
  return spied;
}

// Everything of a wrapped call that is not as it was without us; nothing if it is as it should be.
function changes(name, spied) {
  const { owner, method, result } = libraries[name];
  const wrapped = owner()[method];
  const { under, calls } = spied;
  const event = { gtag: "event", datalayer: { event: "Quittenmus" } }[name] ?? "Quittenmus";
  const more = { gtag: "Quittenmus" }[name] ?? {};
  calls.length = 0;
  const self = owner();
  const given = self[method](event, more);
  const all = {
    "it is not wrapped": wrapped !== under,
    "its result is another": given === calls[0].result,
    "its result is not the library's": result(given),
    "this is another": calls[0].self === self,
    "the values are others": calls[0].said.length === 2 && calls[0].said[0] === event && calls[0].said[1] === more,
    "it was called more than once": calls.length === 1,
    "its name or length is another": wrapped.name === "under" && wrapped.length === 2,
    "its properties are others": wrapped.mark === under.mark && Object.keys(wrapped).join() === "mark",
    "its prototype is another": wrapped.prototype === under.prototype && new wrapped() instanceof under,
    "it is made in another way": calls[1].isNew,
  };
  spied.fails = new Error("Amselruf");
  let caught;
  try { self[method](event, more); } catch (error) { caught = error; }
  all["what it throws is another"] = caught === spied.fails;
  delete spied.fails;
  return Object.keys(all).filter((fault) => !all[fault]);
}
