"""What is told to the clerk of a draft's files while it can be mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from disclosure_portal.foundation.extraction.results import Failure, Shape
from disclosure_portal.foundation.models import ExtractionStatus
from disclosure_portal.foundation.rich_text_shown import shown_text

from .models import Notice, NoticeStatus, of_content
from .structures.registry import is_structured

# 「现予公布，详见附件。」 says nothing of the matter.
LEAST_TEXT = 60
WITHOUT_TEXT = {Shape.PAGES.value, Shape.PICTURE.value, Shape.TEXT.value}
# The others are the server's to mend.
CLERKS = {Failure.DAMAGED.value, Failure.ENCRYPTED.value, Failure.TOO_LARGE.value}


class _File(NamedTuple):
    title: str
    status: str | None
    shape: str | None
    has_text: bool | None
    failure: str | None

    @property
    def is_picture(self) -> bool:
        is_done = self.status == ExtractionStatus.DONE
        return is_done and self.shape in WITHOUT_TEXT and not self.has_text


def file_remarks(notice: Notice) -> list[str]:
    """What is wrong with the files and what to do about it; one query. A file that
    no job has opened yet is passed over."""
    if notice.status not in (NoticeStatus.DRAFT, NoticeStatus.IN_REVIEW):
        return []
    files = _files(notice)
    broken = [file.title for file in files if file.failure in CLERKS]
    remarks = []
    if broken:
        remarks.append(
            _(
                "Readers can't open this file on the page, perhaps not at all: %s. Open"
                " it yourself, save it anew without a password, and attach that."
            )
            % "、".join(broken)
        )
    if not is_structured(notice.kind) and _is_scan(notice, files):
        remarks.append(
            _(
                "The only text of this notice is a scan or a picture: nobody can search"
                " it, copy from it or have it read aloud. Put the text into the notice,"
                " or attach the document itself: Word, or a PDF saved from Word instead"
                " of scanned."
            )
        )
    return remarks


def is_scan(notice: Notice) -> bool:
    """Whether the notice says next to nothing and all its files are pictures."""
    return _is_scan(notice, _files(notice))


def _is_scan(notice: Notice, files: Sequence[_File]) -> bool:
    words = "".join(shown_text(notice.body).split())
    if len(words) >= LEAST_TEXT:
        return False
    return bool(files) and all(file.is_picture for file in files)


def _files(notice: Notice) -> list[_File]:
    rows = notice.attachments.annotate(
        status=of_content("status"),
        shape=of_content("shape"),
        has_text=of_content("has_text"),
        failure=of_content("failure"),
    )
    return [_File(*row) for row in rows.values_list("title", *_File._fields[1:])]
