"""Decisions sent at once: one person decides one step, one step is decided once.

On PostgreSQL by two threads; on SQLite by two processes on a file, since the memory of
a test can't be shared.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from directories.models import Membership, Role
from disclosure_portal.foundation.days import official_moment
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError
from notices.deciding import agree
from notices.models import Notice, ReviewDecision
from tests.factories import member
from tests.factories.chains import ALL_TICKS, audited_unit, notice_at

from .test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parent.parent.parent
DECIDE = """
from tests.notices.test_chain_races import decide, records
print("ready", flush=True)
input()
print("said", decide({notice}, {step!r}, {person}))
print("kept", *records())
"""


def decide(notice, step, person):
    """Agree to the step that was on the page when it was read; what came of it."""
    read = Notice.objects.select_related("agency", "board").get(pk=notice)
    read.step = step
    try:
        agree(read, by=User.objects.get(pk=person), ticks=ALL_TICKS)
    except DomainError as refusal:
        return f"{type(refusal).__name__}: {refusal}"
    return "agreed"


def records():
    """The step that waits, then each decision: its step, its person, its time."""
    rows = ReviewDecision.objects.order_by("pk").select_related("by")
    made = [f"{row.step}/{row.by_id}/{official_moment(row.at)}" for row in rows]
    return [Notice.objects.get().step, *(words.replace(" ", "_") for words in made)]


def sent_at_once(tmp_path, *sent):
    """What came of each, and what is on record when all are through."""
    if connection.vendor == "sqlite":
        return _by_processes(tmp_path / "race.sqlite3", sent)
    answers = []
    failures = at_once(*(lambda one=one: answers.append(decide(*one)) for one in sent))
    assert failures == []
    return sorted(answers), records()


def _by_processes(path, sent):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{path}",
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.test",
    }
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c"]
    deciders: list[Any] = [
        subprocess.Popen(
            [*command, DECIDE.format(notice=notice, step=step, person=person)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for notice, step, person in sent
    ]
    for decider in deciders:
        assert decider.stdout.readline() == "ready\n"
    for decider in deciders:
        decider.stdin.write("\n")
        decider.stdin.flush()
    lines = [decider.communicate()[0].splitlines() for decider in deciders]
    kept = max((line[-1].split()[1:] for line in lines), key=len)
    return sorted(line[0].removeprefix("said ") for line in lines), kept


@pytest.mark.parametrize("second", ["review", "agreement"])
def test_one_person_who_sends_two_decisions_at_once_decides_one_step(tmp_path, second):
    notice = notice_at("review", audited_unit())
    person = member(Role.REVIEWER, notice.agency)
    Membership.objects.create(user=person, agency=notice.agency, role=Role.EDITOR)

    answers, (waiting, *decided) = sent_at_once(
        tmp_path, (notice.pk, "review", person.pk), (notice.pk, second, person.pk)
    )

    assert waiting == "agreement"
    assert [row.split("/")[0] for row in decided] == ["audit", "review"]
    refused = [answer for answer in answers if answer != "agreed"]
    assert [each.split(":")[0] for each in refused] in (
        ["StaleStatusError"],
        ["NotAllowed"],
    )


def test_of_two_who_decide_one_step_the_second_is_told_who_and_when(tmp_path):
    notice = notice_at("review", audited_unit())
    people = [member(Role.REVIEWER, notice.agency, name=name) for name in "甲乙"]

    answers, (waiting, *decided) = sent_at_once(
        tmp_path, *((notice.pk, "review", person.pk) for person in people)
    )

    _audit, one = decided
    step, first, moment = one.split("/")
    assert (waiting, step) == ("agreement", "review")
    (refusal,) = [answer for answer in answers if answer != "agreed"]
    assert refusal.startswith("StaleStatusError")
    assert str(User.objects.get(pk=first)) in refusal
    assert moment.replace("_", " ") in refusal
