// Amplitude's browser SDK as its documentation sets it up for autocapture: clicks and changes, forms, page views,
// sessions, attribution and signs of frustration. What it would fetch for its settings is switched off.
import * as amplitude from '@amplitude/analytics-browser';

amplitude.init('bench', 'user-1', {
  serverUrl: new URL('/2/httpapi', document.currentScript.src).href,
  remoteConfig: { fetchRemoteConfig: false },
  enableDiagnostics: false,
  autocapture: {
    attribution: true,
    pageViews: true,
    sessions: true,
    fileDownloads: true,
    formInteractions: true,
    elementInteractions: true,
    frustrationInteractions: true,
  },
});
window.track = (name, properties) => amplitude.track(name, properties);
