// The aids of the access bar that need a script: reading line, reading aloud.
// Type, colours and pointer are links and work without it.
(function () {
  "use strict";
  var KEPT = "access-aids";
  var LONGEST = 120;
  var TEXTS = "h1,h2,h3,h4,p,li,dt,dd,th,td,caption,figcaption,summary,label,legend";
  var CONTROLS = "a,button,input,select,textarea,summary,img[alt]";

  var bar = document.querySelector("[data-access-bar]");
  if (!bar) return;
  var status = bar.querySelector("[role=status]");
  var aids = {};
  var on = read();

  function read() {
    try {
      return JSON.parse(window.localStorage.getItem(KEPT)) || {};
    } catch (refused) {
      return {};
    }
  }

  function keep() {
    try {
      window.localStorage.setItem(KEPT, JSON.stringify(on));
    } catch (refused) {
      // A browser that keeps nothing still helps on this page.
    }
  }

  function offer(name, switchTo) {
    var button = bar.querySelector("[data-aid=" + name + "]");
    aids[name] = { button: button, switchTo: switchTo };
    button.hidden = false;
    button.addEventListener("click", function () {
      turn(name, !on[name]);
    });
  }

  function turn(name, isOn) {
    on[name] = isOn;
    keep();
    aids[name].button.setAttribute("aria-pressed", String(isOn));
    aids[name].switchTo(isOn);
  }

  // --- Reading line: below the pointer, or below what has the focus ---

  var line = document.createElement("div");
  line.className = "reading-line";
  line.setAttribute("aria-hidden", "true");

  function follow(event) {
    var touch = event.touches ? event.touches[0] : event;
    line.style.top = touch.clientY + 12 + "px";
  }

  function followFocus(event) {
    line.style.top = event.target.getBoundingClientRect().bottom + "px";
  }

  function switchLine(isOn) {
    var change = isOn ? "addEventListener" : "removeEventListener";
    document[change]("mousemove", follow);
    document[change]("touchmove", follow);
    document[change]("focusin", followFocus);
    if (isOn) document.body.appendChild(line);
    else if (line.parentNode) line.parentNode.removeChild(line);
  }

  // --- Reading aloud ---

  var speech = window.speechSynthesis;
  var language = document.documentElement.lang || "zh";
  var turnOfReading = 0;
  var marked = null;

  function voice() {
    return speech.getVoices().filter(function (each) {
      return each.lang.slice(0, 2) === language.slice(0, 2);
    })[0];
  }

  // Browsers break off long utterances: sentences go one by one.
  function sentences(text) {
    var found = [];
    (text.match(/[^。！？；\n]+[。！？；]?/g) || []).forEach(function (sentence) {
      for (var from = 0; from < sentence.length; from += LONGEST) {
        found.push(sentence.slice(from, from + LONGEST));
      }
    });
    return found;
  }

  function say(text, done) {
    var utterance = new window.SpeechSynthesisUtterance(text);
    utterance.lang = "zh-CN";
    utterance.voice = voice() || null;
    utterance.onend = done;
    utterance.onerror = done;
    speech.speak(utterance);
  }

  function sayAll(texts, place, mine, done) {
    if (mine !== turnOfReading) return;
    if (place >= texts.length) {
      done();
      return;
    }
    say(texts[place], function () {
      sayAll(texts, place + 1, mine, done);
    });
  }

  function mark(element) {
    if (marked) marked.classList.remove("is-read");
    marked = element;
    if (element) element.classList.add("is-read");
  }

  function quiet() {
    turnOfReading += 1;
    speech.cancel();
    mark(null);
  }

  // Texts of the page that hold no smaller ones, as far as they are seen.
  function texts() {
    var main = document.getElementById("main");
    return Array.prototype.filter.call(main.querySelectorAll(TEXTS), function (each) {
      return each.getClientRects().length && !each.querySelector(TEXTS);
    });
  }

  function readOn(blocks, place, mine) {
    if (mine !== turnOfReading) return;
    if (place >= blocks.length) {
      turn("aloud", false);
      status.textContent = bar.getAttribute("data-done");
      return;
    }
    mark(blocks[place]);
    sayAll(sentences(blocks[place].innerText), 0, mine, function () {
      readOn(blocks, place + 1, mine);
    });
  }

  function switchAloud(isOn) {
    quiet();
    if (!isOn) {
      status.textContent = "";
      return;
    }
    status.textContent = bar.getAttribute("data-reading");
    readOn(texts(), 0, turnOfReading);
  }

  function nameOf(element) {
    var label = element.labels && element.labels[0];
    return (
      element.getAttribute("aria-label") ||
      (label && label.innerText) ||
      element.getAttribute("alt") ||
      element.innerText ||
      element.value ||
      ""
    );
  }

  function sayPointed(event) {
    var pointed = event.target.closest && event.target.closest(CONTROLS + "," + TEXTS);
    if (!pointed || pointed === marked || on.aloud) return;
    quiet();
    mark(pointed);
    sayAll(sentences(nameOf(pointed)), 0, turnOfReading, function () {});
  }

  function switchPoint(isOn) {
    var change = isOn ? "addEventListener" : "removeEventListener";
    document[change]("mouseover", sayPointed);
    document[change]("focusin", sayPointed);
    if (!isOn && !on.aloud) quiet();
  }

  function offerVoice() {
    if (aids.aloud || !voice()) return;
    status.textContent = "";
    offer("aloud", switchAloud);
    offer("point", switchPoint);
    if (on.point) turn("point", true);
  }

  // --- ---

  // Reading aloud begins with a press only: browsers refuse to speak before one.
  on.aloud = false;
  offer("line", switchLine);
  if (on.line) turn("line", true);
  if (speech) {
    speech.cancel();
    offerVoice();
    if (speech.addEventListener) speech.addEventListener("voiceschanged", offerVoice);
  }
  if (!aids.aloud) status.textContent = bar.getAttribute("data-no-voice");
  bar.querySelectorAll("[data-aid-reset]").forEach(function (link) {
    link.addEventListener("click", function () {
      on = {};
      keep();
    });
  });
  window.addEventListener("pagehide", function () {
    if (speech) speech.cancel();
  });
})();
