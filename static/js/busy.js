/* Says that a file is being read: reading a long sheet takes some seconds. */
(function () {
  "use strict";
  document.querySelectorAll("form[enctype]").forEach(function (form) {
    form.addEventListener("submit", function () {
      var bar = document.createElement("progress");
      bar.className = "busy";
      bar.setAttribute("aria-label", form.querySelector("[type=submit]").textContent);
      form.appendChild(bar);
    });
  });
})();
