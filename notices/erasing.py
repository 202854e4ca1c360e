"""Erasing what a withdrawn notice said: in every row, in every file.

`ERASERS` lists who erases what; whatever comes to hold words of notices adds its own
there. What proves that the notice existed stays: index number, unit, times, ground, the
digests of what was signed. The trail is append-only: what it says of the notice is
sealed, no page of the portal tells it any more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet

from disclosure_portal.foundation import file_removal
from disclosure_portal.foundation.models import (
    AuditEntry,
    ExtractedPart,
    Extraction,
    OutgoingMail,
    PromotedAnswer,
    SealedRecord,
)
from disclosure_portal.foundation.search.forgetting import forget_words
from disclosure_portal.foundation.search.purging import purge_soon
from disclosure_portal.foundation.search.synonyms import words_changed

from .line_sheets import drop_sheets
from .models import (
    Citing,
    Correction,
    DeadLink,
    EditingPresence,
    Erasure,
    Handbook,
    LeakOverride,
    Notice,
    NoticeAttachment,
    NoticeFacts,
    NoticeLine,
    Posting,
    PostingPeriod,
    ProposedResult,
    Revision,
    RevisionCopy,
    SheetPhoto,
    SubmittedContent,
    SubsidyFacts,
    WithdrawalRequest,
)
from .receipting import files_in
from .recipients import drop_unused

# What a notice says in columns of its own.
WORDS = (
    *("summary", "body", "document_number", "document_key", "keywords", "source"),
    *("source_url", "responsible_editor", "section", "disclosure_basis"),
    *("original_url", "legacy_index_number", "withdrawal_reason"),
    *("override_by", "override_reason"),
)

# A title of so many characters names its notice.
TELLING = 6
# What the addresses of all notices have, on every page of theirs.
ANY_NOTICE = "/notices/"

# Erases one part; gives the digests of files that may now be nobody's.
Eraser = Callable[[Notice], set[str]]


def erase(notice: Notice) -> None:
    """Erase all that the notice said; its index number is its name from now on. Files,
    and what the database keeps of removed rows, go by jobs of the same transaction. The
    caller holds the site's row."""
    files: set[str] = set()
    for eraser in ERASERS:
        files |= eraser(notice)
    file_removal.remove_soon(files | _read_from(files))
    purge_soon()


def _words_found(notice: Notice) -> set[str]:
    """Suggestions and questions that name what only this notice said, answers that
    lead to it, and dead links that stood in it."""
    DeadLink.objects.filter(page=notice.get_absolute_url()).delete()
    PromotedAnswer.objects.filter(
        address__startswith=notice.get_absolute_url()
    ).delete()
    words_changed()
    of_it = Q(pk=notice.pk) | Q(corrects=notice.pk)
    columns = Notice.objects.filter(of_it).values_list("title", *WORDS)
    revisions = Revision.objects.filter(notice=notice)
    files = NoticeAttachment.objects.filter(notice__in=Notice.objects.filter(of_it))
    digests = set(files.values_list("public_digest", flat=True))
    parts = ExtractedPart.objects.filter(extraction__digest__in=digests)
    forget_words(
        [
            *_titles(notice),
            *("\n".join(row) for row in columns),
            *revisions.values_list("content", flat=True),
            *parts.values_list("text", flat=True),
        ]
    )
    return set()


def _files(notice: Notice) -> set[str]:
    own = NoticeAttachment.objects.filter(notice=notice)
    pairs = own.values_list("original_digest", "public_digest")
    digests = {digest for pair in pairs for digest in pair}
    own.delete()
    return digests


def _read_from(files: set[str]) -> set[str]:
    """What was read for pages and search from files that no notice has any more; the
    pictures that were drawn of them."""
    shared = NoticeAttachment.objects.filter(public_digest__in=files)
    alone = files - set(shared.values_list("public_digest", flat=True))
    parts = ExtractedPart.objects.filter(extraction__digest__in=alone)
    drawn = set(parts.values_list("content_digest", flat=True))
    Extraction.objects.filter(digest__in=alone).delete()
    return drawn


def _structure(notice: Notice) -> set[str]:
    """Facts and lines of its kind, a recipient list with all its lines."""
    payment = SubsidyFacts.objects.filter(notice=notice).first()
    for model in structured_models():
        model._default_manager.filter(notice=notice).delete()
    drop_unused(payment.line_set if payment else None)
    return set()


def structured_models() -> Iterator[Any]:
    """Every table whose rows say something of a notice, as its kind has them."""
    waiting: list[type[Model]] = [NoticeFacts, NoticeLine, Citing]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if not model._meta.abstract and hasattr(model, "notice"):
            yield model


