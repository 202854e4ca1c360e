// Score sheets: each mark is kept in the browser first and sent at once; without a
// connection it waits there, through a reload and for every tab, and is sent later.
// Whatever fails here, the forms work as they do without a script.
(function () {
  "use strict";
  var root = document.querySelector("[data-sheet]");
  if (!root || !window.fetch || !window.FormData) return;
  var FLAGS = ["is_absent", "is_explained", "lacks_prerequisite"];
  var TEXTS = ["value", "comment", "override"];
  var AGAIN = 10000;
  var status = root.querySelector("[data-status]");
  var closing = root.querySelector("[data-close]");
  var isTree = root.dataset.mode === "tree";
  var prefix = root.dataset.sheet + ":";
  var memory = {};
  var isUnkept = false;
  var isCut = false;
  var isSignedOut = false;
  var isSending = false;
  var hasSaved = false;
  var missing = [];
  var panels = Array.from(root.querySelectorAll("[data-mark]")).map(function (box) {
    return {
      box: box,
      code: box.dataset.mark,
      form: box.querySelector("[data-form]"),
      saved: null,
    };
  });

  // --- What the browser keeps: one entry for each mark, so that tabs share them -----

  function get(key) {
    try {
      return JSON.parse(isUnkept ? memory[key] || null : localStorage.getItem(prefix + key));
    } catch (error) {
      return JSON.parse(memory[key] || null);
    }
  }

  function set(key, entry) {
    var text = JSON.stringify(entry);
    memory[key] = text;
    try {
      localStorage.setItem(prefix + key, text);
    } catch (error) {
      isUnkept = true;
    }
  }

  function drop(key) {
    delete memory[key];
    try {
      localStorage.removeItem(prefix + key);
    } catch (error) {
      isUnkept = true;
    }
  }

  // --- A form's fields --------------------------------------------------------------

  function inputs(panel, name) {
    return Array.from(panel.form.querySelectorAll('[name="' + name + '"]'));
  }

  function read(panel, asLoaded) {
    var fields = {};
    TEXTS.forEach(function (name) {
      fields[name] = "";
      inputs(panel, name).forEach(function (input) {
        if (input.type !== "radio") fields[name] = asLoaded ? input.defaultValue : input.value;
        else if (asLoaded ? input.defaultChecked : input.checked) fields[name] = input.value;
      });
    });
    FLAGS.forEach(function (name) {
      fields[name] = inputs(panel, name).some(function (input) {
        return asLoaded ? input.defaultChecked : input.checked;
      });
    });
    return fields;
  }

  function write(panel, fields) {
    TEXTS.forEach(function (name) {
      inputs(panel, name).forEach(function (input) {
        if (input.type === "radio") input.checked = input.value === fields[name];
        else input.value = fields[name];
      });
    });
    FLAGS.forEach(function (name) {
      inputs(panel, name).forEach(function (input) {
        input.checked = fields[name];
      });
    });
  }

  function isSame(one, other) {
    return TEXTS.concat(FLAGS).every(function (name) {
      return one[name] === other[name];
    });
  }

  function isWhole(fields) {
    return fields.value.trim() !== "" || fields.is_absent || fields.is_explained;
  }

  function version(panel, number) {
    var input = panel.form.querySelector("[data-version]");
    if (number !== undefined) input.value = number;
    return Number(input.value);
  }

  function chosenFiles(panel) {
    var found = [];
    panel.form.querySelectorAll("[data-files-input]").forEach(function (input) {
      found = found.concat(Array.from(input.files));
    });
    return found;
  }

  // --- Keeping and sending ----------------------------------------------------------

  function keep(panel) {
    var fields = read(panel);
    var entry = get(panel.code);
    var hasFiles = chosenFiles(panel).length > 0;
    if (entry && entry.state === "conflict") {
      entry.fields = fields;
      set(panel.code, entry);
      return;
    }
    if (isSame(fields, panel.saved) && !(hasFiles && isWhole(fields))) {
      if (entry) drop(panel.code);
    } else if (!entry || !isSame(fields, entry.fields) || hasFiles) {
      set(panel.code, {
        fields: fields,
        version: version(panel),
        state: isWhole(fields) ? "waiting" : "draft",
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

  // One after the other; the first that finds no connection ends the turn.
  function send() {
    var panel = entriesIn("waiting")[0];
    say();
    if (isSending || !panel) return;
    isSending = true;
    say();
    post(panel, true).then(function (isReached) {
      isSending = false;
      isCut = !isReached;
      if (isReached) send();
      else say();
    });
  }

  function post(panel, mayRenew) {
    var entry = get(panel.code);
    var sent = JSON.stringify(entry);
    var files = chosenFiles(panel);
    var body = new FormData();
    var token = panel.form.querySelector("[name=csrfmiddlewaretoken]").value;
    body.append("csrfmiddlewaretoken", token);
    body.append("code", panel.code);
    body.append("version", entry.version);
    body.append("taken_on", panel.form.querySelector("[name=taken_on]").value);
    TEXTS.forEach(function (name) {
      body.append(name, entry.fields[name]);
    });
    FLAGS.forEach(function (name) {
      if (entry.fields[name]) body.append(name, "on");
    });
    files.forEach(function (file) {
      body.append("files", file, file.name);
    });
    return window
      .fetch(panel.form.getAttribute("action"), {
        method: "POST",
        body: body,
        redirect: "manual",
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      })
      .then(function (answer) {
        isSignedOut = answer.type === "opaqueredirect";
        var type = answer.headers.get("Content-Type") || "";
        if (type.indexOf("application/json") === 0) {
          return answer.json().then(function (told) {
            take(panel, sent, files, answer.status, told);
            return true;
          });
        }
        // After signing in anew the page's token is an old one.
        if (answer.status === 403 && mayRenew) {
          return renew().then(function (isNew) {
            return isNew && post(panel, false);
          });
        }
        if (answer.status >= 400 && answer.status < 500) {
          refuse(panel, sent, root.dataset.gone);
          return true;
        }
        return false;
      })
      .catch(function () {
        return false;
      });
  }

  function renew() {
    return window
      .fetch(window.location.href, { redirect: "manual", credentials: "same-origin" })
      .then(function (answer) {
        return answer.ok ? answer.text() : "";
      })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        var found = page.querySelector("[name=csrfmiddlewaretoken]");
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (input) {
          if (found) input.value = found.value;
        });
        return Boolean(found);
      });
  }

  function take(panel, sent, files, code, told) {
    var entry = get(panel.code);
    if (told.mark) {
      hasSaved = true;
      panel.saved = told.mark.fields;
      version(panel, told.mark.version);
      set("known:" + panel.code, told.mark);
      missing = told.missing;
      clearFiles(panel, files);
      listFiles(panel, told.files);
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

  function clearFiles(panel, sent) {
    panel.form.querySelectorAll("[data-files-input]").forEach(function (input) {
      var isSent = Array.from(input.files).every(function (file) {
        return sent.indexOf(file) >= 0;
      });
      if (isSent) input.value = "";
    });
  }

  function listFiles(panel, files) {
    var list = panel.box.querySelector("[data-files]");
    var known = Array.from(list.querySelectorAll("a")).map(function (link) {
      return link.getAttribute("href");
    });
    files.forEach(function (file) {
      if (known.indexOf(file.address) >= 0) return;
      var item = list.appendChild(document.createElement("li"));
      var link = item.appendChild(document.createElement("a"));
      link.href = file.address;
      link.textContent = file.title;
    });
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
    var key = "";
    if (entriesIn("conflict").length) key = "conflict";
    else if (entriesIn("refused").length) key = "refused";
    else if (waiting.length && isSignedOut) key = "signIn";
    else if (waiting.length && isCut) key = "waiting";
    else if (waiting.length) key = "saving";
    else if (hasSaved) key = "saved";
    var words = key ? root.dataset[key].replace("{n}", waiting.length) : "";
    if (isUnkept && waiting.length) words += " " + root.dataset.unkept;
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

  // --- Moving -----------------------------------------------------------------------

  function find(code) {
    return panels.filter(function (panel) {
      return panel.code === code;
    })[0];
  }

  function go(panel, toValue) {
    if (!isTree) {
      panels.forEach(function (each) {
        each.box.hidden = each !== panel;
      });
      window.history.replaceState(null, "", "?at=" + encodeURIComponent(panel.code));
    }
    var value = panel.form.querySelector('[name="value"]:checked, [name="value"]');
    panel.box.scrollIntoView({ block: "start" });
    (toValue ? value : panel.box.querySelector(".score__title")).focus({ preventScroll: true });
  }

  function step(panel, by) {
    var next = panels[panels.indexOf(panel) + by];
    if (next) go(next, true);
    else if (by > 0 && closing) closing.querySelector("button").focus();
  }

  function press(event) {
    var box = event.target.closest("[data-mark]");
    if (!box || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    var isNumber = event.target.matches("[data-number]");
    var isText = event.target.matches("textarea, input[type=text], input[type=date]");
    var isFree = isNumber || event.target.matches(".score__title");
    var by = { j: 1, k: -1 }[event.key] || (isFree && { ArrowDown: 1, ArrowUp: -1 }[event.key]);
    if (!by || (isText && !isNumber)) return;
    event.preventDefault();
    save(find(box.dataset.mark));
    step(find(box.dataset.mark), by);
  }

  // --- Beginning --------------------------------------------------------------------

  function listen(panel) {
    var form = panel.form;
    form.addEventListener("change", function () {
      save(panel);
    });
    form.addEventListener("submit", function (event) {
      var button = event.submitter;
      if (button && button.hasAttribute("formaction")) return;
      event.preventDefault();
      if (button && button.name === "accept") {
        write(panel, { value: button.value, override: "", comment: read(panel).comment });
      }
      save(panel);
      if (isWhole(read(panel))) step(panel, 1);
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
    var fields = read(panel);
    return !isSame(fields, panel.saved) && !(panel.heard && isSame(fields, panel.heard));
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

  panels = panels.filter(function (panel) {
    return panel.form;
  });
  panels.forEach(begin);
  root.addEventListener("keydown", press);
  root.addEventListener("click", function (event) {
    var link = event.target.closest("[data-go]");
    var panel = link && find(link.dataset.go);
    if (!panel) return;
    event.preventDefault();
    go(panel, false);
  });
  if (closing) {
    closing.addEventListener("submit", function (event) {
      var open = ["waiting", "conflict", "refused"].some(function (state) {
        return entriesIn(state).length > 0;
      });
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
      return chosenFiles(panel).length || (isUnkept && get(panel.code));
    });
    if (open) event.preventDefault();
  });
  send();
})();
