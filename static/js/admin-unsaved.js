/* Keeps a copy of what is typed in this browser until the server has it, and warns
   before a page with unsaved text is left. Without JavaScript nothing changes. */

(function () {
  "use strict";

  var place = document.querySelector("[data-unsaved-key]");
  if (!place) return;
  var form = place.closest("form");
  var key = place.getAttribute("data-unsaved-key");
  var isDirty = false;
  var timer = 0;

  // A browser may refuse to keep anything (private windows, full disks).
  function store(action) {
    try {
      return action(window.localStorage);
    } catch (error) {
      return null;
    }
  }

  function fields() {
    return Array.from(form.elements).filter(function (field) {
      return (
        field.name &&
        /^(TEXTAREA|SELECT|INPUT)$/.test(field.tagName) &&
        !/^(hidden|file|submit|button|password)$/.test(field.type)
      );
    });
  }

  function value(field) {
    return field.type === "checkbox" || field.type === "radio" ? field.checked : field.value;
  }

  function values() {
    var found = {};
    fields().forEach(function (field) {
      if (!/__prefix__/.test(field.name)) found[field.name] = value(field);
    });
    return found;
  }

  function keep() {
    var copy = { at: new Date().toISOString(), values: values() };
    store(function (kept) { kept.setItem(key, JSON.stringify(copy)); });
  }

  function forget(name) {
    store(function (kept) { kept.removeItem(name); });
  }

  function restore(copy) {
    fields().forEach(function (field) {
      if (!(field.name in copy.values)) return;
      if (typeof copy.values[field.name] === "boolean") {
        field.checked = copy.values[field.name];
      } else {
        field.value = copy.values[field.name];
      }
      field.dispatchEvent(new CustomEvent("restored"));
    });
    isDirty = true;
  }

  function button(word, action) {
    var element = document.createElement("button");
    element.type = "button";
    element.textContent = place.getAttribute("data-word-" + word);
    element.addEventListener("click", function () {
      action();
      place.textContent = "";
    });
    return element;
  }

  function offer(copy) {
    var line = document.createElement("p");
    var time = new Date(copy.at).toLocaleString(document.documentElement.lang, {
      hour12: false,
    });
    line.textContent = place.getAttribute("data-word-found").replace("{time}", time);
    place.append(
      line,
      button("restore", function () { restore(copy); }),
      button("discard", function () { forget(key); })
    );
  }

  function differs(copy) {
    var now = values();
    return Object.keys(copy.values).some(function (name) {
      return name in now && now[name] !== copy.values[name];
    });
  }

  // What the server says it has saved needs no copy any more.
  (place.getAttribute("data-unsaved-saved") || "").split(" ").forEach(function (name) {
    if (name) forget(name);
  });
  var found = store(function (kept) { return JSON.parse(kept.getItem(key) || "null"); });
  // A form that came back with errors holds the text already.
  if (found && found.values && differs(found)) offer(found);

  form.addEventListener("input", function () {
    isDirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 1000);
  });
  form.addEventListener("submit", function () {
    window.clearTimeout(timer);
    if (isDirty) keep();
    isDirty = false;
  });
  window.addEventListener("beforeunload", function (event) {
    if (!isDirty) return;
    keep();
    event.preventDefault();
    event.returnValue = "";
  });
})();
