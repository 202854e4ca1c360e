"""Files that are sent with words: those that were sent once needn't be chosen again
when the words are refused, they are kept under a signed field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from feedback.letter_files import KeptFile, keep_all, of_signed, signed
from notices.forms.widgets import FilesInput


class EvidenceForm(forms.Form):
    """`files` of what was read are in the store; `before` is how many there are."""

    MOST_FILES: ClassVar[int] = 9

    kept = forms.CharField(required=False, widget=forms.HiddenInput)
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        widget=FilesInput(attrs={"multiple": True}),
        help_text=_("Photographs, documents or tables; nine at most."),
    )

    def __init__(
        self,
        *args: Any,
        uploads: Sequence[UploadedFile] = (),
        before: int = 0,
        **kwargs: Any,
    ) -> None:
        self.uploads = uploads
        self.before = before
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        most = self.MOST_FILES - self.before
        there = of_signed(given.get("kept") or "")[: max(most, 0)]
        kept, refused = keep_all(self.uploads, before=len(there), most=most)
        files: list[KeptFile] = [*there, *kept]
        for words_of_file in refused:
            self.add_error("evidence", words_of_file)
        # What was kept stays in the form that is shown again.
        self.data = {name: self.data.get(name, "") for name in self.data}
        self.data[self.add_prefix("kept")] = signed(files)
        given["files"] = files
        return given

    @property
    def file_names(self) -> list[str]:
        if not self.is_bound:
            return []
        text = self.data.get(self.add_prefix("kept"), "")
        return [file.name for file in of_signed(text)]
