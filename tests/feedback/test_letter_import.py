"""Letters of an older mailbox come in once, with their own times."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directories.models import Role
from feedback.models import Letter, LetterStatus, Reply
from tests.factories import member
from tests.factories.letters import mailbox

pytestmark = pytest.mark.django_db
HEAD = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n"
ROWS = (
    "1,甲,路灯不亮,2019/4/25 9:32:09,桥头的路灯不亮,已经修好,2019-04-28 10:00:00\n"
    "2,乙,学位紧张,2019-04-08 08:37:20,小学学位不够,正在扩建,2019/5/10 9:05\n"
    "3,丙,没有时间,,正文,,\n"
    "4,丁,还没有答复,2019/6/1 9:00:00,请答复,,\n"
)


def taken(path: Path, *more: str) -> str:
    box = mailbox(code="old")
    clerk = member(Role.MAILBOX_CLERK, box.agency, username="clerk")
    out = StringIO()
    options = ["--mailbox", "old", "--source", "旧信箱", "--by", clerk.username, *more]
    call_command("import_letters", str(path), *options, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "letters.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8")
    return path


def test_letters_come_in_with_their_answers_and_working_days(file: Path) -> None:
    said = taken(file)
    assert "taken: 3" in said
    first = Letter.objects.get(original_id="1")
    # Asked on a Thursday; the Sunday after it was worked before the holiday of May.
    assert (first.status, first.days_taken) == (LetterStatus.CLOSED, 2)
    assert first.was_in_time is True
    assert Letter.objects.get(original_id="2").was_in_time is False
    assert Reply.objects.get(letter=first).text == "已经修好"
    assert Letter.objects.get(original_id="4").status == LetterStatus.SUBMITTED


def test_a_second_time_nothing_is_doubled(file: Path) -> None:
    taken(file)
    box = Letter.objects.values_list("mailbox__code", flat=True)[0]
    out = StringIO()
    options = ["--mailbox", box, "--source", "旧信箱", "--by", "clerk"]
    call_command("import_letters", str(file), *options, stdout=out, stderr=StringIO())
    assert "known: 3" in out.getvalue()
    assert Letter.objects.count() == 3


def test_a_dry_run_writes_nothing(file: Path) -> None:
    assert "taken: 3" in taken(file, "--dry-run")
    assert not Letter.objects.exists()


def test_an_unknown_mailbox_or_file_is_named(tmp_path: Path) -> None:
    options = ["--mailbox", "nowhere", "--source", "x", "--by", "x"]
    with pytest.raises(CommandError, match="nowhere"):
        call_command("import_letters", str(tmp_path / "no.csv"), *options)
