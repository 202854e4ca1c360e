/* Gives the administration's searching fields the name of their label, which the script
   that draws them leaves out. */

(function () {
  "use strict";

  function name(select) {
    var label = document.querySelector("label[for='" + select.id + "']");
    var drawn = select.nextElementSibling;
    var box = drawn && drawn.querySelector("[role=combobox]");
    if (!label || !box) return;
    label.id = label.id || select.id + "_label";
    var shown = box.querySelector(".select2-selection__rendered");
    box.setAttribute("aria-labelledby", label.id + (shown ? " " + shown.id : ""));
    if (shown) shown.setAttribute("aria-labelledby", label.id);
    // A field of several values is typed into where it stands.
    var typed = box.querySelector(".select2-search__field");
    if (typed) typed.setAttribute("aria-labelledby", label.id);
  }

  function nameAll() {
    document.querySelectorAll("select.admin-autocomplete").forEach(name);
  }

  // The fields are drawn when the document is ready, by a script before this one.
  if (window.django && window.django.jQuery) window.django.jQuery(nameAll);
  document.addEventListener("formset:added", function () {
    window.setTimeout(nameAll, 0);
  });
})();
