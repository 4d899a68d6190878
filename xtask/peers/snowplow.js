// Snowplow's browser tracker with its plugins for clicks and forms, and its heartbeat while the page is used. Of routes
// it hears as its documentation says: the page's code tells it.
import { enableActivityTracking, newTracker, trackPageView, trackSelfDescribingEvent } from '@snowplow/browser-tracker';
import { ButtonClickTrackingPlugin, enableButtonClickTracking } from '@snowplow/browser-plugin-button-click-tracking';
import { FormTrackingPlugin, enableFormTracking } from '@snowplow/browser-plugin-form-tracking';
import { LinkClickTrackingPlugin, enableLinkClickTracking } from '@snowplow/browser-plugin-link-click-tracking';

newTracker('sp', new URL(document.currentScript.src).origin, {
  appId: 'bench',
  encodeBase64: false,
  plugins: [ButtonClickTrackingPlugin(), FormTrackingPlugin(), LinkClickTrackingPlugin()],
});
enableActivityTracking({ minimumVisitLength: 5, heartbeatDelay: 10 });
enableButtonClickTracking();
enableFormTracking();
enableLinkClickTracking();
trackPageView();
addEventListener('routed', () => trackPageView());
window.track = (name, properties) =>
  trackSelfDescribingEvent({ event: { schema: `iglu:bench/${name}/jsonschema/1-0-0`, data: properties } });
