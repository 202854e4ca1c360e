"""What a citizen reads of matters, activities and reading points and somebody alters
behind the portal's back is named."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from directories.merging import recode
from directories.models import Agency, Role
from disclosure_portal.foundation import store
from disclosure_portal.foundation.models import AuditEntry
from notices import record_checking
from notices.activities import take_out_file
from notices.discarding import discard
from notices.matters import (
    finish_matter,
    put_on_file,
    reopen_matter,
    sign_matter,
    strike_meeting,
    take_off_file,
)
from notices.models import (
    Activity,
    ActivityFile,
    Matter,
    MatterEntry,
    MatterMeeting,
    Posting,
    ReadingPoint,
    SignedWords,
    Stage,
    VisitorCount,
)
from notices.reading_points import strike_count
from notices.record_checking import not_compared, record_findings
from notices.two_hands import sign, write
from tests.factories import (
    archived_notice,
    draft_notice,
    member,
    published_notice,
    withdrawn_notice,
)
from tests.factories.matters import finished_matter, matter_draft, signed_matter
from tests.factories.records import activity_draft, file_of, reading_point, visitors_of

from .logged import (
    erased_notice,
    found,
    sample_of_records,
    unguarded,
    whole_activity,
    whole_matter,
    whole_notice,
)
from .test_log_checking import other_values

pytestmark = pytest.mark.django_db
RECORDS = (Matter, Activity, ReadingPoint)
ROWS = (*RECORDS, MatterEntry, MatterMeeting, ActivityFile, VisitorCount)
# Who wrote, and how often; what waits for a signature is nobody's to read.
# The duty that a matter follows is the ledger's: its slots have traces of their own.
UNSEEN = {"id", "version", "proposed", "written_by", "registered_by", "duty"}


def named() -> list[str]:
    return [str(each) for each in record_findings(lambda _count: None)]


def alter(row, column) -> bool:
    """Write what the database takes; was there such a value?"""
    values = other_values(column, getattr(row, column.attname))
    for value in [*values, None] if column.null else values:
        rows = type(row)._default_manager.filter(pk=row.pk)
        try:
            with transaction.atomic():
                if rows.exclude(**{column.attname: value}).update(
                    **{column.attname: value}
                ):
                    return True
        except DatabaseError:
            continue
    return False


def columns():
    for model in ROWS:
        for column in model._meta.concrete_fields:
            if column.name not in UNSEEN:
                yield model, column


def test_of_all_kinds_nothing_is_named_while_nobody_altered_anything():
    sample_of_records()

    assert named() == []


def test_every_public_column_that_is_altered_is_named_with_its_record():
    sample_of_records()
    unnamed = []
    for model, column in columns():
        row = model._default_manager.order_by("pk").first()
        kind = str(model._meta.verbose_name)
        with unguarded(), transaction.atomic():
            is_altered = alter(row, column)
            told = named()
            fits = any(kind in words for words in told)
            if model in RECORDS:
                fits = any(str(column.verbose_name) in words for words in told)
            if not (is_altered and fits):
                unnamed.append((column, is_altered, told))
            transaction.set_rollback(True)

    assert unnamed == []


@pytest.mark.parametrize("model", ROWS)
def test_every_row_that_is_deleted_is_named(model):
    sample_of_records()
    row = model._default_manager.order_by("pk").first()
    with unguarded(), connection.cursor() as cursor:
        for part in part_tables(model):
            cursor.execute(f"DELETE FROM {part} WHERE {owner(model)} = %s", [row.pk])
        table = model._meta.db_table
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row.pk])

    assert any(str(model._meta.verbose_name) in words for words in named())


def part_tables(model):
    parts = {
        Matter: (MatterEntry, MatterMeeting),
        Activity: (ActivityFile,),
        ReadingPoint: (VisitorCount,),
    }
    return [part._meta.db_table for part in parts.get(model, ())]


def owner(model):
    names = {Matter: "matter_id", Activity: "activity_id", ReadingPoint: "point_id"}
    return names.get(model, "id")


@pytest.mark.parametrize("model", ROWS)
def test_every_row_that_nobody_signed_is_named(model):
    sample_of_records()
    row = model._default_manager.order_by("pk").first()
    row.pk = None
    if model is MatterEntry:
        row.notice = published_notice()
    if model is VisitorCount:
        row.first_day = row.last_day = date(2026, 3, 3)
    row.save(force_insert=True)

    (told,) = named()

    assert str(model._meta.verbose_name) in told


def test_a_record_whose_signature_was_taken_away_is_named():
    activity = whole_activity()
    Activity.objects.filter(pk=activity.pk).update(signed_at=None)

    assert any("不再公开" in words for words in named())


def test_every_sort_of_signed_record_is_compared():
    assert set(record_checking.RECORDS) == set(SignedWords.__subclasses__())


# --- Deeds are no faults -------------------------------------------------------------


def test_what_becomes_of_a_matter_by_deeds_is_no_fault():
    matter = whole_matter()
    editor = member(Role.EDITOR, matter.agency)
    approver = member(Role.APPROVER, matter.agency)
    entry = put_on_file(matter, published_notice(), stage=Stage.AFTER, by=editor)
    draft = draft_notice(unit=matter.agency)
    put_on_file(matter, draft, stage=Stage.BEFORE, by=draft.author)
    take_off_file(entry, by=editor)
    strike_meeting(MatterMeeting.objects.get(), by=approver, reason="登记有误。")
    matter.result = "已完成。"
    write(matter, by=editor)
    assert named() == []
    matter = Matter.objects.get()
    sign_matter(matter, by=approver)
    finish_matter(matter, by=approver)
    assert named() == []
    reopen_matter(matter, by=approver, reason="还有尾款。")
    discard(draft, by=draft.author)

    assert named() == []


def test_what_becomes_of_an_activity_by_deeds_is_no_fault():
    activity = whole_activity()
    approver = member(Role.APPROVER, activity.agency)
    take_out_file(ActivityFile.objects.get(), by=approver, reason="有人像。")
    file_of(activity, b"more", "补充.txt")
    assert named() == []

    sign(Activity.objects.get(), by=approver)

    assert named() == []


def test_counts_of_visitors_that_take_the_place_of_others_are_no_fault():
    point = reading_point()
    visitors_of(point, date(2026, 3, 2), visitors=120)
    visitors_of(point, date(2026, 3, 2), visitors=12)
    row = visitors_of(point, date(2026, 3, 3))
    strike_count(row, by=member(Role.EDITOR, point.agency))

    assert named() == []


def test_a_unit_with_another_code_is_no_fault():
    whole_matter(), whole_activity()
    erased_notice(), withdrawn_notice(), archived_notice(), whole_notice()
    for unit in Agency.objects.all():
        recode(unit, code=f"{unit.code}-A", by=member(Role.OVERSEER, unit))

    assert found() == []


def test_a_code_that_no_deed_gave_is_named():
    notice = published_notice()
    Agency.objects.filter(pk=notice.agency_id).update(code="99-X")

    assert any("99-X" in words for words in found())


def test_drafts_are_nobody_s_to_read_and_not_compared():
    matter_draft()
    Matter.objects.update(title="改")
    activity_draft()

    assert named() == []


def test_a_deed_after_the_tampering_hides_none_of_it():
    matter = finished_matter(title="食堂改造")
    Matter.objects.update(title="食堂停办")

    reopen_matter(matter, by=member(Role.APPROVER, matter.agency), reason="尾款。")

    (told,) = named()
    assert "“食堂停办”" in told


# --- What was signed before the trail kept digests ------------------------------------


def signed_before():
    """As the trail says of what was signed by an older version of the portal."""
    matter = signed_matter()
    visitors_of(reading_point(), date(2026, 3, 2))
    for entry in AuditEntry.objects.all():
        entry.facts.pop("imprint", None)
        entry.facts.get("after", {}).pop("registered_at", None)
        with unguarded():
            entry.save()
    return matter


def test_what_was_signed_before_is_counted_once_and_no_fault(capsys):
    signed_before()

    call_command("verify_log", rows=True)

    assert not_compared() == 2
    assert "2" in capsys.readouterr().out.splitlines()[0]


def test_of_what_was_signed_before_files_and_counts_are_compared_all_the_same():
    matter = signed_before()
    MatterEntry.objects.create(
        matter=matter, notice=published_notice(), stage=Stage.DURING
    )
    VisitorCount.objects.update(visitors=9999)

    assert len(named()) == 2


def test_the_next_signature_makes_it_comparable():
    matter = signed_before()
    matter.progress = "过半。"
    write(matter, by=member(Role.EDITOR, matter.agency))
    sign_matter(Matter.objects.get(), by=member(Role.APPROVER, matter.agency))
    assert not_compared() == 1

    Matter.objects.update(progress="完工。")

    (told,) = named()
    assert "“完工。”" in told


# --- Their files ---------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["file", "photograph"])
def test_a_changed_file_that_stands_beside_is_named(sort):
    if sort == "file":
        whole_activity()
        digest = ActivityFile.objects.get().public_digest
    else:
        digest = Posting.objects.get(notice=whole_notice()).photo_digest
    path = store.path_of(digest)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"?")

    (told,) = found(rows=False)
    path.write_bytes(content)

    assert digest[:16] in told
