// Typed functions for the widget's queue: each puts one command on `window.secondMoment`, before or after the script
// has loaded. On a server, where there is no window, they do nothing.

function send(...command) {
  if (typeof window === 'undefined') return;
  window.secondMoment ||= function () {
    (window.secondMoment.q ||= []).push(arguments);
  };
  window.secondMoment(...command);
}

export const start = (options) => send('start', options);
export const track = (name, options) => send('track', name, options);
export const comment = (words, options) => send('comment', words, options);
export const limit = (id, state) => send('limit', id, state);
export const outcome = (what) => send('outcome', what);
export const consent = (answer) => send('consent', answer);
export const budget = (wish) => send('budget', wish);
export const preview = (promptId) => send('preview', promptId);
export const forget = () => send('forget');
export const inspect = (listener) => send('inspect', listener);
export const on = (what, listener) => send('on', what, listener);
export const readiness = (listener) => send('readiness', listener);
export const debug = (enabled = true) => send('debug', enabled);
