// Mixpanel as its documentation sets it up for autocapture: clicks, inputs, submits, scrolling, page views. Without the
// recorder of sessions, which is the lighter of the two forms that it is offered in.
import mixpanel from 'mixpanel-browser/src/loaders/loader-module-core';

mixpanel.init('bench', { api_host: new URL(document.currentScript.src).origin, autocapture: true });
window.track = (name, properties) => mixpanel.track(name, properties);
