// The loader: defines the queue function, reads the tag, fetches the core when the page is idle. Whatever fails here
// or behind it stays here: the page never notices; under data-debug it says so in one line.
(function (w, d) {
  var tag = d.currentScript;
  var sm = (w.secondMoment = w.secondMoment || function () { (sm.q = sm.q || []).push(arguments); });
  // An element with the name `currentScript` would stand in for the script's own.
  if (!tag || tag.tagName != 'SCRIPT' || sm.on) return;
  sm.on = 1;
  var data = tag.dataset;

  // The page may have put something of its own in the console's place.
  function quiet(error) {
    try {
      if (data.debug != null) console.warn('secondMoment: not running,', error && error.message || error);
    } catch (_) {}
  }

  try {
    var base = new URL(data.endpoint || '.', tag.src).href.replace(/\/$/, '');
    var home = new URL('sm/' + SM_HASH + '/', tag.src).href;

    // Has the browser run a script if it is the one that was built; then `import` finds that very one, though it cannot
    // be told a hash itself. (WebKit 2.50 does not look at the hash of a `modulepreload`, which Trusted Types would let
    // pass.) In a shadow root, because the page would hear of the element's error elsewhere.
    var policy;
    var vouch = function (address, sum) {
      return new Promise(function (resolve, reject) {
        var types = w.trustedTypes;
        policy = policy || types && types.createPolicy('second-moment', { createScriptURL: String });
        var host = d.createElement('div');
        var script = d.createElement('script');
        script.type = 'module';
        script.crossOrigin = 'anonymous';
        script.integrity = sum;
        script.referrerPolicy = 'strict-origin';
        script.src = policy ? policy.createScriptURL(address) : address;
        script.onload = function () { host.remove(); resolve(); };
        script.onerror = function () { host.remove(); reject(address + ' is missing, or is not what was built'); };
        host.attachShadow({ mode: 'closed' }).appendChild(script);
        d.head.appendChild(host);
      });
    };

    // Fetches a module and its wasm, at once: `core` now, `prompt` when the core asks for it.
    var open = async function (name) {
      var address = home + name;
      var sums = name == 'core' ? [SM_CORE_JS, SM_CORE_WASM] : [SM_PROMPT_JS, SM_PROMPT_WASM];
      var wasm = fetch(address + '.wasm', { integrity: sums[1], referrerPolicy: 'strict-origin' });
      // If the script fails first nobody waits for this one.
      wasm.catch(function () {});
      await vouch(address + '.js', sums[0]);
      var module = await import(address + '.js');
      await module.default({ module_or_path: wasm });
      return module;
    };

    // What `disk` keeps outlives a browser that is killed: what it was told to store in the usual place it writes down
    // seconds later. Without a text it resolves to what is kept; to look makes no database where there is none.
    var database;
    var disk = function (text) {
      database = database || new Promise(function (tell) {
        var asked = w.indexedDB.open('secondMoment');
        asked.onupgradeneeded = function () {
          if (text) asked.result.createObjectStore('kept');
          else asked.transaction.abort();
        };
        asked.onerror = function () { tell(database = 0); };
        asked.onsuccess = function () {
          tell(asked.result);
          // Who deletes the database waits for nobody here.
          asked.result.onversionchange = asked.result.onclose = function () { database = 0; asked.result.close(); };
        };
      });
      return database.then(function (found) {
        var kept = found.transaction('kept', text ? 'readwrite' : 'readonly').objectStore('kept');
        return text ? kept.put(text, 0) : new Promise(function (tell) {
          var asked = kept.get(0);
          asked.onsuccess = asked.onerror = function () { tell(asked.result); };
        });
      }).catch(function () {});
    };

    var load = async function () {
      try {
        // A database that does not answer is not waited for.
        var kept = new Promise(function (tell) { disk().then(tell); setTimeout(tell, 2000); });
        var core = await open('core');
        var call = core.start(data, base, open, disk, await kept);
        var waiting = sm.q || [];
        sm.q = { push: function (said) { try { call(String(said[0]), said[1], said[2]); } catch (error) { quiet(error); } } };
        for (var i = 0; i < waiting.length; i++) sm.q.push(waiting[i]);
      } catch (error) {
        // Nobody will come for the calls, so none are kept.
        sm.q = { push: function () {} };
        quiet(error);
      }
    };

    if (w.requestIdleCallback) requestIdleCallback(load, { timeout: 4000 });
    else setTimeout(load, 200);
  } catch (error) {
    quiet(error);
  }
})(window, document);
