/* Says every half minute that this draft is open, and shows who else has it open. */

(function () {
  "use strict";

  var place = document.querySelector("[data-presence-url]");
  if (!place || !window.fetch) return;
  var form = place.closest("form");

  function show(text) {
    if (place.textContent.trim() !== text) place.textContent = text;
  }

  function word(name) {
    return place.getAttribute("data-word-" + name);
  }

  function say(found) {
    var lines = [];
    if (found.others.length) lines.push(word("others").replace("{names}", found.others.join("、")));
    if (!found.is_newest) lines.push(word("stale"));
    show(lines.join(" "));
  }

  function beat() {
    var data = new FormData();
    ["csrfmiddlewaretoken", "content_version"].forEach(function (name) {
      data.append(name, form.querySelector("[name=" + name + "]").value);
    });
    fetch(place.getAttribute("data-presence-url"), {
      method: "POST",
      credentials: "same-origin",
      // An open window alone does not keep anybody signed in.
      headers: { "X-Quiet": "1" },
      body: data,
    }).then(
      function (answer) {
        if (answer.ok && !answer.redirected) return answer.json().then(say);
        if (answer.status === 401 || answer.redirected) show(word("signed-out"));
        return null;
      },
      function () { /* No network: the next beat tries again. */ }
    );
  }

  window.setInterval(beat, 30000);
})();
