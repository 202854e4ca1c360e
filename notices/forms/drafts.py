"""The form of a draft: what an editor types, and what can be said to it at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_lazy as _

from directories.models import Role
from directories.permissions import branches, in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.official_text import without_controls
from disclosure_portal.foundation.refusable_forms import RefusableForm
from disclosure_portal.foundation.rich_text import looks_like_html, paragraphs

from ..correction_rules import FIXED
from ..drafting import WrongBoard, WrongSlot, check_board, check_slot
from ..leak_check import PersonalDataInWords, require_clean
from ..models import Board, Notice
from ..structures.registry import is_structured
from .widgets import BodyEditor, FilesField

FIELDS = (
    *("title", "agency", "board", "kind", "interprets", "summary", "body"),
    *("theme", "genre", "stage", "service_audience", "keywords"),
    *("document_number", "issued_on", "effective_from", "effective_until", "validity"),
    *("release_at", "posting_until", "audience", "audience_branch"),
    *("disclosure", "disclosure_basis", "term"),
    *("source", "source_url", "section", "responsible_editor"),
)
# More than a book: 2 million characters.
BODY_LIMIT = 2_000_000


class BoardChoice(forms.ModelChoiceField):
    """Boards of one unit, and internal ones, say so beside their name."""

    def label_from_instance(self, obj: Any) -> str:
        marks = [str(obj.agency)] if obj.agency else []
        marks += [gettext("internal")] if obj.is_internal else []
        return f"{obj.name}（{'，'.join(marks)}）" if marks else obj.name


def boards_for(user: User) -> QuerySet[Board]:
    """The open boards that a person may post on as an editor."""
    own = in_branches(branches(user, Role.EDITOR))
    boards = Board.objects.open().filter(Q(agency__isnull=True) | own)
    return boards.select_related("agency")


class DraftForm(RefusableForm):
    """A draft; `content_version` says which version of it was on the screen."""

    content_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    new_files = FilesField(
        label=_("Add files"),
        required=False,
        help_text=_("Several at a time; they are checked by their content when saved."),
    )

    leak_reason = forms.CharField(
        label=_("Why they may stay"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = Notice
        fields = FIELDS
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField"}),
            "summary": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "body": BodyEditor,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["content_version"] = self.instance.content_version
        is_bound_to_kind = self.instance.pk and is_structured(self.instance.kind)
        if is_bound_to_kind and "kind" in self.fields:
            # Its content would be of no use in another kind.
            self.fields["kind"].disabled = True
        if self.instance.corrects_id is not None:
            for name in FIXED.keys() & self.fields.keys():
                self.fields[name].disabled = True
                self.fields[name].help_text = FIXED[name]

    def clean_title(self) -> str:
        """Line ends that were pasted with a title are no part of it."""
        title = " ".join(without_controls(self.cleaned_data["title"]).split())
        if not title:
            words = self.fields["title"].error_messages["required"]
            raise forms.ValidationError(words, "required")
        return title

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if len(body) > BODY_LIMIT:
            raise forms.ValidationError(_("The text is too long: attach it as a file."))
        if body.strip() and not looks_like_html(body):
            return paragraphs(body)
        return body

    def clean_leak_reason(self) -> str:
        """Read where it is given: with the button that keeps the numbers."""
        reason: str = self.cleaned_data["leak_reason"]
        if "_keep" in self.data:
            try:
                require_clean(reason, self.fields["leak_reason"].label or "")
            except PersonalDataInWords as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return reason

    def clean_release_at(self) -> Any:
        moment = self.cleaned_data["release_at"]
        if moment is not None and moment <= clock.now():
            raise forms.ValidationError(
                _("The time of release is past: choose a later one, or leave it empty.")
            )
        return moment

    def clean(self) -> dict[str, Any]:
        """Characters that nobody sees come along with what is pasted or sent."""
        super().clean()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = without_controls(value)
        return self.cleaned_data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        version = self.cleaned_data.get("content_version")
        if version is not None:
            self.instance.content_version = version
        if not {"agency", "board", "audience"} & set(self.errors):
            self._check_board()
        if not {"agency", "audience", "slot"} & set(self.errors):
            self._check_slot()

    def _check_board(self) -> None:
        try:
            check_board(self.instance)
        except WrongBoard as error:
            self.add_error("board", str(error))

    def _check_slot(self) -> None:
        """Named by the desk's form alone."""
        try:
            check_slot(self.instance)
        except WrongSlot as error:
            self.add_error("slot" if "slot" in self.fields else None, str(error))
