"""An attachment opened as a page: what it is, and what it holds, part by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from disclosure_portal.foundation import store
from disclosure_portal.foundation.extraction.results import (
    MAX_COLUMNS,
    MAX_ROWS,
    Failure,
    Shape,
)
from disclosure_portal.foundation.extraction.running import can_be_shown
from disclosure_portal.foundation.models import (
    ExtractedPart,
    Extraction,
    ExtractionStatus,
)
from disclosure_portal.foundation.telephones import telephone_url

from .models import Notice, NoticeAttachment
from .notice_head import head_of_attachment
from .reference import Link

# What people call a file, by its ending.
KINDS = {
    "pdf": gettext_lazy("PDF document"),
    "ofd": gettext_lazy("OFD document"),
    **dict.fromkeys(("docx", "doc", "wps"), gettext_lazy("Word document")),
    **dict.fromkeys(("xlsx", "xls", "et", "csv"), gettext_lazy("spreadsheet")),
    **dict.fromkeys(("pptx", "ppt"), gettext_lazy("presentation")),
    **dict.fromkeys(("jpg", "jpeg", "png", "gif"), gettext_lazy("picture")),
    "txt": gettext_lazy("text file"),
    "zip": gettext_lazy("archive of files"),
    "mp3": gettext_lazy("sound recording"),
    "mp4": gettext_lazy("film"),
}
FAILURES = {
    Failure.DAMAGED: gettext_lazy("The file is damaged or of an unusual kind."),
    Failure.ENCRYPTED: gettext_lazy("The file is protected by a password."),
    Failure.TOO_LARGE: gettext_lazy("The file is too large to be opened here."),
    Failure.TOO_SLOW: gettext_lazy(
        "To open the file takes more time or memory than is allowed here."
    ),
    Failure.NO_PROGRAM: gettext_lazy("The file is of an old format."),
}
# What is in a document and not on its page, in the words of `WordText.noted`.
PICTURES = ("pictures", "drawings")
# What may turn out to be scanned pages.
SCANS = (Shape.PAGES.value, Shape.TEXT.value)


class Addresses(NamedTuple):
    """Where a notice and its files are read: by the public, or at the desk."""

    notice: Callable[[int], str]
    page: Callable[[int, int], str]
    picture: Callable[[int, int, int], str]
    download: Callable[[int], str]


PUBLIC = Addresses(
    lambda notice: reverse("notice-detail", args=[notice]),
    lambda notice, file: reverse("notice-attachment", args=[notice, file]),
    lambda *keys: reverse("notice-attachment-picture", args=keys),
    lambda file: reverse("attachment", args=[file]),
)
DESK = Addresses(
    lambda notice: reverse("desk-notice", args=[notice]),
    lambda notice, file: reverse("desk-notice-attachment", args=[notice, file]),
    lambda *keys: reverse("desk-notice-attachment-picture", args=keys),
    lambda file: reverse("desk-attachment", args=[file]),
)


def attachment_page(
    notice: Notice,
    file: NoticeAttachment,
    leaf: int,
    *,
    at: Addresses,
    back: Sequence[Link],
) -> dict[str, Any] | None:
    """The context; None where the file has no such leaf. Three queries: what was
    found in the file, how it is divided, and the parts of the leaf."""
    opened = Extraction.objects.of(file.public_digest, file.media_type).first()
    spans = _spans(opened) if opened else {}
    if leaf not in (spans or {1: []}):
        return None
    return {
        "section": "notices",
        "breadcrumbs": [*back, {"title": _("Attachment"), "url": ""}],
        **head_of_attachment(file.title, notice),
        "file": _file(notice, file, opened, at),
        "notice": {"title": notice.title, "url": at.notice(notice.pk)},
        "state": _state(file, opened),
        "shape": opened.shape if opened else "",
        "notes": _notes(opened, sum(map(len, spans.values()))),
        "scan": _scan(notice, opened),
        "parts": _parts(leaf, file, opened, at) if opened else [],
        "leaves": _leaves(opened, spans, leaf, at.page(notice.pk, file.pk)),
    }


def way_to(notice: Notice) -> list[Link]:
    """The way from the boards to the notice, for breadcrumbs."""
    return [
        {"title": _("Boards"), "url": reverse("board-list")},
        {"title": notice.board.name, "url": notice.board.get_absolute_url()},
        {"title": notice.title, "url": notice.get_absolute_url()},
    ]


def leaf_in(typed: str) -> int:
    """The leaf that an address names; the first where it names none, 0 for what is
    no number."""
    if not typed:
        return 1
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _file(
    notice: Notice, file: NoticeAttachment, opened: Extraction | None, at: Addresses
) -> dict[str, Any]:
    return {
        "title": file.title,
        "name": file.file_name,
        "kind": str(KINDS.get(file.extension, file.extension.upper())),
        "ending": file.extension.upper(),
        "size": filesizeformat(file.size),
        "count": _count(opened),
        "digest": file.public_digest,
        "download": at.download(file.pk),
        "unit": notice.agency.name,
    }


def _count(opened: Extraction | None) -> str:
    if opened is None or not opened.total:
        return ""
    if opened.shape == Shape.PAGES.value:
        words = ngettext("%(count)s page", "%(count)s pages", opened.total)
    elif opened.shape == Shape.TABLES.value:
        words = ngettext("%(count)s sheet", "%(count)s sheets", opened.total)
    else:
        return ""
    return words % {"count": f"{opened.total:,}"}


# --- What is said of it -------------------------------------------------------------


def _state(file: NoticeAttachment, opened: Extraction | None) -> str:
    """Why nothing is shown, where nothing is."""
    if not can_be_shown(file.media_type):
        return _("Files of this kind can't be shown as a page. Download the file.")
    if opened is None or opened.status == ExtractionStatus.WAITING:
        return _(
            "This page is being made. Come back in a minute, or download the file."
        )
    if opened.status == ExtractionStatus.FAILED:
        reason = FAILURES[Failure(opened.failure)]
        return _("%(reason)s It can't be shown as a page: download it.") % {
            "reason": reason
        }
    return ""


def _notes(opened: Extraction | None, shown: int) -> list[str]:
    """What the page lacks of what is in the file."""
    if opened is None or opened.status != ExtractionStatus.DONE:
        return []
    if not shown:
        return [_("The file holds nothing that could be shown.")]
    notes = [] if opened.is_whole else [_cut_short(opened, shown)]
    return notes + _left_out(opened.omitted)


def _cut_short(opened: Extraction, shown: int) -> str:
    if opened.shape == Shape.PAGES.value:
        words = _(
            "Only the first %(shown)s of %(total)s pages are shown here. Download the"
            " file to read all."
        )
        return words % {"shown": f"{shown:,}", "total": f"{opened.total:,}"}
    if opened.shape == Shape.TABLES.value:
        words = _(
            "Only a part is shown here, at most %(rows)s rows and %(columns)s columns."
            " Download the file to read all."
        )
        return words % {"rows": f"{MAX_ROWS:,}", "columns": MAX_COLUMNS}
    return _("Only the beginning is shown here. Download the file to read all.")


def _left_out(omitted: dict[str, int]) -> list[str]:
    pictures = sum(omitted.get(kind, 0) for kind in PICTURES)
    notes = []
    if pictures:
        words = ngettext(
            "%(count)s picture of the document is only in the download.",
            "%(count)s pictures of the document are only in the download.",
            pictures,
        )
        notes.append(words % {"count": pictures})
    if any(kind not in PICTURES for kind in omitted):
        notes.append(
            _("Text boxes, formulas or embedded files are only in the download.")
        )
    return notes


def _scan(notice: Notice, opened: Extraction | None) -> dict[str, str] | None:
    """A PDF without text can be neither searched, nor copied, nor read aloud."""
    if opened is None or opened.status != ExtractionStatus.DONE or opened.has_text:
        return None
    if opened.shape not in SCANS:
        return None
    telephone = notice.agency.telephone
    return {
        "unit": notice.agency.name,
        "telephone": telephone,
        "telephone_url": telephone_url(telephone) if telephone else "",
    }


# --- What it holds ------------------------------------------------------------------


def _spans(opened: Extraction) -> dict[int, list[int]]:
    """The numbers of the parts on each leaf: over so many pages of the portal a long
    file is spread."""
    spans: dict[int, list[int]] = {}
    rows = opened.parts.order_by("number").values_list("leaf", "number")
    for leaf, number in rows:
        spans.setdefault(leaf, []).append(number)
    return spans


def _parts(
    leaf: int, file: NoticeAttachment, opened: Extraction, at: Addresses
) -> list[dict[str, Any]]:
    parts = opened.parts.filter(leaf=leaf).order_by("number")
    return [_part(part, file, opened, at) for part in parts]


def _part(
    part: ExtractedPart, file: NoticeAttachment, opened: Extraction, at: Addresses
) -> dict[str, Any]:
    row = {"title": part.title, "number": part.number, "text": part.text}
    if opened.shape == Shape.PAGES.value:
        return row | {
            "label": _page_label(part, opened),
            "fold": _("Text of page %(number)s") % {"number": part.number},
            "picture": _picture(part, file, at),
            "width": part.width,
            "height": part.height,
        }
    if opened.shape == Shape.PICTURE.value:
        address = at.download(file.pk)
        size = {"width": part.width, "height": part.height}
        return row | size | {"label": file.title, "picture": address}
    if part.width:
        return row | {
            "label": part.text or _("Picture of the document"),
            "picture": _picture(part, file, at),
            "width": part.width,
            "height": part.height,
        }
    return row | {"html": _html(part.content_digest)}


def _picture(part: ExtractedPart, file: NoticeAttachment, at: Addresses) -> str:
    if not part.content_digest:
        return ""
    return at.picture(file.notice_id, file.pk, part.number)


def _page_label(part: ExtractedPart, opened: Extraction) -> str:
    place = {"number": part.number, "total": f"{opened.total:,}"}
    if part.text:
        return _("Page %(number)s of %(total)s; its text stands below") % place
    return _("Page %(number)s of %(total)s, a picture without text") % place


def _html(digest: str) -> str:
    try:
        with store.open_stored(digest) as file:
            return file.read().decode()
    except (FileNotFoundError, ValueError):
        return ""


def _leaves(
    opened: Extraction | None, spans: Mapping[int, list[int]], leaf: int, address: str
) -> list[dict[str, Any]]:
    if opened is None or len(spans) < 2:
        return []
    is_pages = opened.shape == Shape.PAGES.value
    words = _("Pages %(first)s–%(last)s") if is_pages else _("Part %(leaf)s")
    return [
        {
            "title": words % {"first": numbers[0], "last": numbers[-1], "leaf": number},
            "url": address if number == 1 else f"{address}?part={number}",
            "is_here": number == leaf,
        }
        for number, numbers in spans.items()
    ]


# --- Pictures -----------------------------------------------------------------------


def picture_digest(file: NoticeAttachment, number: int) -> str:
    """The digest of the picture of a page, or of one in a text; empty where the part
    is none. One query."""
    parts = ExtractedPart.objects.filter(
        extraction__digest=file.public_digest,
        extraction__media_type=file.media_type,
        extraction__shape__in=SCANS,
        number=number,
        width__gt=0,
    )
    digest = parts.values_list("content_digest", flat=True).first()
    return digest if digest and store.exists(digest) else ""
