// Score sheets: what stands in the form of one mark.
(function () {
  "use strict";
  var FLAGS = ["is_absent", "is_explained", "lacks_prerequisite"];
  var TEXTS = ["value", "comment", "override"];
  var fields = { FLAGS: FLAGS, TEXTS: TEXTS };
  window.ScoreSheet.fields = fields;

  function inputs(panel, name) {
    return Array.from(panel.form.querySelectorAll('[name="' + name + '"]'));
  }

  fields.read = function (panel, asLoaded) {
    var found = {};
    TEXTS.forEach(function (name) {
      found[name] = "";
      inputs(panel, name).forEach(function (input) {
        if (input.type !== "radio") found[name] = asLoaded ? input.defaultValue : input.value;
        else if (asLoaded ? input.defaultChecked : input.checked) found[name] = input.value;
      });
    });
    FLAGS.forEach(function (name) {
      found[name] = inputs(panel, name).some(function (input) {
        return asLoaded ? input.defaultChecked : input.checked;
      });
    });
    return found;
  };

  fields.write = function (panel, values) {
    TEXTS.forEach(function (name) {
      inputs(panel, name).forEach(function (input) {
        if (input.type === "radio") input.checked = input.value === values[name];
        else input.value = values[name];
      });
    });
    FLAGS.forEach(function (name) {
      inputs(panel, name).forEach(function (input) {
        input.checked = values[name];
      });
    });
  };

  fields.isSame = function (one, other) {
    return TEXTS.concat(FLAGS).every(function (name) {
      return one[name] === other[name];
    });
  };

  fields.isWhole = function (values) {
    return values.value.trim() !== "" || values.is_absent || values.is_explained;
  };

  fields.version = function (panel, number) {
    var input = panel.form.querySelector("[data-version]");
    if (number !== undefined) input.value = number;
    return Number(input.value);
  };

  fields.day = function (panel) {
    return panel.form.querySelector("[name=taken_on]").value;
  };

  fields.chosenFiles = function (panel) {
    var found = [];
    panel.form.querySelectorAll("[data-files-input]").forEach(function (input) {
      found = found.concat(Array.from(input.files));
    });
    return found;
  };

  fields.clearFiles = function (panel, sent) {
    panel.form.querySelectorAll("[data-files-input]").forEach(function (input) {
      var isSent = Array.from(input.files).every(function (file) {
        return sent.indexOf(file) >= 0;
      });
      if (isSent) input.value = "";
    });
  };

  // What the server keeps with the mark.
  fields.listFiles = function (panel, files) {
    var list = panel.box.querySelector("[data-files]");
    var known = Array.from(list.querySelectorAll("a")).map(function (link) {
      return link.getAttribute("href");
    });
    files.forEach(function (file) {
      if (known.indexOf(file.address) >= 0) return;
      var item = list.appendChild(document.createElement("li"));
      var link = item.appendChild(document.createElement("a"));
      link.href = file.address;
      link.textContent = file.title;
    });
  };
})();
