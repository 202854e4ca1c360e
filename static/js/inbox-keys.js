// The inbox worked by keys: j and k move, o opens, x ticks, ? tells them. The focus
// itself moves, so that screen readers follow and Enter opens. No key is taken from
// who types, composes, or has switched this off.
(function () {
  "use strict";
  var inbox = document.querySelector(".inbox");
  var help = document.getElementById("inbox-keys");
  var opener = document.querySelector("[data-inbox-keys]");
  if (!inbox || !help || !opener ) return;
  var toggle = help.querySelector("[data-keys-on]");
  var OFF = "inbox-keys-off";

  function stored() {
    try {
      return window.localStorage.getItem(OFF) === "1";
    } catch (refused) {
      return false;
    }
  }

  function store(isOff) {
    try {
      if (isOff) window.localStorage.setItem(OFF, "1");
      else window.localStorage.removeItem(OFF);
    } catch (refused) {
      // Kept for this page only.
    }
  }

  var isOff = stored();

  function rows() {
    return Array.from(inbox.querySelectorAll(".inbox__row"));
  }

  function place() {
    return rows().findIndex(function (row) {
      return row.contains(document.activeElement);
    });
  }

  function go(step) {
    var all = rows();
    var here = place();
    var next = here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step;
    var row = all[Math.max(0, Math.min(all.length - 1, next))];
    if (row) row.querySelector(".tasks__title").focus();
  }

  function inRow(selector, act) {
    var row = rows()[place()];
    var found = row && row.querySelector(selector);
    if (found) act(found);
  }

  function press(found) {
    found.click();
  }

  var KEYS = {
    j: function () { go(1); },
    k: function () { go(-1); },
    o: function () { inRow(".tasks__title", press); },
    x: function () { inRow(".inbox__choice", press); },
    "?": function () { open(); }
  };

  function open() {
    help.hidden = false;
    help.focus();
  }

  function close() {
    help.hidden = true;
    opener.focus();
  }

  function isTyping(target) {
    if (target.isContentEditable) return true;
    if (/^(TEXTAREA|SELECT)$/.test(target.tagName)) return true;
    return target.tagName === "INPUT" && target.type !== "checkbox";
  }

  document.addEventListener("keydown", function (event) {
    var act = KEYS[event.key];
    if (!act || isOff || !help.hidden || event.defaultPrevented) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (isTyping(event.target)) return;
    event.preventDefault();
    act();
  });

  help.addEventListener("keydown", function (event) {
    if (event.key === "Escape" || event.key === "Esc") close();
  });

  toggle.checked = !isOff;
  toggle.addEventListener("change", function () {
    isOff = !toggle.checked;
    store(isOff);
  });
  help.querySelector("[data-keys-close]").addEventListener("click", function () {
    close();
  });
  opener.addEventListener("click", function () {
    open();
  });
  opener.hidden = false;
})();
