// Shows the copy buttons where a browser lets a page write to the clipboard.
(function () {
  "use strict";
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy-item]").forEach(function (item) {
    var button = item.querySelector("[data-copy]");
    var told = item.querySelector("[data-copied]");
    item.hidden = false;
    button.addEventListener("click", function () {
      var text = document.getElementById(button.dataset.copy).textContent;
      navigator.clipboard.writeText(text).then(function () {
        told.hidden = false;
      });
    });
  });
})();