def _revisions(notice: Notice) -> set[str]:
    """What was signed; the digests of it stay. Files of earlier versions go, too."""
    copies = RevisionCopy.objects.filter(revision__notice=notice)
    files = set(copies.values_list("digest", flat=True))
    copies.delete()
    revisions = Revision.objects.filter(notice=notice)
    files |= _named_in(revisions.exclude(content=""))
    revisions.update(
        content="", change_note="", reason="", override_by="", override_reason=""
    )
    return files


def _named_in(contents: QuerySet[Any]) -> set[str]:
    """The files that stand in contents as they were handed in or signed."""
    texts = contents.values_list("content", flat=True)
    records = (json.loads(text)["record"] for text in texts)
    return {digest for record in records for digest in files_in(record)}


def _handbook(notice: Notice) -> set[str]:
    """The file of the unit's guides; it is set anew when it is asked for."""
    books = Handbook.objects.filter(agency=notice.agency_id).exclude(digest="")
    files = set(books.values_list("digest", flat=True))
    books.update(digest="", made="", wanted="")
    return files


def _rounds(notice: Notice) -> set[str]:
    """What was kept of each round for those who decide."""
    rounds = SubmittedContent.objects.filter(notice=notice)
    files = _named_in(rounds)
    rounds.delete()
    return files


def _postings(notice: Notice) -> set[str]:
    """Where it hung, with the photographs of it."""
    ProposedResult.objects.filter(notice=notice).delete()
    shown = Posting.objects.filter(notice=notice)
    files = set(shown.values_list("photo_digest", flat=True))
    shown.delete()
    return files


def _sheets(notice: Notice) -> set[str]:
    """Photographs of signed sheets: they show the title. The decisions stay, with the
    digest of what was shown."""
    photos = SheetPhoto.objects.filter(decision__notice=notice)
    files = set(photos.values_list("digest", flat=True))
    photos.delete()
    return files


def _corrections(notice: Notice) -> set[str]:
    """Drafts beside it, merged or not, with all that hangs on them."""
    files: set[str] = set()
    for correction in Notice.objects.filter(corrects=notice).select_related("agency"):
        said = Correction.objects.filter(notice=correction)
        said.update(change_note="", reason="")
        for eraser in (_files, _structure, _rounds, _sheets, _beside, _sealed):
            files |= eraser(correction)
        words = {name: "" for name in WORDS} | {"title": notice.index_number}
        Notice.objects.filter(pk=correction.pk).update(**words)
    return files


def _beside(notice: Notice) -> set[str]:
    for model in (PostingPeriod, LeakOverride, EditingPresence):
        model.objects.filter(notice=notice).delete()
    drop_sheets(notice)
    asked = WithdrawalRequest.objects.filter(notice=notice)
    asked.update(reason="", decline_reason="")
    Erasure.objects.filter(notice=notice).update(decline_reason="")
    return set()


def _sealed(notice: Notice) -> set[str]:
    """Titles where the portal wrote them down: the trail, the admin's log, mail."""
    SealedRecord.objects.get_or_create(
        target_type=notice._meta.label_lower, target_id=notice.pk
    )
    kind = ContentType.objects.get_for_model(Notice)
    LogEntry.objects.filter(content_type=kind, object_id=str(notice.pk)).update(
        object_repr=notice.index_number, change_message=""
    )
    mails = OutgoingMail.objects.filter(_is_mail_about(notice))
    mails.update(subject=notice.index_number, body="")
    return set()


def _is_mail_about(notice: Notice) -> Q:
    """Names its address; or says a title of it and the address of no notice. Short
    titles stand by chance in mails that are about something else."""
    titles = [name for name in _titles(notice) if len(name) >= TELLING]
    said = reduce(or_, map(_says, titles), Q(pk=None))
    return _says(notice.get_absolute_url()) | (said & ~_says(ANY_NOTICE))


def _says(text: str) -> Q:
    return Q(subject__contains=text) | Q(body__contains=text)


def _titles(notice: Notice) -> set[str]:
    """All that it was ever called, by the trail."""
    told = AuditEntry.objects.filter(
        target_type=notice._meta.label_lower, target_id=notice.pk
    )
    return {notice.title, *told.values_list("target_name", flat=True)} - {""}


def _columns(notice: Notice) -> set[str]:
    words = {name: "" for name in WORDS} | {"title": notice.index_number}
    Notice.objects.filter(pk=notice.pk).update(**words)
    for name, text in words.items():
        setattr(notice, name, text)
    return set()


# In this order: what is found by the words goes before the words.
ERASERS: tuple[Eraser, ...] = (
    *(
        _words_found,
        _files,
        _structure,
        _revisions,
        _handbook,
        _rounds,
        _sheets,
        _postings,
        _corrections,
        _beside,
        _sealed,
        _columns,
    ),
)
