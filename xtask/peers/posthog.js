// posthog-js as its documentation sets it up for autocapture: clicks, changes, page views and the last page's leaving.
import posthog from 'posthog-js';

posthog.init('phc_bench', {
  api_host: new URL(document.currentScript.src).origin,
  defaults: '2026-06-25',
  person_profiles: 'always',
});
window.track = (name, properties) => posthog.capture(name, properties);
