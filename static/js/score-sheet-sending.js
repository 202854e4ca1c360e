// Score sheets: one mark, with or without files, on its way to the server.
(function () {
  "use strict";
  var fields = window.ScoreSheet.fields;

  // Answers {isReached, isSignedOut, isGone, code, told}.
  window.ScoreSheet.post = function post(panel, parcel, mayRenew) {
    return window
      .fetch(panel.form.getAttribute("action"), {
        method: "POST",
        body: body(panel, parcel),
        redirect: "manual",
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      })
      .then(function (answer) {
        var found = {
          code: answer.status,
          isReached: false,
          isSignedOut: answer.type === "opaqueredirect",
        };
        var type = answer.headers.get("Content-Type") || "";
        if (type.indexOf("application/json") === 0) {
          return answer.json().then(function (told) {
            found.isReached = true;
            found.told = told;
            return found;
          });
        }
        // After signing in anew the page's token is an old one.
        if (answer.status === 403 && mayRenew) {
          return renew().then(function (isNew) {
            return isNew ? post(panel, parcel, false) : found;
          });
        }
        found.isGone = answer.status >= 400 && answer.status < 500;
        found.isReached = found.isGone;
        return found;
      })
      .catch(function () {
        return { isReached: false, isSignedOut: false };
      });
  };

  function body(panel, parcel) {
    var made = new FormData();
    var token = panel.form.querySelector("[name=csrfmiddlewaretoken]").value;
    made.append("csrfmiddlewaretoken", token);
    made.append("code", panel.code);
    made.append("version", parcel.version);
    made.append("taken_on", parcel.day);
    fields.TEXTS.forEach(function (name) {
      made.append(name, parcel.fields[name]);
    });
    fields.FLAGS.forEach(function (name) {
      if (parcel.fields[name]) made.append(name, "on");
    });
    parcel.files.forEach(function (file) {
      made.append("files", file.content || file, file.name);
    });
    return made;
  }

  function renew() {
    return window
      .fetch(window.location.href, { redirect: "manual", credentials: "same-origin" })
      .then(function (answer) {
        return answer.ok ? answer.text() : "";
      })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        var found = page.querySelector("[name=csrfmiddlewaretoken]");
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (input) {
          if (found) input.value = found.value;
        });
        return Boolean(found);
      });
  }
})();
