// While a letter is read once more, its form does a little work that a flood of letters
// could not afford. Without a script, or without WebCrypto, the form waits longer on the
// server instead; nobody is refused for it.
(function () {
  "use strict";
  var field = document.querySelector("[data-work-bits]");
  var subtle = window.crypto && window.crypto.subtle;
  if (!field || !subtle || !window.TextEncoder) return;
  var token = field.form.elements.token.value;
  var bits = Number(field.getAttribute("data-work-bits"));
  var encoder = new TextEncoder();
  var TOGETHER = 64;

  function zeros(digest) {
    var found = 0;
    var bytes = new Uint8Array(digest);
    for (var place = 0; place < bytes.length; place += 1) {
      if (bytes[place]) return found + Math.clz32(bytes[place]) - 24;
      found += 8;
    }
    return found;
  }

  function tried(number) {
    return subtle.digest("SHA-256", encoder.encode(token + ":" + number));
  }

  function work(from) {
    var numbers = [];
    for (var step = 0; step < TOGETHER; step += 1) numbers.push(from + step);
    Promise.all(numbers.map(tried)).then(function (digests) {
      var place = digests.findIndex(function (digest) {
        return zeros(digest) >= bits;
      });
      if (place < 0) work(from + TOGETHER);
      else field.value = String(numbers[place]);
    });
  }

  work(0);
})();
