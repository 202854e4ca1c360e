"""All that hangs on a notice, copied to a correction and handed back by it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from .models import (
    Citing,
    CoPublisher,
    GuideMaterial,
    Notice,
    NoticeAttachment,
    NoticeFacts,
    NoticeLine,
    PostingPeriod,
    ProcedureGuide,
    SubsidyFacts,
    WarningFacts,
)
from .recipients import drop_unused
from .structures.guide_parts import set_events
from .structures.line_table import link_bases

BATCH = 1000
FORMS = ("blank_form", "sample")


def structured_models() -> tuple[type[Any], ...]:
    """The rows of structured content, of all kinds."""
    return (*NoticeFacts.__subclasses__(), *NoticeLine.__subclasses__())


def _hanging() -> tuple[type[Any], ...]:
    return (CoPublisher, PostingPeriod, *structured_models())


def copy_content(source: Notice, target: Notice) -> None:
    """Give a new draft copies of all that hangs on another notice. Files are the same
    files, and a recipient list is the same list."""
    files = _copy_files(source, target)
    for model in _hanging():
        rows = _copies(model, source, target)
        if model is GuideMaterial:
            _use_own_files(rows, files)
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        if rows and issubclass(model, Citing):
            link_bases(model, rows)
    PostingPeriod.objects.filter(notice=target).update(result="", result_note="")
    _copy_events(source, target)


def _copies(model: type[Any], source: Notice, target: Notice) -> list[Any]:
    rows = list(model._default_manager.filter(notice=source).order_by("pk"))
    for row in rows:
        _make_new(row, target)
    return rows


def _make_new(row: Any, target: Notice) -> None:
    row.pk, row.notice = None, target
    row._state.adding = True


def _copy_files(source: Notice, target: Notice) -> dict[int, int]:
    """The keys of the copies by those of the files."""
    copies = {}
    for file in NoticeAttachment.objects.filter(notice=source).order_by("pk"):
        key = file.pk
        _make_new(file, target)
        file.save()
        copies[key] = file.pk
    return copies


def _use_own_files(rows: list[Any], files: dict[int, int]) -> None:
    for row in rows:
        for form in FORMS:
            setattr(row, f"{form}_id", files.get(getattr(row, f"{form}_id")))


def _copy_events(source: Notice, target: Notice) -> None:
    guides = {
        guide.notice_id: guide
        for guide in ProcedureGuide.objects.filter(notice__in=(source, target))
    }
    if source.pk in guides:
        events = guides[source.pk].events.values_list("event", flat=True)
        set_events(guides[target.pk], list(events))


def hand_over_content(correction: Notice, notice: Notice) -> None:
    """Put what hangs on a correction in the place of what hangs on its notice.

    Files that stay keep their rows, and so their addresses. What was said of the
    notice after its publication (how its posting ended, that its warning was ended)
    stays said. A recipient list that no notice has any more is removed.
    """
    _keep_deeds(correction, notice)
    _hand_over_files(correction, notice)
    lists = list(SubsidyFacts.objects.filter(notice=notice).select_related("line_set"))
    for model in _hanging():
        _hand_over(model, correction, notice)
    for payment in lists:
        drop_unused(payment.line_set)


def _hand_over(model: type[Model], correction: Notice, notice: Notice) -> None:
    rows = model._default_manager
    rows.filter(notice=notice).delete()
    rows.filter(notice=correction).update(notice=notice)


def _keep_deeds(correction: Notice, notice: Notice) -> None:
    """A posting that a correction prolongs runs again: its result is to be given
    anew."""
    if former := PostingPeriod.objects.filter(notice=notice).first():
        PostingPeriod.objects.filter(
            notice=correction, ends_on__lte=former.ends_on
        ).update(result=former.result, result_note=former.result_note)
    if warning := WarningFacts.objects.filter(notice=notice).first():
        WarningFacts.objects.filter(notice=correction).update(
            ended_at=warning.ended_at, end_note=warning.end_note
        )


def _hand_over_files(correction: Notice, notice: Notice) -> None:
    former: dict[tuple[str, str], list[NoticeAttachment]] = {}
    for file in notice.attachments.all():
        former.setdefault(_same(file), []).append(file)
    for copy in NoticeAttachment.objects.filter(notice=correction):
        if same := former.get(_same(copy)):
            _keep_file(same.pop(0), copy, correction)
        else:
            copy.notice = notice
            copy.save(update_fields=["notice"])
    gone = [file.pk for files in former.values() for file in files]
    NoticeAttachment.objects.filter(pk__in=gone).delete()


def _keep_file(
    kept: NoticeAttachment, copy: NoticeAttachment, correction: Notice
) -> None:
    for form in FORMS:
        materials = GuideMaterial.objects.filter(notice=correction, **{form: copy.pk})
        materials.update(**{form: kept.pk})
    kept.title, kept.position = copy.title, copy.position
    kept.save(update_fields=["title", "position"])
    copy.delete()


def _same(file: NoticeAttachment) -> tuple[str, str]:
    return file.original_digest, file.file_name
