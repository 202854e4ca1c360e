// A wall screen: turns its pages, asks for news before each turn, keeps what it has when
// the network is gone, and says how old it is.
(function () {
  "use strict";
  var stage = document.querySelector("[data-stage]");
  var home = stage.dataset.home;
  var turn = Number(stage.dataset.seconds) * 1000;
  var DAY = 24 * 3600 * 1000;
  var PLACES = 4;
  var shown = 0;
  var turns = 0;
  var etag = "";
  var isLost = false;
  var known = Date.parse(stage.dataset.madeAt);

  function find(name, within) {
    return (within || document).querySelector("[data-" + name + "]");
  }

  function slides() {
    return Array.prototype.slice.call(document.querySelectorAll("[data-slide]"));
  }

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  function day(moment) {
    return moment.getFullYear() + "年" + (moment.getMonth() + 1) + "月" + moment.getDate() + "日";
  }

  function time(moment) {
    return two(moment.getHours()) + ":" + two(moment.getMinutes());
  }

  function tellTime() {
    var now = new Date();
    var age = find("age");
    var minutes = Math.max(0, Math.floor((now - known) / 60000));
    var made = new Date(known);
    find("time").textContent = time(now);
    find("day").textContent = day(now);
    age.textContent = (isLost ? age.dataset.lost : age.dataset.words)
      .replace("{moment}", day(made) + time(made))
      .replace("{minutes}", minutes);
    age.classList.toggle("stage__age--lost", isLost);
  }

  function isOver(slide) {
    return slide.dataset.until && Date.parse(slide.dataset.until) <= Date.now();
  }

  // What is over is not shown, even when nobody can be asked any more.
  function show(step) {
    var all = slides();
    var isOld = Date.now() - known > DAY;
    var next = shown;
    for (var tried = 0; tried < all.length; tried += 1) {
      next = (shown + step + tried) % all.length;
      if (!isOver(all[next])) break;
    }
    shown = next;
    all.forEach(function (slide, place) {
      slide.hidden = isOld || place !== shown || Boolean(isOver(slide));
    });
    find("old").hidden = !isOld;
    find("number").textContent = shown + 1;
    find("count").textContent = all.length;
  }

  function move() {
    var place = Math.floor(turns / 2) % PLACES;
    for (var other = 0; other < PLACES; other += 1) {
      stage.classList.toggle("stage--" + other, other === place);
    }
    stage.classList.toggle("stage--turned", new Date().getHours() % 2 === 1);
  }

  function take(html) {
    var fresh = new DOMParser().parseFromString(html, "text/html");
    var release = 'script[src*="screen"]';
    var mine = document.querySelector(release);
    var theirs = fresh.querySelector(release);
    if (!find("slides", fresh) || !theirs) throw new Error("not a screen");
    if (mine.getAttribute("src") !== theirs.getAttribute("src")) {
      window.location.replace(home);
      return;
    }
    find("slides").replaceWith(document.adoptNode(find("slides", fresh)));
    shown = Math.min(shown, slides().length - 1);
  }

  function ask() {
    return window
      .fetch(home, { cache: "no-cache" })
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        // The worker says so of what it has from its store.
        var isKept = Boolean(answer.headers.get("X-Kept"));
        var tag = answer.headers.get("ETag") || "";
        return answer.text().then(function (html) {
          if (!isKept) known = Date.now();
          isLost = isKept;
          if (!tag || tag !== etag) take(html);
          etag = tag;
        });
      })
      .catch(function () {
        isLost = true;
      });
  }

  function next() {
    turns += 1;
    ask().then(function () {
      move();
      show(1);
      tellTime();
      window.setTimeout(next, turn);
    });
  }

  // A screen that is switched on without a network shows what the worker has kept.
  function keepForLater() {
    if (navigator.serviceWorker) navigator.serviceWorker.register(stage.dataset.worker);
  }

  show(0);
  tellTime();
  keepForLater();
  window.setInterval(tellTime, 10000);
  window.setTimeout(next, turn);
})();
