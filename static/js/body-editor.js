/* Turns each text area marked data-body-editor into an editor of official texts.

   The editor's bundle is loaded by address, without an import map; where that fails the
   text area stays as it is. What is pasted goes to the server and comes back cleaned.
   The server cleans everything once more when the draft is saved. */

(function () {
  "use strict";

  // The classes that the server keeps (foundation/rich_text_styles.py).
  var LAYOUTS = ["align-left", "align-center", "align-right", "indent-none"];
  var HEADINGS = [2, 3, 4];

  function word(area, name) {
    return area.getAttribute("data-word-" + name) || name;
  }

  function make(tag, attributes, text) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      element.setAttribute(name, attributes[name]);
    });
    if (text) element.textContent = text;
    return element;
  }

  // --- What the editor knows of a document -----------------------------------------

  function withLayout(extension) {
    return extension.extend({
      addAttributes: function () {
        var layout = {
          default: null,
          parseHTML: function (element) {
            return (
              LAYOUTS.find(function (name) {
                return element.classList.contains(name);
              }) || null
            );
          },
          renderHTML: function (attributes) {
            return attributes.layout ? { class: attributes.layout } : {};
          },
        };
        return Object.assign({}, this.parent ? this.parent() : {}, { layout: layout });
      },
    });
  }

  function extensions(kit) {
    return [
      kit.Document,
      kit.Text,
      kit.HardBreak,
      kit.Dropcursor,
      kit.Gapcursor,
      kit.History,
      withLayout(kit.Paragraph),
      withLayout(kit.Heading).configure({ levels: HEADINGS }),
      kit.Blockquote,
      kit.HorizontalRule,
      kit.BulletList,
      kit.OrderedList,
      kit.ListItem,
      kit.Bold,
      kit.Italic,
      kit.Underline,
      kit.Strike,
      kit.Subscript,
      kit.Superscript,
      kit.Link.configure({ openOnClick: false, autolink: false }),
      kit.Table.configure({ resizable: false }),
      kit.TableRow,
      withLayout(kit.TableHeader),
      withLayout(kit.TableCell),
    ];
  }

  /* The editor's tables have no caption: it becomes a bold, centred line above, which
     is what a caption looks like. */
  function prepared(html) {
    var page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll("table > caption").forEach(function (caption) {
      var line = page.createElement("p");
      line.className = "align-center";
      line.appendChild(page.createElement("strong")).textContent =
        caption.textContent.trim();
      caption.parentNode.before(line);
      caption.remove();
    });
    return page.body.innerHTML;
  }

  /* Puts the cursor back into the text at once: the kit's own focus waits for the next
     frame, and what a quick typist presses until then would be lost. */
  function returnToText(editor) {
    editor.view.focus();
  }

  // --- The toolbar ------------------------------------------------------------------

  function setLayout(layout) {
    return function (chain) {
      return chain
        .updateAttributes("paragraph", { layout: layout })
        .updateAttributes("heading", { layout: layout });
    };
  }

  function setKind(kind) {
    return function (chain) {
      return kind ? chain.setHeading({ level: Number(kind) }) : chain.setParagraph();
    };
  }

  var BUTTONS = [
    ["undo", function (chain) { return chain.undo(); }],
    ["redo", function (chain) { return chain.redo(); }],
    ["bold", function (chain) { return chain.toggleBold(); }, "bold"],
    ["underline", function (chain) { return chain.toggleUnderline(); }, "underline"],
    ["strike", function (chain) { return chain.toggleStrike(); }, "strike"],
    ["subscript", function (chain) { return chain.toggleSubscript(); }, "subscript"],
    ["superscript", function (chain) { return chain.toggleSuperscript(); }, "superscript"],
    ["bullets", function (chain) { return chain.toggleBulletList(); }, "bulletList"],
    ["numbers", function (chain) { return chain.toggleOrderedList(); }, "orderedList"],
    ["quote", function (chain) { return chain.toggleBlockquote(); }, "blockquote"],
    ["rule", function (chain) { return chain.setHorizontalRule(); }],
    ["table-insert", function (chain) {
      return chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true });
    }],
  ];
  // Shown only while the cursor stands in a table.
  var TABLE_BUTTONS = [
    ["row-add", function (chain) { return chain.addRowAfter(); }],
    ["row-delete", function (chain) { return chain.deleteRow(); }],
    ["column-add", function (chain) { return chain.addColumnAfter(); }],
    ["column-delete", function (chain) { return chain.deleteColumn(); }],
    ["cells-merge", function (chain) { return chain.mergeOrSplit(); }],
    ["header-row", function (chain) { return chain.toggleHeaderRow(); }],
    ["table-delete", function (chain) { return chain.deleteTable(); }],
  ];

  function Toolbar(area, editor) {
    var bar = make("div", {
      class: "editor__bar",
      role: "toolbar",
      "aria-label": word(area, "toolbar"),
      "aria-controls": area.id + "_text",
    });
    var pressed = [];
    var inTable = make("span", { class: "editor__group", hidden: "" });

    function run(action) {
      returnToText(editor);
      action(editor.chain()).run();
    }

    function button(name, action, mark) {
      var element = make("button", { type: "button", tabindex: "-1" }, word(area, name));
      element.addEventListener("click", function () { run(action); });
      if (mark) pressed.push([element, mark]);
      return element;
    }

    function choice(name, options, action) {
      var select = make("select", { "aria-label": word(area, name), tabindex: "-1" });
      options.forEach(function (option) {
        select.appendChild(make("option", { value: option[0] }, word(area, option[1])));
      });
      select.addEventListener("change", function () {
        run(action(select.value || null));
      });
      bar.appendChild(select);
      return select;
    }

    var kinds = [["", "paragraph"]].concat(HEADINGS.map(function (level) {
      return [String(level), "heading" + level];
    }));
    var layouts = [["", "indent"]].concat(LAYOUTS.map(function (name) {
      return [name, name];
    }));
    var kind = choice("style", kinds, setKind);
    var layout = choice("layout", layouts, setLayout);
    BUTTONS.forEach(function (row) {
      bar.appendChild(button(row[0], row[1], row[2]));
    });
    bar.appendChild(linkButton());
    TABLE_BUTTONS.forEach(function (row) {
      inTable.appendChild(button(row[0], row[1]));
    });
    bar.appendChild(inTable);

    function linkButton() {
      var element = make("button", { type: "button", tabindex: "-1" }, word(area, "link"));
      element.addEventListener("click", function () {
        var old = editor.getAttributes("link").href || "";
        var address = window.prompt(word(area, "link-prompt"), old);
        if (address === null) return;
        returnToText(editor);
        var chain = editor.chain().extendMarkRange("link");
        (address.trim() ? chain.setLink({ href: address.trim() }) : chain.unsetLink()).run();
      });
      pressed.push([element, "link"]);
      return element;
    }

    function show() {
      pressed.forEach(function (pair) {
        pair[0].setAttribute("aria-pressed", String(editor.isActive(pair[1])));
      });
      kind.value = String(editor.getAttributes("heading").level || "");
      var block = editor.isActive("heading") ? "heading" : "paragraph";
      layout.value = editor.getAttributes(block).layout || "";
      inTable.hidden = !editor.isActive("table");
    }

    walkWithArrows(bar, function () { returnToText(editor); });
    editor.on("transaction", show);
    show();
    return bar;
  }

  /* One stop of the tab key for the whole bar; arrows walk in it, Escape leaves it. */
  function walkWithArrows(bar, leave) {
    function stops() {
      return Array.from(bar.querySelectorAll("button, select")).filter(function (stop) {
        return !stop.closest("[hidden]");
      });
    }
    function stand(stop) {
      bar.querySelectorAll("[tabindex='0']").forEach(function (old) {
        old.setAttribute("tabindex", "-1");
      });
      stop.setAttribute("tabindex", "0");
    }
    stand(stops()[0]);
    bar.addEventListener("focusin", function (event) { stand(event.target); });
    bar.addEventListener("keydown", function (event) {
      var all = stops();
      var here = all.indexOf(document.activeElement);
      var next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 };
      if (event.key === "Escape") leave();
      if (!(event.key in next)) return;
      event.preventDefault();
      all[(next[event.key] + all.length) % all.length].focus();
    });
  }

  // --- Pasting ----------------------------------------------------------------------

  function told(area, dropped) {
    // Word brings a style sheet with every paste; nobody misses it.
    var kinds = Object.keys(dropped).filter(function (kind) {
      return kind !== "styles";
    });
    var list = kinds.map(function (kind) {
      return word(area, "kind-" + kind).replace("{n}", dropped[kind]);
    });
    return list.length ? word(area, "dropped").replace("{list}", list.join("、")) : "";
  }

  function cleaned(area, html) {
    var token = area.form.querySelector("[name=csrfmiddlewaretoken]").value;
    return fetch(area.getAttribute("data-clean-url"), {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "text/html; charset=utf-8", "X-CSRFToken": token },
      body: html,
    }).then(function (answer) {
      return answer.json().then(function (found) {
        if (!answer.ok) throw new Error(found.detail);
        return found;
      });
    });
  }

  /* The first paragraph of what is pasted melts into the empty one that it meets; it
     brings its place with it. */
  function takeLayout(view, html) {
    var here = view.state.selection.$from;
    if (here.parent.type.name !== "paragraph" || here.parent.content.size) return;
    var page = new DOMParser().parseFromString(html, "text/html");
    var first = page.body.firstElementChild;
    if (!first || first.tagName !== "P") return;
    var layout = LAYOUTS.find(function (name) { return first.classList.contains(name); });
    var attributes = Object.assign({}, here.parent.attrs, { layout: layout || null });
    view.dispatch(view.state.tr.setNodeMarkup(here.before(), null, attributes));
  }

  function Paster(area, say) {
    function take(view, event, data) {
      var html = data.getData("text/html");
      var text = data.getData("text/plain");
      var files = data.files ? data.files.length : 0;
      // Copied from this editor, or plain text: nothing in it is foreign.
      if (html.indexOf("data-pm-slice") !== -1 || (!html && !files)) return false;
      event.preventDefault();
      if (!html) {
        say(told(area, { images: files }));
        return true;
      }
      cleaned(area, html).then(
        function (found) {
          var ready = prepared(found.html);
          takeLayout(view, ready);
          view.pasteHTML(ready);
          say(told(area, found.dropped));
        },
        function (problem) {
          view.pasteText(text);
          say(word(area, "paste-failed") + " " + problem.message);
        }
      );
      return true;
    }

    // Before the editor reads the foreign text itself: its styles offend the policy.
    return {
      paste: function (view, event) {
        return event.clipboardData ? take(view, event, event.clipboardData) : false;
      },
      drop: function (view, event) {
        if (view.dragging || !event.dataTransfer) return false;
        return take(view, event, event.dataTransfer);
      },
    };
  }

  // --- Putting it together ------------------------------------------------------------

  function build(area, kit) {
    var frame = make("div", { class: "editor" });
    var note = make("p", { class: "editor__note", role: "status" });
    var place = make("div", { class: "editor__place" });
    function say(text) { note.textContent = text; }
    var editor = new kit.Editor({
      element: place,
      extensions: extensions(kit),
      content: prepared(area.value),
      injectCSS: false,
      editorProps: {
        attributes: {
          id: area.id + "_text",
          role: "textbox",
          "aria-multiline": "true",
          "aria-label": word(area, "text"),
          class: "editor__text",
        },
        handleDOMEvents: Paster(area, say),
      },
      onUpdate: function () {
        area.value = editor.isEmpty ? "" : editor.getHTML();
        area.dispatchEvent(new Event("input", { bubbles: true }));
      },
    });
    var bar = Toolbar(area, editor);
    frame.append(bar, note, place, sourceButton(area, editor, place, bar));
    area.before(frame);
    area.hidden = true;
    area.addEventListener("restored", function () {
      editor.commands.setContent(prepared(area.value), { emitUpdate: false });
    });
    document.querySelectorAll("label[for='" + area.id + "']").forEach(function (label) {
      label.addEventListener("click", function () { returnToText(editor); });
    });
  }

  /* The HTML itself, for those who know it. */
  function sourceButton(area, editor, place, bar) {
    var button = make(
      "button",
      { type: "button", class: "editor__source", "aria-pressed": "false" },
      word(area, "source")
    );
    button.addEventListener("click", function () {
      var open = area.hidden;
      if (!open) editor.commands.setContent(prepared(area.value), { emitUpdate: false });
      area.hidden = !open;
      place.hidden = open;
      bar.hidden = open;
      button.setAttribute("aria-pressed", String(open));
    });
    return button;
  }

  document.querySelectorAll("textarea[data-body-editor]").forEach(function (area) {
    import(area.getAttribute("data-body-editor")).then(
      function (kit) { build(area, kit); },
      function () { /* An old browser: the text area stays. */ }
    );
  });
})();
