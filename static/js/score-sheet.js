// Score sheets: each mark is kept in the browser first and sent at once; without a
// connection it waits there, through a reload and for every tab, and is sent later.
// Whatever fails here, the forms work as they do without a script.
(function () {
  "use strict";
  var root = document.querySelector("[data-sheet]");
  if (!root || !window.fetch || !window.FormData) return;
  var fields = window.ScoreSheet.fields;
  var read = fields.read;
  var write = fields.write;
  var isSame = fields.isSame;
  var isWhole = fields.isWhole;
  var version = fields.version;
  var AGAIN = 10000;
  // Told to other tabs when photographs came or went.
  var PHOTOGRAPHS = "photographs";
  var status = root.querySelector("[data-status]");
  var closing = root.querySelector("[data-close]");
  var prefix = root.dataset.sheet + ":";
  var memory = window.ScoreSheet.memory(prefix);
  var get = memory.get;
  var set = memory.set;
  var drop = memory.drop;
  var photographs = window.ScoreSheet.photographs(prefix, root.dataset, shown);
  var isCut = false;
  var isSignedOut = false;
  var isSending = false;
  var hasSaved = false;
  var missing = [];
  var panels = Array.from(root.querySelectorAll("[data-form]")).map(function (form) {
    var box = form.closest("[data-mark]");
    return { box: box, code: box.dataset.mark, form: form, saved: null };
  });
  var moving = window.ScoreSheet.moving(root, panels, save);
  var find = moving.find;

  // --- Keeping and sending ----------------------------------------------------------

  function keep(panel) {
    var typed = read(panel);
    var entry = get(panel.code);
    var hasFiles = fields.chosenFiles(panel).length > 0;
    if (entry && entry.state === "conflict") {
      entry.fields = typed;
      set(panel.code, entry);
      return;
    }
    if (isSame(typed, panel.saved) && !(hasFiles && isWhole(typed))) {
      if (entry) drop(panel.code);
    } else if (!entry || !isSame(typed, entry.fields) || hasFiles) {
      set(panel.code, {
        fields: typed,
        version: version(panel),
        state: isWhole(typed) ? "waiting" : "draft",
      });
    }
    show(panel);
  }

  function save(panel) {
    keep(panel);
    send();
  }

  function entriesIn(state) {
    return panels.filter(function (panel) {
      var entry = get(panel.code);
      return entry && entry.state === state;
    });
  }

  // One after the other, marks before photographs; the first that finds no connection
  // ends the turn.
  function send() {
    var mark = entriesIn("waiting")[0];
    var photograph = sendable()[0];
    say();
    if (isSending || !(mark || photograph)) return;
    isSending = true;
    say();
    (mark ? sendMark(mark) : sendPhotograph(photograph)).then(function (isReached) {
      isSending = false;
      isCut = !isReached;
      if (isReached) send();
      else say();
    });
  }

  function sendMark(panel) {
    var entry = get(panel.code);
    var sent = JSON.stringify(entry);
    var parcel = {
      fields: entry.fields,
      version: entry.version,
      files: fields.chosenFiles(panel),
      day: fields.day(panel),
    };
    return window.ScoreSheet.post(panel, parcel, true).then(function (answer) {
      isSignedOut = answer.isSignedOut;
      if (answer.told) take(panel, sent, parcel.files, answer.told);
      else if (answer.isGone) refuse(panel, sent, root.dataset.gone);
      return answer.isReached;
    });
  }

  // Of marks that stand at the server: a photograph goes with the mark as it is there.
  function sendable() {
    return photographs.waiting().filter(function (row) {
      return !get(row.code) && !isUnknown(row.code);
    });
  }

  function sendPhotograph(row) {
    var panel = find(row.code);
    var parcel = {
      fields: panel.saved,
      version: version(panel),
      files: [photographs.file(row)],
      day: row.day,
    };
    return window.ScoreSheet.post(panel, parcel, true).then(function (answer) {
      var told = answer.told;
      isSignedOut = answer.isSignedOut;
      if (!answer.isReached) return false;
      if (told && told.mark) {
        hasSaved = true;
        fields.listFiles(panel, told.files);
        if (!told.refused.length) return photographs.drop(row.id).then(tellTabs);
        return photographs.refuse(row, told.refused.join("；"));
      }
      if (told && told.theirs) {
        learn(panel, told.theirs, true);
        return true;
      }
      return photographs.refuse(row, (told && told.told) || root.dataset.gone);
    });
  }

  // Other tabs hear of photographs by this; the list itself is not in it.
  function tellTabs() {
    set(PHOTOGRAPHS, Date.now());
    return true;
  }

  function keepFiles(panel, input) {
    var files = Array.from(input.files);
    if (!files.length) return;
    photographs.keep(panel.code, fields.day(panel), files).then(
      function () {
        input.value = "";
        tellTabs();
        send();
      },
      function () {
        save(panel);
      }
    );
  }

  function shown() {
    panels.forEach(function (panel) {
      photographs.show(panel, function () {
        tellTabs();
        send();
      });
    });
    say();
    return true;
  }

  function take(panel, sent, files, told) {
    var entry = get(panel.code);
    if (told.mark) {
      hasSaved = true;
      panel.saved = told.mark.fields;
      version(panel, told.mark.version);
      set("known:" + panel.code, told.mark);
      missing = told.missing.filter(isUnknown);
      fields.clearFiles(panel, files);
      fields.listFiles(panel, told.files);
      if (entry && JSON.stringify(entry) !== sent) {
        entry.version = told.mark.version;
        set(panel.code, entry);
      } else drop(panel.code);
      // What the server writes another way (9.50 as 9.5) is shown as it stands there.
      if (!get(panel.code)) settle(panel, JSON.parse(sent).fields);
      stand(panel, told.mark.words);
      show(panel, told.refused.join("；"));
    } else if (entry && JSON.stringify(entry) === sent) {
      entry.state = told.theirs ? "conflict" : "refused";
      entry.told = told.told;
      entry.theirs = told.theirs;
      set(panel.code, entry);
      show(panel);
    }
  }

  // The list may be older than what another tab sent meanwhile.
  function isUnknown(code) {
    var panel = find(code);
    return !panel || !version(panel) || !isWhole(panel.saved);
  }

  function settle(panel, sent) {
    if (isSame(read(panel), sent)) write(panel, panel.saved);
    else keep(panel);
  }

  function refuse(panel, sent, words) {
    var entry = JSON.parse(sent);
    entry.state = "refused";
    entry.told = words;
    set(panel.code, entry);
    show(panel);
  }

  // --- What is shown ----------------------------------------------------------------

  function stand(panel, words) {
    var line = panel.box.querySelector("[data-state]");
    line.textContent = root.dataset.marked + " " + words;
  }

  function show(panel, told) {
    var entry = get(panel.code) || {};
    var words = told || (entry.state === "draft" ? "" : entry.told) || "";
    var theirs = entry.state === "conflict" ? entry.theirs.words : "";
    var box = panel.form.querySelector("[data-told]");
    box.hidden = !words;
    box.querySelector("[data-told-words]").textContent = words;
    box.querySelector("[data-theirs]").hidden = !theirs;
    box.querySelector("[data-theirs-words]").textContent = theirs;
    box.querySelector("[data-choice]").hidden = !theirs;
  }

  function say() {
    var waiting = entriesIn("waiting");
    var kept = photographs.waiting().length;
    var key = "";
    if (entriesIn("conflict").length) key = "conflict";
    else if (entriesIn("refused").length) key = "refused";
    else if (waiting.length && isSignedOut) key = "signIn";
    else if (waiting.length && isCut) key = "waiting";
    else if (waiting.length) key = "saving";
    else if (kept && isSignedOut) key = "photosSignIn";
    else if (hasSaved && !kept) key = "saved";
    var words = key ? root.dataset[key].replace("{n}", waiting.length) : "";
    if (kept) words += " " + root.dataset.photosKept.replace("{n}", kept);
    if (kept && isCut) words += " " + root.dataset.photosLater;
    else if (kept && !sendable().length) words += " " + root.dataset.photosHeld;
    if (memory.isUnkept && waiting.length) words += " " + root.dataset.unkept;
    if (photographs.isUnkept) words += " " + root.dataset.photosUnkept;
    words = words.trim();
    if (status.textContent !== words) status.textContent = words;
    count(waiting);
  }

  function count(waiting) {
    var left = missing.filter(function (code) {
      return !waiting.some(function (panel) {
        return panel.code === code;
      });
    });
    var done = panels.filter(function (panel) {
      panel.box.classList.toggle("score--missing", left.indexOf(panel.code) >= 0);
      return version(panel) > 0 || waiting.indexOf(panel) >= 0;
    });
    var next = root.querySelector("[data-next-missing]");
    root.querySelector("[data-done]").textContent = done.length;
    root.querySelector("[data-missing-count]").textContent = left.length;
    root.querySelector("[data-missing-line]").hidden = !left.length;
    root.querySelector("[data-whole]").hidden = left.length > 0;
    next.dataset.go = left[0] || "";
  }

  // --- Beginning --------------------------------------------------------------------

  function listen(panel) {
    var form = panel.form;
    form.addEventListener("change", function (event) {
      if (event.target.matches("[data-files-input]")) keepFiles(panel, event.target);
      else save(panel);
    });
    form.addEventListener("submit", function (event) {
      var button = event.submitter;
      if (button && button.hasAttribute("formaction")) return;
      event.preventDefault();
      if (button && button.name === "accept") {
        write(panel, { value: button.value, override: "", comment: read(panel).comment });
      }
      save(panel);
      if (isWhole(read(panel))) moving.step(panel, 1);
    });
    form.querySelector("[data-keep-mine]").addEventListener("click", function () {
      var entry = get(panel.code);
      version(panel, entry.theirs.version);
      set(panel.code, {
        fields: read(panel),
        version: entry.theirs.version,
        state: "waiting",
      });
      show(panel);
      send();
    });
    form.querySelector("[data-take-theirs]").addEventListener("click", function () {
      var theirs = get(panel.code).theirs;
      drop(panel.code);
      learn(panel, theirs, true);
      say();
    });
  }

  // Typed here, and not only heard from another tab.
  function isTouched(panel) {
    var typed = read(panel);
    return !isSame(typed, panel.saved) && !(panel.heard && isSame(typed, panel.heard));
  }

  // A mark that stands at the server now; what is being typed here is left alone, with
  // its version, so that the server asks which is meant.
  function learn(panel, mark, isWritten) {
    if (isTouched(panel) && !isWritten && !isSame(read(panel), mark.fields)) return;
    panel.saved = mark.fields;
    version(panel, mark.version);
    write(panel, mark.fields);
    stand(panel, mark.words);
    missing = missing.filter(function (code) {
      return code !== panel.code;
    });
    show(panel);
  }

  function begin(panel) {
    var entry = get(panel.code);
    var known = get("known:" + panel.code);
    panel.saved = read(panel, true);
    if (panel.box.classList.contains("score--missing")) missing.push(panel.code);
    if (known && known.version > version(panel)) learn(panel, known, true);
    else if (known) drop("known:" + panel.code);
    if (entry && isSame(entry.fields, panel.saved)) drop(panel.code);
    else if (entry) {
      write(panel, entry.fields);
      version(panel, Math.min(entry.version, version(panel)));
    }
    listen(panel);
    show(panel);
  }

  function hear(event) {
    if (!event.key || event.key.indexOf(prefix) !== 0) return;
    var key = event.key.slice(prefix.length);
    if (key === PHOTOGRAPHS) photographs.refresh().then(send);
    var isKnown = key.indexOf("known:") === 0;
    var panel = find(isKnown ? key.slice(6) : key);
    if (!panel) return;
    var told = JSON.parse(event.newValue);
    if (isKnown && told) learn(panel, told, false);
    else if (!isKnown && told && !isTouched(panel)) {
      panel.heard = told.fields;
      write(panel, told.fields);
    }
    show(panel);
    say();
  }

  panels.forEach(begin);
  if (closing) {
    closing.addEventListener("submit", function (event) {
      var open = ["waiting", "conflict", "refused"].some(function (state) {
        return entriesIn(state).length > 0;
      });
      open = open || photographs.waiting().length > 0;
      if (open) event.preventDefault();
      send();
    });
  }
  window.addEventListener("storage", hear);
  window.addEventListener("online", send);
  window.setInterval(send, AGAIN);
  window.addEventListener("pagehide", function () {
    panels.forEach(keep);
  });
  window.addEventListener("beforeunload", function (event) {
    var open = panels.some(function (panel) {
      return fields.chosenFiles(panel).length || (memory.isUnkept && get(panel.code));
    });
    if (open) event.preventDefault();
  });
  photographs.refresh().then(send);
  send();
})();
