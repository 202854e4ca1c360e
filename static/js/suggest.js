// Suggests words under a box of search while a reader types: a combobox with a list, as
// ARIA 1.2 has it. Whatever goes wrong here, the box works as it does without a script.
(function () {
  "use strict";
  var PAUSE = 150;
  // Of longer texts nothing is suggested.
  var LONGEST = 40;

  function offer(frame) {
    var input = frame.querySelector("input");
    var list = document.createElement("ul");
    var told = document.createElement("p");
    var isComposing = false;
    var timer = 0;
    var turn = 0;
    var chosen = -1;

    // --- The list ---

    function choose(place) {
      var before = list.children[chosen];
      var now = list.children[place];
      chosen = place;
      if (before) before.setAttribute("aria-selected", "false");
      if (now) {
        now.setAttribute("aria-selected", "true");
        now.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", now.id);
      } else input.removeAttribute("aria-activedescendant");
    }

    function show(words) {
      choose(-1);
      list.textContent = "";
      words.forEach(function (word, place) {
        var option = document.createElement("li");
        option.id = list.id + "-" + place;
        option.className = "search__word";
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = word;
        list.appendChild(option);
      });
      list.hidden = !words.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      told.textContent = list.hidden
        ? ""
        : frame.dataset.count.replace("{n}", words.length);
    }

    // Also drops what is about to be asked, and answers that are on their way.
    function close() {
      window.clearTimeout(timer);
      turn += 1;
      show([]);
    }

    function take(option) {
      input.value = option.textContent;
      close();
      input.form.submit();
    }

    // --- Asking ---

    function ask() {
      var words = input.value.trim();
      if (!words || words.length > LONGEST) {
        close();
        return;
      }
      turn += 1;
      var mine = turn;
      window
        .fetch(frame.dataset.suggest + "?q=" + encodeURIComponent(words))
        .then(function (answer) {
          return answer.ok ? answer.json() : { words: [] };
        })
        .then(function (answer) {
          if (mine === turn) show(answer.words);
        })
        .catch(function () {
          if (mine === turn) close();
        });
    }

    function askSoon() {
      if (isComposing) return;
      window.clearTimeout(timer);
      turn += 1;
      timer = window.setTimeout(ask, PAUSE);
    }

    // --- Keys ---

    function move(event, step) {
      if (list.hidden && step < 0) return;
      event.preventDefault();
      if (list.hidden) {
        ask();
        return;
      }
      // The text itself is a place before the first and after the last word.
      var places = list.children.length + 1;
      choose(((chosen + 1 + step + places) % places) - 1);
    }

    var keys = {
      ArrowDown: function (event) {
        move(event, 1);
      },
      ArrowUp: function (event) {
        move(event, -1);
      },
      Enter: function (event) {
        if (chosen < 0) return;
        event.preventDefault();
        take(list.children[chosen]);
      },
      Escape: function (event) {
        if (!list.hidden) event.preventDefault();
        close();
      },
    };

    // Those that move within the text leave the list.
    ["ArrowLeft", "ArrowRight", "Home", "End"].forEach(function (name) {
      keys[name] = function () {
        choose(-1);
      };
    });

    list.id = input.id + "-words";
    list.className = "search__words";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", frame.dataset.name);
    told.className = "sr-only";
    told.setAttribute("role", "status");
    frame.appendChild(list);
    frame.appendChild(told);
    input.autocomplete = "off";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");

    input.addEventListener("input", askSoon);
    input.addEventListener("compositionstart", function () {
      isComposing = true;
      close();
    });
    input.addEventListener("compositionend", function () {
      isComposing = false;
      askSoon();
    });
    input.addEventListener("keydown", function (event) {
      // 229: Safari ends a composition before the key that ends it.
      if (isComposing || event.keyCode === 229 || !keys[event.key]) return;
      keys[event.key](event);
    });
    input.addEventListener("blur", close);
    // A press on a word must not take the focus away first.
    list.addEventListener("mousedown", function (event) {
      event.preventDefault();
    });
    list.addEventListener("click", function (event) {
      var option = event.target.closest("[role=option]");
      if (option) take(option);
    });
  }

  document.querySelectorAll("[data-suggest]").forEach(offer);
})();
