// Suggests words under the box of search while a reader types: a combobox with a list,
// as ARIA 1.2 has it. Whatever fails here, the box works as it does without a script.
(function () {
  "use strict";
  var frame = document.querySelector("[data-suggest]");
  if (!frame) return;
  var input = frame.querySelector("input");
  var list = frame.querySelector("ul");
  var told = frame.querySelector("p");
  var isComposing = false;
  var chosen = -1;
  var timer = 0;
  var turn = 0;

  function set(name, value) {
    input.setAttribute(name, value);
  }

  function choose(place) {
    var option = list.children[place];
    Array.from(list.children).forEach(function (each) {
      each.setAttribute("aria-selected", String(each === option));
    });
    if (option) option.scrollIntoView({ block: "nearest" });
    set("aria-activedescendant", option ? option.id : "");
    chosen = place;
  }

  function show(words) {
    list.textContent = "";
    words.forEach(function (word, place) {
      var option = document.createElement("li");
      option.id = list.id + place;
      option.setAttribute("role", "option");
      option.textContent = word;
      list.appendChild(option);
    });
    choose(-1);
    list.hidden = !words.length;
    set("aria-expanded", String(!list.hidden));
    told.textContent = list.hidden ? "" : told.dataset.text.replace("{n}", words.length);
  }

  // What is about to be asked or answered is dropped.
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

  function ask() {
    var words = input.value.trim();
    if (!words) return close();
    var mine = (turn += 1);
    window
      .fetch(frame.dataset.suggest + encodeURIComponent(words))
      .then(function (answer) {
        return answer.json();
      })
      .then(function (answer) {
        return Array.from(answer.words);
      })
      .catch(function () {
        return [];
      })
      .then(function (found) {
        if (mine === turn) show(found);
      });
  }

  function askSoon() {
    window.clearTimeout(timer);
    turn += 1;
    if (!isComposing) timer = window.setTimeout(ask, 150);
  }

  function press(event) {
    var key = event.key;
    var step = { ArrowDown: 1, ArrowUp: -1 }[key];
    // 229: Safari ends a composition before the key that ends it.
    if (isComposing || event.keyCode === 229) return;
    if (step && !list.hidden) {
      // The text itself is a place before the first and after the last word.
      var places = list.children.length + 1;
      choose(((chosen + 1 + step + places) % places) - 1);
    } else if (key === "ArrowDown") ask();
    else if (key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else if (key === "Escape") close();
    else {
      // Keys that move within the text leave the list.
      if (/^(Arrow|Home|End)/.test(key)) choose(-1);
      return;
    }
    event.preventDefault();
  }

  input.autocomplete = "off";
  set("role", "combobox");
  set("aria-autocomplete", "list");
  set("aria-controls", list.id);
  show([]);
  input.addEventListener("input", askSoon);
  input.addEventListener("keydown", press);
  input.addEventListener("blur", close);
  input.addEventListener("compositionstart", function () {
    isComposing = true;
    close();
  });
  input.addEventListener("compositionend", function () {
    isComposing = false;
    askSoon();
  });
  // A press on a word must not take the focus away first.
  list.addEventListener("mousedown", function (event) {
    event.preventDefault();
  });
  list.addEventListener("click", function (event) {
    take(event.target);
  });
})();
