"""Somebody who writes what is no value at all into the database stops no check: the row
is named, and so is every other fault."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from notices.log_checking import LogCheck
from notices.models import Notice, ReadingPoint
from tests.factories import agency, published_notice
from tests.factories.records import reading_point, visitors_of
from tests.factories.structures import fee_draft, publish

from .logged import found, unguarded

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="no other takes a text as a number"
    ),
]

NO_DAY = "2026-13-45"
NO_VALUE = "其中有无法读取的内容"


def garble(statement: str, *values: str | int) -> None:
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute(statement, values)
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
        assert cursor.rowcount != 0


def another_fault() -> Notice:
    """Found behind what cannot be read."""
    notice = published_notice()
    Notice.objects.filter(pk=notice.pk).update(source="改过的来源")
    return notice


def named(words: list[str], what: str) -> bool:
    return any(what in each and NO_VALUE in each for each in words)


def test_a_notice_whose_moment_is_none_is_named_and_the_next_is_read():
    notice = published_notice()
    other = another_fault()
    moment = f"{NO_DAY} 00:00:00"
    garble(
        "UPDATE notices_notice SET published_at = %s WHERE id = %s", moment, notice.pk
    )

    words = found(files=False)

    assert named(words, f"公开信息 {notice.pk}")
    assert any(f"公开信息 {other.pk}" in each for each in words)


def test_a_sum_that_is_no_number_is_named():
    notice = publish(fee_draft())
    garble(
        "UPDATE notices_feeline SET amount = %s WHERE notice_id = %s", "abc", notice.pk
    )

    assert named(found(files=False), f"公开信息 {notice.pk}")


def test_a_count_of_visitors_without_a_day_is_named():
    point = reading_point()
    visitors_of(point, date(2026, 1, 1))
    garble("UPDATE notices_visitorcount SET last_day = %s", "改")

    assert named(found(files=False), f"{ReadingPoint._meta.verbose_name} {point.pk}")


def test_a_unit_whose_day_is_none_is_named():
    unit = agency()
    call_command("record_receipts")
    garble(
        "UPDATE directories_agency SET founded_on = %s WHERE id = %s", NO_DAY, unit.pk
    )

    words = found(log=False, files=False)

    assert named(words, str(unit.pk))


def test_a_line_that_holds_no_json_was_changed():
    published_notice()
    garble("UPDATE foundation_receipt SET facts = %s WHERE seq = 1", "{")

    assert "第 1 行" in str(next(LogCheck().findings()))


def test_the_command_goes_on_to_the_next_part(monkeypatch, capsys):
    notice = another_fault()

    def breaks_off(self):
        raise ValueError("x")

    monkeypatch.setattr(LogCheck, "findings", breaks_off)

    with pytest.raises(CommandError):
        call_command("verify_log", "--rows")

    told = capsys.readouterr().out
    assert "检查中断" in told
    assert f"公开信息 {notice.pk}" in told
