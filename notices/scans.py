"""A scan as the only text of a notice, told to the clerk while it can be mended."""

from __future__ import annotations

from django.utils.translation import gettext as _

from disclosure_portal.foundation.extraction.results import Shape
from disclosure_portal.foundation.models import ExtractionStatus
from disclosure_portal.foundation.rich_text_shown import shown_text

from .models import Notice, NoticeStatus, of_content
from .structures.registry import is_structured

# 「现予公布，详见附件。」 says nothing of the matter.
LEAST_TEXT = 60
WITHOUT_TEXT = {Shape.PAGES.value, Shape.PICTURE.value}


def scan_warning(notice: Notice) -> str:
    """What to do about it; empty where there is a text, or no file yet. One query."""
    if notice.status not in (NoticeStatus.DRAFT, NoticeStatus.IN_REVIEW):
        return ""
    if is_structured(notice.kind) or not is_scan(notice):
        return ""
    return _(
        "The only text of this notice is a scan or a picture: nobody can search it,"
        " copy from it or have it read aloud. Put the text into the notice, or attach"
        " the document itself: Word, or a PDF saved from Word instead of scanned."
    )


def is_scan(notice: Notice) -> bool:
    """Whether the notice says next to nothing and all its files are pictures."""
    if len("".join(shown_text(notice.body).split())) >= LEAST_TEXT:
        return False
    files = notice.attachments.annotate(
        status=of_content("status"),
        shape=of_content("shape"),
        has_text=of_content("has_text"),
    ).values_list("status", "shape", "has_text")
    kinds = list(files)
    return bool(kinds) and all(
        status == ExtractionStatus.DONE and shape in WITHOUT_TEXT and not has_text
        for status, shape, has_text in kinds
    )
