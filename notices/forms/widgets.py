"""Fields that the clerk's forms need and Django has not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

EDITOR_BUNDLE = "django_prose_editor/editor.js"


class BodyEditor(forms.Textarea):
    """A text area that becomes an editor where the browser can load one.

    Without JavaScript, or in a browser too old for it, the text area stays: it takes
    HTML, or plain text that becomes paragraphs.
    """

    class Media:
        css = {"all": ["css/body-editor.css"]}
        js = [Script("js/body-editor.js", defer=True)]

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        addresses = {
            "data-body-editor": static(EDITOR_BUNDLE),
            "data-clean-url": reverse("desk-clean"),
        }
        words = {f"data-word-{name}": word for name, word in _words().items()}
        return {"rows": 24, **attrs, **addresses, **words}


def _words() -> dict[str, str]:
    """What the editor's buttons and messages say, in the language of the page."""
    return {
        "toolbar": _("Layout of the text"),
        "text": _("Text"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "paragraph": _("Paragraph"),
        "heading2": _("Heading 1"),
        "heading3": _("Heading 2"),
        "heading4": _("Heading 3"),
        "style": _("Kind of paragraph"),
        "bold": _("Bold"),
        "underline": _("Underlined"),
        "strike": _("Struck through"),
        "subscript": _("Subscript"),
        "superscript": _("Superscript"),
        "indent": _("Indented by two characters"),
        "indent-none": _("No indentation"),
        "align-left": _("Left, no indentation"),
        "align-center": _("Centred"),
        "align-right": _("Right (signature and date)"),
        "layout": _("Place of the paragraph"),
        "bullets": _("List with bullets"),
        "numbers": _("Numbered list"),
        "quote": _("Quotation"),
        "rule": _("Line across"),
        "link": _("Link"),
        "link-prompt": _("Address of the link (empty removes it)"),
        "source": _("HTML"),
        "dropped": _("Left out of what was pasted: {list}."),
        "paste-failed": _(
            "What was pasted could not be checked; only its text is kept."
        ),
        **_table_words(),
        **{f"kind-{name}": word for name, word in _dropped_words().items()},
    }


def _table_words() -> dict[str, str]:
    return {
        "table-insert": _("Insert a table"),
        "row-add": _("Add a row"),
        "row-delete": _("Delete the row"),
        "column-add": _("Add a column"),
        "column-delete": _("Delete the column"),
        "cells-merge": _("Merge or split cells"),
        "header-row": _("Head row"),
        "table-delete": _("Delete the table"),
    }


def _dropped_words() -> dict[str, str]:
    """One phrase for each kind that `rich_text.clean_with_report` counts."""
    return {
        "images": _("{n} pictures (add them as attachments)"),
        "scripts": _("{n} scripts"),
        "styles": _("{n} style sheets"),
        "frames": _("{n} embedded pages"),
        "media": _("{n} media files"),
        "drawings": _("{n} drawings"),
        "forms": _("{n} form fields"),
        "links": _("{n} links that can't be kept"),
        "hidden": _("{n} hidden passages"),
        "nesting": _("too deep nesting"),
    }


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Any number of files; the value is their list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        single = super().clean
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            single(None, initial)  # says so where files are required
        return [single(file, initial) for file in given]


class DayInput(forms.DateInput):
    """The browser's own calendar; plain text in the form 2026-11-23 elsewhere."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"placeholder": "2026-11-23", **(attrs or {})}, "%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        words = {"placeholder": "2026-11-23T09:00", **(attrs or {})}
        super().__init__(words, "%Y-%m-%dT%H:%M")


def plain(widget: Any) -> None:
    """No pencils and eyes beside a field: they lead away from what is being typed."""
    for link in ("add", "change", "delete", "view"):
        if hasattr(widget, f"can_{link}_related"):
            setattr(widget, f"can_{link}_related", False)
