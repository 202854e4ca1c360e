"""Is it genuine (真伪核验)? What the log says of a number, a digest, words, a file."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import Receipt, ReceiptKind, SignedHead
from disclosure_portal.foundation.qr_reading import codes_in
from disclosure_portal.foundation.receipts import START, line_digest

from .forms.verification import VerificationForm
from .log_page import number_in, told
from .models import Notice, NoticeAttachment, Revision, RevisionCopy
from .receipting import NOTICE, OF_REVISIONS

DIGEST = re.compile(r"[0-9a-f]{64}")
OF_ADDRESS = re.compile(r"[?&]n=(\d{1,18})\b", re.ASCII)
OF_NOTICE = re.compile(r"/notices/(\d{1,18})(?:/|\Z)", re.ASCII)
# A photograph of a print; larger files are attachments.
MOST_OF_PICTURE = 20 * 1024 * 1024
BLANK = re.compile(r"\s+")
# More lines than a notice ever has.
MOST = 50


def verification_page(form: VerificationForm, *, asked: bool) -> dict[str, Any]:
    """The page with its answer, if something was asked that can be answered."""
    page: dict[str, Any] = {
        "breadcrumbs": [
            {"title": _("Log of publications"), "url": reverse("log")},
            {"title": _("Is it genuine?"), "url": ""},
        ],
        "form": form,
        "answer": None,
    }
    if asked and form.is_valid():
        page["answer"] = _answer(**form.cleaned_data)
    return page


def _answer(q: str, text: str, file: Any) -> dict[str, Any]:
    """`verdict` is genuine, changed_since, gone, altered or unknown."""
    line = _of_file(file.chunks()) if file else line_of(q)
    is_code = line is None and bool(file)
    if is_code:
        line = _of_code(file)
    if line is None:
        return {"verdict": "unknown", "is_file": bool(file)}
    newest = Receipt.objects.about(line.subject_type, line.subject_id or 0).last()
    answer = {
        "is_file": bool(file),
        "is_code": is_code,
        "line": told([line])[0],
        "is_signed": SignedHead.objects.filter(seq__gte=line.seq).exists(),
        "newer": None,
        "words": _compared(line, text) if text else "",
        "content": line.content_digest,
        "verdict": "genuine" if _holds(line) else "altered",
    }
    if newest and newest.seq > line.seq:
        answer["newer"] = told([newest])[0]
    last = newest or line
    if answer["verdict"] == "genuine" and last.subject_type == NOTICE:
        if last.kind not in OF_REVISIONS:
            answer["verdict"] = "gone"
        elif answer["newer"]:
            answer["verdict"] = "changed_since"
    return answer


def line_of(typed: str) -> Receipt | None:
    """The line that a number, a digest, an address of ours or an index number means;
    of an index number the newest one."""
    plain = typed.strip()
    if found := OF_NOTICE.search(plain):
        return Receipt.objects.about(NOTICE, int(found[1])).last()
    if found := OF_ADDRESS.search(plain):
        plain = found[1]
    lines = Receipt.objects.order_by("-seq")
    try:
        return lines.filter(seq=number_in(plain)).first()
    except ValueError:
        digest = plain.lower()
    if DIGEST.fullmatch(digest):
        own = lines.filter(digest=digest).first()
        return own or lines.filter(content_digest=digest).first()
    ids = Notice.objects.exclude(index_number="").filter(index_number=plain)
    return lines.filter(
        subject_type=NOTICE, subject_id__in=list(ids.values_list("pk", flat=True)[:1])
    ).first()


def _of_file(chunks: Iterable[bytes]) -> Receipt | None:
    """The line of the notice that shows a file of this content."""
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    digest = found.hexdigest()
    copies = Revision.objects.filter(
        pk__in=RevisionCopy.objects.filter(digest=digest).values("revision")
    )
    for pk, number in copies.values_list("notice", "number"):
        own = Receipt.objects.about(NOTICE, pk).filter(revision=number).first()
        if own:
            return own
    files = NoticeAttachment.objects.filter(public_digest=digest)
    for pk in files.order_by("-pk").values_list("notice", flat=True)[:MOST]:
        for line in Receipt.objects.about(NOTICE, pk).reverse():
            if digest in line.file_digests:
                return line
    return None


def _of_code(file: Any) -> Receipt | None:
    """The line of the notice whose code is in a photograph."""
    if file.size > MOST_OF_PICTURE:
        return None
    file.seek(0)
    for text in codes_in(file.read()):
        if text.startswith(settings.SITE_URL) and (line := line_of(text)):
            return line
    return None


def _holds(line: Receipt) -> bool:
    """Does the line follow on the one before, say what it was made of, and is the
    stored content still the one that it names?"""
    before = Receipt.objects.filter(seq=line.seq - 1).values_list("digest", flat=True)
    previous = before.first() or START
    if line.previous != previous or line.digest != line_digest(line.record()):
        return False
    if line.subject_type != NOTICE or line.kind not in OF_REVISIONS:
        return True
    about = Receipt.objects.about(NOTICE, line.subject_id or 0)
    if about.filter(kind=ReceiptKind.DESTROYED).exists():
        return True
    content = _content(line)
    return content is not None and _digest(content) == line.content_digest


def _content(line: Receipt) -> str | None:
    revisions = Revision.objects.filter(
        notice=line.subject_id or 0, number=line.revision or 0
    )
    return revisions.values_list("content", flat=True).first()


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _compared(line: Receipt, text: str) -> str:
    """ "same", "other", or "gone" where there is nothing left to compare with."""
    is_public = Notice.objects.public().filter(pk=line.subject_id or 0).exists()
    content = _content(line) if line.subject_type == NOTICE and is_public else None
    if content is None:
        return "gone"
    signed = json.loads(content)["record"]
    whole = f"{signed['title']} {unescape(strip_tags(signed['body']))}"
    return "same" if _bare(text) in _bare(whole) else "other"


def _bare(text: str) -> str:
    """Blanks and line ends differ between a page, a print and a copy."""
    return BLANK.sub("", unicodedata.normalize("NFKC", text))
