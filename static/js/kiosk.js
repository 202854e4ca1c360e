// A touch screen: goes back to its start when nobody touches it, and stays where it is
// while there is no connection.
(function () {
  "use strict";
  var kiosk = document.querySelector("[data-kiosk]");
  var lost = document.querySelector("[data-lost]");
  var idle = Number(kiosk.dataset.idle) * 1000;
  var timer = 0;

  function open(address, replace) {
    return window
      .fetch(address, { cache: "no-cache" })
      .then(function () {
        lost.hidden = true;
        if (replace) window.location.replace(address);
        else window.location.assign(address);
      })
      .catch(function () {
        lost.hidden = false;
        wait();
      });
  }

  function clear() {
    window.scrollTo(0, 0);
    open(kiosk.dataset.start, true);
  }

  function wait() {
    window.clearTimeout(timer);
    timer = window.setTimeout(clear, idle);
  }

  ["pointerdown", "keydown", "wheel", "touchmove"].forEach(function (name) {
    document.addEventListener(name, wait, { passive: true });
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    open(link.href, false);
  });
  document.addEventListener("contextmenu", function (event) {
    event.preventDefault();
  });
  if (navigator.serviceWorker) navigator.serviceWorker.register(kiosk.dataset.worker);
  wait();
})();
