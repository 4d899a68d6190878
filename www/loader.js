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

    // Resolves to the function that gives `name` back, or to nothing while another page of this browser has it.
    var hold = function (name) {
      return new Promise(function (tell) {
        var locks = w.navigator.locks;
        if (!locks) return tell(function () {});
        locks.request(name, { ifAvailable: true }, function (lock) {
          return new Promise(function (release) { tell(lock ? release : undefined); if (!lock) release(); });
        }).catch(function () { tell(function () {}); });
      });
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

    var load = function () {
      // A database that does not answer is not waited for.
      var kept = new Promise(function (tell) { disk().then(tell); setTimeout(tell, 2000); });
      Promise.all([open('core'), kept]).then(function (found) {
        var call = found[0].start(data, base, open, hold, disk, found[1]);
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
