// Score sheets: marks that the browser keeps, one entry for each, so that tabs share
// them. Where it keeps nothing, they live as long as the page, and that is said.
(function () {
  "use strict";
  window.ScoreSheet = {};
  window.ScoreSheet.memory = function (prefix) {
    var held = {};
    var told = { isUnkept: false };

    told.get = function (key) {
      try {
        if (!told.isUnkept) return JSON.parse(localStorage.getItem(prefix + key));
      } catch (error) {
        // What this page itself holds is all there is.
      }
      return JSON.parse(held[key] || null);
    };

    told.set = function (key, entry) {
      var text = JSON.stringify(entry);
      held[key] = text;
      try {
        localStorage.setItem(prefix + key, text);
      } catch (error) {
        told.isUnkept = true;
      }
    };

    told.drop = function (key) {
      delete held[key];
      try {
        localStorage.removeItem(prefix + key);
      } catch (error) {
        told.isUnkept = true;
      }
    };

    return told;
  };
})();
