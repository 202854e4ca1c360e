// Score sheets: photographs and files that wait in the browser (IndexedDB), through a
// reload and for every tab, until they are sent. Their bytes are copied: what a
// telephone's camera hands over may be gone once the page is.
(function () {
  "use strict";
  var STORE = "photographs";

  // `words` are the texts of the page; `changed` is called after the list changed.
  window.ScoreSheet.photographs = function (sheet, words, changed) {
    var told = { all: [], isUnkept: false };
    var opened = null;

    function open() {
      if (opened) return opened;
      opened = new Promise(function (resolve, reject) {
        var asked = window.indexedDB.open("score-sheets", 1);
        asked.onupgradeneeded = function () {
          var options = { keyPath: "id", autoIncrement: true };
          asked.result.createObjectStore(STORE, options).createIndex("sheet", "sheet");
        };
        asked.onsuccess = function () {
          resolve(asked.result);
        };
        asked.onerror = asked.onblocked = function () {
          reject(asked.error);
        };
      });
      return opened;
    }

    function within(mode, act) {
      return open().then(function (base) {
        return new Promise(function (resolve, reject) {
          var turn = base.transaction(STORE, mode);
          var asked = act(turn.objectStore(STORE));
          turn.oncomplete = function () {
            resolve(asked.result);
          };
          turn.onerror = turn.onabort = function () {
            reject(turn.error);
          };
        });
      });
    }

    function bytes(file) {
      return new Promise(function (resolve, reject) {
        var reader = new FileReader();
        reader.onload = function () {
          resolve(reader.result);
        };
        reader.onerror = function () {
          reject(reader.error);
        };
        reader.readAsArrayBuffer(file);
      });
    }

    told.refresh = function () {
      return within("readonly", function (store) {
        return store.index("sheet").getAll(sheet);
      })
        .then(function (found) {
          told.all = found;
        })
        .catch(function () {
          told.all = [];
        })
        .then(changed);
    };

    // Without room or leave for it (a full or private browser) this fails, and the
    // files stay where they were chosen.
    told.keep = function (code, day, files) {
      return Promise.all(files.map(bytes))
        .then(function (contents) {
          return within("readwrite", function (store) {
            return files.map(function (file, place) {
              var row = { sheet: sheet, code: code, day: day, name: file.name };
              row.type = file.type;
              row.bytes = contents[place];
              return store.add(row);
            })[0];
          });
        })
        .then(told.refresh)
        .catch(function (error) {
          told.isUnkept = true;
          throw error;
        });
    };

    told.drop = function (id) {
      return within("readwrite", function (store) {
        return store.delete(id);
      }).then(told.refresh);
    };

    told.refuse = function (row, why) {
      row.refused = why;
      return within("readwrite", function (store) {
        return store.put(row);
      }).then(told.refresh);
    };

    told.file = function (row) {
      return { content: new Blob([row.bytes], { type: row.type }), name: row.name };
    };

    told.waiting = function () {
      return told.all.filter(function (row) {
        return !row.refused;
      });
    };

    told.show = function (panel, taken) {
      var list = panel.form.querySelector("[data-kept-files]");
      list.textContent = "";
      told.all.forEach(function (row) {
        if (row.code !== panel.code) return;
        var item = list.appendChild(document.createElement("li"));
        var line = item.appendChild(document.createElement("span"));
        line.textContent = row.name + "：" + (row.refused || words.photoKept);
        var button = item.appendChild(document.createElement("button"));
        button.type = "button";
        button.className = "score__remove";
        button.textContent = words.photoRemove;
        button.setAttribute("aria-label", words.photoRemove + " " + row.name);
        button.addEventListener("click", function () {
          told.drop(row.id).then(taken);
        });
      });
    };

    return told;
  };
})();
