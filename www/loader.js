// The loader: defines the queue function, reads the tag, fetches the core when the page is idle. Whatever fails here
// or behind it stays here: the page never notices; under data-debug it says so in one line.
(function (w, d) {
  var tag = d.currentScript;
  var sm = (w.secondMoment = w.secondMoment || function () { (sm.q = sm.q || []).push(arguments); });
  if (!tag || sm.on) return;
  sm.on = 1;
  var data = tag.dataset;

  function quiet(error) {
    if (data.debug != null && w.console) console.warn('secondMoment: not running,', error && error.message || error);
  }

  try {
    var base = new URL(data.endpoint || '.', tag.src).href.replace(/\/$/, '');
    var home = new URL('sm/' + SM_HASH + '/', tag.src).href;

    // Fetches a module and its wasm: `core` now, `prompt` when the core asks for it.
    var open = function (name) {
      return import(home + name + '.js').then(function (module) {
        return module.default({ module_or_path: home + name + '.wasm' }).then(function () { return module; });
      });
    };

    // Where the browser has no locks: a claim in the storage, for five seconds and again each second. Two pages may write
    // at once, so it counts only if it still stands when both have had the time to see it.
    var claim = function (name, tell) {
      var id = ' ' + Math.random(), timer;
      var isTaken = function () {
        var left = parseInt(localStorage[name]) - Date.now();
        return left > 0 && left < 6e3 && !localStorage[name].endsWith(id);
      };
      var write = function () {
        try { localStorage[name] = Date.now() + 5e3 + id; } catch (_) {}
      };
      try {
        if (isTaken()) return tell();
        write();
        setTimeout(function () {
          if (isTaken()) return tell();
          timer = setInterval(write, 1e3);
          tell(function () { clearInterval(timer); localStorage.removeItem(name); });
        }, 250);
      } catch (_) {
        tell(function () {});
      }
    };

    // Resolves to the function that gives `name` back, or to nothing while another page of this browser has it.
    var hold = function (name) {
      return new Promise(function (tell) {
        var locks = w.navigator.locks;
        if (!locks) return claim(name + '.turn', tell);
        locks.request(name, { ifAvailable: true }, function (lock) {
          return new Promise(function (release) { tell(lock ? release : undefined); if (!lock) release(); });
        }).catch(function () { tell(function () {}); });
      });
    };

    var load = function () {
      open('core').then(function (core) {
        var call = core.start(data, base, open, hold);
        var waiting = sm.q || [];
        sm.q = { push: function (said) { try { call(String(said[0]), said[1], said[2]); } catch (error) { quiet(error); } } };
        for (var i = 0; i < waiting.length; i++) sm.q.push(waiting[i]);
      }).catch(function (error) {
        // Nobody will come for the calls, so none are kept.
        sm.q = { push: function () {} };
        quiet(error);
      });
    };

    if (w.requestIdleCallback) requestIdleCallback(load, { timeout: 4000 });
    else setTimeout(load, 200);
  } catch (error) {
    quiet(error);
  }
})(window, document);
