// Shows the print button where a browser can print from a script.
(function () {
  "use strict";
  var items = document.querySelectorAll("[data-print-item]");
  var buttons = document.querySelectorAll("[data-print]");
  if (!window.print) return;
  items.forEach(function (item) {
    item.hidden = false;
  });
  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      window.print();
    });
  });
})();
