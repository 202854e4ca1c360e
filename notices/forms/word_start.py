"""The form that starts a draft from a Word document."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from directories.forms.units import unit_field
from directories.models import Agency, Role
from directories.permissions import branches, in_branches
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.workflow import DomainError

from ..drafting import UnitClosed, WrongBoard
from ..models import Board
from ..word_drafting import Started, start_from_word
from .drafts import BoardChoice, boards_for

# Beside which field a refusal belongs.
FIELDS: dict[type[DomainError], str] = {
    WrongBoard: "board",
    UnitClosed: "agency",
    RefusedFile: "file",
}


class WordStartForm(forms.Form):
    """Unit, board and document; the draft is made by `start`."""

    board = BoardChoice(label=_("board"), queryset=Board.objects.none())
    file = forms.FileField(
        label=_("Word document"),
        allow_empty_file=True,  # the deed says what to do about it
        widget=forms.FileInput(attrs={"accept": ".docx,.doc,.wps"}),
    )
    keep_file = forms.BooleanField(
        label=_("Attach the document itself, too"), required=False
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by = by
        own = in_branches(branches(by, Role.EDITOR), "path")
        units = Agency.objects.filter(own).open()
        self.fields["agency"] = unit_field(units, label=_("agency"))
        self.order_fields(["agency"])
        board = self.fields["board"]
        assert isinstance(board, forms.ModelChoiceField)
        board.queryset = boards_for(by)
        self.fields["file"].help_text = _(".docx, .doc or .wps, at most %s.") % (
            filesizeformat(settings.UPLOAD_MAX_BYTES)
        )

    def start(self) -> Started | None:
        """Make the draft; None where the form or the deed refused, which is then said
        beside the field. Raises NotAllowed."""
        if not self.is_valid():
            return None
        given = self.cleaned_data
        try:
            return start_from_word(
                agency=given["agency"],
                board=given["board"],
                file_name=given["file"].name,
                chunks=given["file"].chunks(),
                by=self._by,
                keep_file=given["keep_file"],
            )
        except tuple(FIELDS) as refusal:
            self.add_error(FIELDS[type(refusal)], str(refusal))
            return None
