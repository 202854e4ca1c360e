"""Whatever a citizen can see and somebody alters behind the portal's back is named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from directories.models import Role
from disclosure_portal.foundation import store
from disclosure_portal.foundation.models import (
    AuditEntry,
    Receipt,
    ReceiptHead,
    SignedHead,
)
from disclosure_portal.foundation.receipts import Head
from notices.elsewhere import strike_posting
from notices.erased_checking import OF_REVISIONS
from notices.models import (
    GuideEvent,
    LineSet,
    Notice,
    NoticeAttachment,
    Posting,
    Revision,
    SubsidyLine,
)
from tests.factories import agency, member, published_notice

from .logged import (
    erased_notice,
    found,
    sample,
    unguarded,
    whole_notice,
    words_about,
)

pytestmark = pytest.mark.django_db

# Columns that no reader of the portal sees, or that are made of others: workflow, who
# worked on it, keys of systems, keys by which lists are found and compared.
UNSEEN = {
    "Notice": {
        "author", "document_key", "audience_branch", "step", "round",
        "content_version", "submitted_by", "submitted_at", "release_at",
        "import_source", "source_id",
        # What it fills in the ledger stands in a row of its own.
        "slot",
        # Of corrections, which are never public; the database keeps it off the others.
        "corrects",
    },
    "NoticeAttachment": {"media_type", "uploaded_by", "uploaded_at"},
    "CoPublisher": {"position"},
    "Revision": {"by"},
    "GuideFee": {"line", "fee_notice"},
    "LineSet": {"programme", "check_kind", "check_length", "digest"}
    | {"created_by", "created_at"},
    "SubsidyLine": {"agency"},
    "Posting": {"registered_by"},
}  # fmt: skip
# Of lines the order among themselves is seen, not the number that makes it.
ORDER = {"position"}
# Not of notices; of work that is not public; of what readers' machines are given anew.
OTHERS = {
    "Board", "Programme", "Tally", "EditingPresence", "LeakOverride", "LineSheet",
    "HeadingMatch", "NoticeOrigin", "WithdrawalRequest", "ReviewDecision",
    "RevisionCopy", "Handbook", "SubsidySum",
    # How a unit works: whose hand comes next, what they read, how they are told.
    "ReviewChain", "ReviewChainStep", "RoundStep", "SubmittedContent", "SheetPhoto",
    "DeskMail",
    # What it says of itself is signed into the revision; the draft is nobody's to read.
    "Correction",
    # What waits for a second person, and what a clerk tied to a register.
    "ProposedResult", "GuideItem",
    # Its number stands in the line of the erasure; ground and day are the notice's own.
    "Erasure",
    # Records of their own, which two hands sign: test_record_checking.py.
    "Matter", "MatterEntry", "MatterMeeting", "Activity", "ActivityFile",
    "ReadingPoint", "VisitorCount",
    # The ledger's own: test_ledger_checking.py holds it against itself.
    "Fulfilment", "SentReminder", "LedgerFigure",
    # Who is told of what is found: sealed, and nobody's to read.
    "SearchAlert", "AlertMail",
    # How the site fares, counted anew each day; read by the office.
    "HealthFinding", "DeadLink", "LinkWalk", "AvailabilityDay",
}  # fmt: skip


def seen_columns():
    for model in apps.get_app_config("notices").get_models():
        if model.__name__ in OTHERS:
            continue
        hidden = UNSEEN.get(model.__name__, set()) | ORDER
        for column in model._meta.concrete_fields:
            if not column.primary_key and column.name not in hidden:
                yield model, column


def other_values(column: Any, value: Any) -> list[Any]:
    """What somebody might write instead, the likeliest first."""
    if isinstance(column, models.ForeignKey):
        others = column.related_model._default_manager.exclude(pk=value)
        return [*others.order_by("-pk").values_list("pk", flat=True)[:5]]
    if isinstance(column, models.JSONField):
        return [[{"township": "某镇", "count": 1, "amount": "1.00"}]]
    if isinstance(column, models.BooleanField):
        return [not value]
    if isinstance(column, models.IntegerField | models.DecimalField):
        return [(value or 0) + 1, 7, 3]
    if isinstance(column, models.DateTimeField | models.DateField):
        return [value and value + timedelta(days=1), value and value - timedelta(1)] + [
            day if type(column) is models.DateField else f"{day}T00:00Z"
            for day in ("2026-01-01", "2099-01-01")
        ]
    choices = [code for code, _label in column.flatchoices if code != value]
    text = value if isinstance(value, str) else ""
    longer = f"{text}改" if len(text) < (column.max_length or 9**9) else f"改{text[1:]}"
    return [*choices, longer, "改", "7"]


def altered(model: type[models.Model], column: Any) -> int | None:
    """Write another value into the first row whose database takes one; the notice of
    that row."""
    rows = model._default_manager.order_by("pk")
    if model is Notice and "withdraw" in column.name:
        rows = rows.filter(status="withdrawn")
    if column.name.startswith("override_"):
        rows = rows.exclude(override_by="")
    if model is Notice and column.name in ("is_migrated", "posting_until"):
        rows = rows.filter(status="published")
    for row in rows[:3]:
        for value in other_values(column, getattr(row, column.attname)):
            try:
                with transaction.atomic():
                    mine = model._default_manager.filter(pk=row.pk)
                    if value is not None and mine.update(**{column.attname: value}):
                        return notice_of(row)
            except DatabaseError:
                continue
    return None


def notice_of(row: Any) -> int:
    if isinstance(row, Notice):
        return row.pk
    if isinstance(row, SubsidyLine):
        row = row.line_set
    if isinstance(row, LineSet):
        return row.facts.get().notice_id
    return row.guide.notice_id if isinstance(row, GuideEvent) else row.notice_id


def test_of_all_kinds_nothing_is_named_while_nobody_altered_anything():
    sample()

    assert found() == []


def test_every_public_column_that_is_altered_is_named():
    sample()
    unnamed = []
    for model, column in seen_columns():
        with unguarded(), transaction.atomic():
            pk = altered(model, column)
            of_log = model is Revision and found(rows=False, files=False)
            if pk is None or not (of_log or words_about(pk)):
                unnamed.append(f"{model.__name__}.{column.name}")
            transaction.set_rollback(True)

    assert unnamed == []


def test_every_table_of_the_app_is_in_the_sample_or_is_no_part_of_a_notice():
    sample()
    models = list(apps.get_app_config("notices").get_models())

    assert {model.__name__ for model in models} >= OTHERS
    assert [
        model.__name__
        for model in models
        if model.__name__ not in OTHERS and not model._default_manager.exists()
    ] == []


@pytest.mark.parametrize(
    "words", [{"title": "假的"}, {"body": "<p>假的</p>"}, {"status": "published"}]
)
def test_an_erased_notice_that_says_something_again_is_named(words):
    notice = erased_notice()
    with unguarded():
        Notice.objects.filter(pk=notice.pk).update(**words)

    (told,) = words_about(notice.pk)

    assert "已销毁" in told


STONE = ("agency", "withdrawal_ground", "withdrawn_at", "withdrawn_by", "audience")


@pytest.mark.parametrize("name", [*STONE, "published_at", "recorded_at", "status"])
def test_what_stays_of_an_erased_notice_and_is_altered_is_named(name):
    notice = erased_notice()
    agency()
    column: Any = Notice._meta.get_field(name)
    values = other_values(column, getattr(notice, column.attname))
    value = "archived" if name == "status" else values[0]
    Notice.objects.filter(pk=notice.pk).update(**{column.attname: value})

    (told,) = words_about(notice.pk)

    assert "已销毁" in told
    assert str(column.verbose_name) in told


def test_of_a_notice_erased_before_the_trail_kept_its_stone_the_log_knows_the_unit():
    notice = erased_notice()
    with unguarded():
        AuditEntry.objects.filter(action="erased").update(facts={})
    assert words_about(notice.pk) == []
    Notice.objects.filter(pk=notice.pk).update(agency=agency())

    (told,) = words_about(notice.pk)

    assert notice.agency.code in told


@pytest.mark.parametrize("name", OF_REVISIONS)
def test_words_put_back_into_a_revision_of_an_erased_notice_are_named(name):
    notice = erased_notice()
    with unguarded():
        Revision.objects.filter(notice=notice).update(**{name: "假的"})

    (told,) = words_about(notice.pk)

    assert "第 1 版" in told


@pytest.mark.parametrize("deed", ["removed", "added"])
def test_a_record_of_a_posting_that_the_trail_does_not_know_is_named(deed):
    posting = Posting.objects.get(notice=whole_notice())
    if deed == "removed":
        posting.delete()
    else:
        posting.pk = None
        posting.save()

    (told,) = words_about(posting.notice_id)

    assert "操作记录" in told


def test_a_posting_that_was_struck_is_no_fault():
    notice = whole_notice()
    approver = member(Role.APPROVER, notice.agency)
    strike_posting(Posting.objects.get(), by=approver, reason="登记错了。")

    assert words_about(notice.pk) == []


def test_a_changed_column_is_named_with_what_was_signed_and_what_stands_there():
    notice = published_notice(title="关于供水的通知")
    Notice.objects.filter(pk=notice.pk).update(title="关于停水的通知")

    (words,) = found()

    assert f"第 1 行：公开信息 {notice.pk}，标题" in words
    assert "“关于供水的通知”" in words
    assert "“关于停水的通知”" in words


@pytest.mark.parametrize("table", ["revision", "attachment", "co-publisher"])
def test_a_row_that_was_removed_is_named(table):
    notice = whole_notice()
    rows = {
        "revision": Revision.objects.filter(notice=notice),
        "attachment": NoticeAttachment.objects.filter(notice=notice),
        "co-publisher": notice.co_publishings.all(),
    }[table]
    rows.delete()

    assert found(files=False) != []


@pytest.mark.parametrize("table", ["revision", "notice"])
def test_a_row_that_nobody_signed_is_named(table):
    notice = published_notice()
    if table == "revision":
        own = Revision.objects.get()
        own.pk, own.number = None, 2
        own.save()
    else:
        notice.pk, notice.index_number = None, "X/1"
        notice.save()

    (words,) = found()

    assert "没有" in words


def test_each_changed_byte_of_a_file_is_named():
    file = NoticeAttachment.objects.get(notice=whole_notice())
    path = store.path_of(file.public_digest)
    content = path.read_bytes()

    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1
        path.write_bytes(changed)
        (words,) = found(rows=False)
        assert file.public_digest[:16] in words
    path.unlink()
    (words,) = found(rows=False)
    path.write_bytes(content)

    assert "缺失" in words


# --- The log itself ----------------------------------------------------------------


@pytest.fixture(name="log")
def log_of_five_lines(settings):
    settings.RECEIPT_KEY = "a key for this test, long enough to be one"
    for _number in range(5):
        published_notice()
    return SignedHead.objects.sign()


def columns_of_a_line():
    private = {"hidden_id", "salt"}
    return [
        column.name
        for column in Receipt._meta.concrete_fields
        if column.name not in private
    ]


@pytest.mark.parametrize("name", columns_of_a_line())
def test_every_column_of_a_line_that_is_altered_is_named(name, log):
    column = Receipt._meta.get_field(name)
    with unguarded():
        third = Receipt.objects.get(seq=3)
        value = other_values(column, getattr(third, name))[0]
        Receipt.objects.filter(seq=3).update(**{name: 77 if name == "seq" else value})

    words = found(rows=False)

    assert words
    assert words[0].startswith(("第 3 行", "第 4 行"))


@pytest.mark.parametrize("seq", range(1, 6))
def test_every_line_that_is_taken_out_is_named(seq, log):
    with unguarded():
        Receipt.objects.filter(seq=seq).delete()

    words = found(rows=False)

    assert words[0].startswith(f"第 {seq + (seq < 5)} 行")


def test_who_takes_the_last_line_and_mends_the_head_is_found_by_the_signed_one(log):
    with unguarded():
        Receipt.objects.filter(seq=5).delete()
    four = Receipt.objects.get(seq=4)
    ReceiptHead.objects.update(seq=4, digest=four.digest)
    kept = Head.parse(log.text)

    assert any("第 5 行" in words for words in found(rows=False))
    with unguarded():
        SignedHead.objects.all().delete()
    words = found(rows=False, outside=kept)

    assert any("留存" in each for each in words)


@pytest.mark.parametrize("name", ["seq", "digest", "at", "key", "signature", "text"])
def test_every_column_of_a_signed_head_that_is_altered_is_named(name, log):
    column = SignedHead._meta.get_field(name)
    with unguarded():
        value = other_values(column, getattr(log, name))[0]
        SignedHead.objects.update(**{name: value})

    assert found(rows=False) != []
