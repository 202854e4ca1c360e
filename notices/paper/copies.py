"""WORD and PDF copies of normative documents, made of what was signed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import store, unneeded
from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.document_blocks import (
    Block,
    blocks_of,
    texts_of,
)
from disclosure_portal.foundation.qr_codes import own_address, qr_png, qr_svg
from disclosure_portal.foundation.typesetting import EDITION, beyond_font, typeset
from disclosure_portal.foundation.word_writing import SMALL_SIZE, WordWriter

from ..models import CopyForm, Kind, Notice, NoticeAttachment, Revision, RevisionCopy

MEDIA_TYPES = {
    CopyForm.PDF: "application/pdf",
    CopyForm.WORD: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
}
MOST_BYTES = 50 * 1024 * 1024
# The day with which an official document ends.
CLOSING_DAY = re.compile(r"[\d〇零一二三四五六七八九十]+年[\d一二三四五六七八九十]+月")
# A signature stands among the last paragraphs; attachments may follow it.
CLOSING_PARAGRAPHS = 6


@dataclass(frozen=True)
class Paper:
    """A document before it is PDF or Word."""

    title: str
    unit: str
    number: str
    address: str
    blocks: list[Block]
    signature: dict[str, str] | None
    files: list[dict[str, str]]
    foot: list[str]


def has_copies(notice: Notice) -> bool:
    return notice.kind == Kind.POLICY and bool(notice.body)


def copy_of(notice: Notice, form: CopyForm) -> RevisionCopy | None:
    """The copy of the newest revision, made when first asked for; None for what has
    none. Three queries; the file is written before its row."""
    revision = notice.revisions.order_by("-number").first()
    if revision is None or not has_copies(notice):
        return None
    known = RevisionCopy.objects.filter(revision=revision, form=form, edition=EDITION)
    if (copy := known.first()) and store.exists(copy.digest):
        return copy
    content = MAKERS[form](_paper(notice, revision), revision)
    kept = store.put([content], max_bytes=MOST_BYTES)
    former = RevisionCopy.objects.filter(revision=revision, form=form)
    unneeded.give_up(
        former.exclude(digest=kept.digest).values_list("digest", flat=True)
    )
    made, _is_new = RevisionCopy.objects.update_or_create(
        revision=revision,
        form=form,
        defaults={"edition": EDITION, "digest": kept.digest},
    )
    return made


def _paper(notice: Notice, revision: Revision) -> Paper:
    signed = json.loads(revision.content)["record"]
    blocks = blocks_of(signed["body"], _whole_address)
    title, unit = signed["title"], signed["agency"]["name"]
    address = own_address(notice.get_absolute_url())
    foot = [
        _("Index number: %s") % signed["index_number"],
        _("Address: %s") % address,
        _("Made by the portal from revision %(number)s; what the page says counts.")
        % {"number": revision.number},
    ]
    rare = beyond_font([title, unit, *texts_of(blocks)])
    if rare:
        foot.append(_("Rare characters, which may look different here: %s") % rare)
    return Paper(
        title=title,
        unit=unit,
        number=signed["document_number"],
        address=address,
        blocks=blocks,
        signature=_signature(blocks, unit, signed["issued_on"]),
        files=_files(notice),
        foot=foot,
    )


def _whole_address(href: str) -> str:
    return own_address(href) if href.startswith("/") else href


def _signature(
    blocks: Sequence[Block], unit: str, issued_on: str | None
) -> dict[str, str] | None:
    """Unit and day, where the text does not end with them itself."""
    closing = list(texts_of(blocks[-CLOSING_PARAGRAPHS:]))
    if issued_on is None or any(CLOSING_DAY.match(text.strip()) for text in closing):
        return None
    return {"unit": unit, "day": official_date(date.fromisoformat(issued_on))}


def _files(notice: Notice) -> list[dict[str, str]]:
    files = NoticeAttachment.objects.filter(notice=notice).order_by("position", "pk")
    return [
        {
            "title": file.title or file.file_name,
            "address": own_address(reverse("attachment", args=[file.pk])),
        }
        for file in files
    ]


def _pdf(paper: Paper, revision: Revision) -> bytes:
    data = {
        "title": paper.title,
        "unit": paper.unit,
        "number": paper.number,
        "address": paper.address,
        "blocks": paper.blocks,
        "signature": paper.signature,
        "files": {"label": _("Attachments:"), "rows": paper.files},
        "foot": paper.foot,
        "qr": qr_svg(paper.address, paper.address),
    }
    return typeset("copy.typ", data, revision.published_at)


def _word(paper: Paper, revision: Revision) -> bytes:
    writer = WordWriter(title=paper.title, author=paper.unit, at=revision.published_at)
    writer.title(paper.title)
    if paper.number:
        writer.line(paper.number, css_class="align-center")
    writer.line("")
    writer.blocks(paper.blocks)
    if paper.signature:
        writer.line(paper.signature["unit"], css_class="align-right", space_before=28)
        writer.line(paper.signature["day"], css_class="align-right")
    if paper.files:
        writer.line(_("Attachments:"), css_class="", space_before=28)
    for number, file in enumerate(paper.files, start=1):
        writer.line(f"{number}. {file['title']}", css_class="")
        writer.line(file["address"], css_class="", size=SMALL_SIZE)
    writer.line("")
    writer.picture(qr_png(paper.address), 24)
    for line in paper.foot:
        writer.line(line, size=10)
    return writer.content()


MAKERS: dict[CopyForm, Callable[[Paper, Revision], bytes]] = {
    CopyForm.PDF: _pdf,
    CopyForm.WORD: _word,
}
