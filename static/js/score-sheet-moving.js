// Score sheets: from one indicator to the next, by links, by keys and by Enter.
(function () {
  "use strict";

  // `save` is called with the mark that is left.
  window.ScoreSheet.moving = function (root, panels, save) {
    var isTree = root.dataset.mode === "tree";
    var closing = root.querySelector("[data-close]");
    var told = {};

    told.find = function (code) {
      return panels.filter(function (panel) {
        return panel.code === code;
      })[0];
    };

    told.step = function (panel, by) {
      var next = panels[panels.indexOf(panel) + by];
      if (next) go(next, true);
      else if (by > 0 && closing) closing.querySelector("button").focus();
    };

    function go(panel, toValue) {
      if (!isTree) {
        panels.forEach(function (each) {
          each.box.hidden = each !== panel;
        });
        window.history.replaceState(null, "", "?at=" + encodeURIComponent(panel.code));
      }
      var value = panel.form.querySelector('[name="value"]:checked, [name="value"]');
      panel.box.scrollIntoView({ block: "start" });
      (toValue ? value : panel.box.querySelector(".score__title")).focus({ preventScroll: true });
    }

    function press(event) {
      var box = event.target.closest("[data-mark]");
      if (!box || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      var isNumber = event.target.matches("[data-number]");
      var isText = event.target.matches("textarea, input[type=text], input[type=date]");
      var isFree = isNumber || event.target.matches(".score__title");
      var by = { j: 1, k: -1 }[event.key] || (isFree && { ArrowDown: 1, ArrowUp: -1 }[event.key]);
      if (!by || (isText && !isNumber)) return;
      event.preventDefault();
      save(told.find(box.dataset.mark));
      told.step(told.find(box.dataset.mark), by);
    }

    root.addEventListener("keydown", press);
    root.addEventListener("click", function (event) {
      var link = event.target.closest("[data-go]");
      var panel = link && told.find(link.dataset.go);
      if (!panel) return;
      event.preventDefault();
      go(panel, false);
    });
    return told;
  };
})();
