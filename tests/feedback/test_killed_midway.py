"""Letters stream in and a process is killed among them: what a writer was given a
number for is there, whole and once, and sent again it shows the same receipt."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from typing import Any

import pytest

from feedback.models import LetterKind, Mailbox
from tests.factories import agency
from tests.factories.letters import mailbox
from tests.notices.test_log_writers import ROOT, database_of_its_own

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, EACH, MANY = 2, 6, 500
PREPARED = """
import json, sys
from directories.models import Agency
from disclosure_portal.foundation import clock
from feedback.contacts import Contact
from feedback.models import Letter, LetterFile, LetterToken, Mailbox
from feedback.submitting import About, Given, submit

box, unit = Mailbox.objects.get(), Agency.objects.get(name="住建局")
def send(token):
    file = LetterFile(
        title="照片", file_name="照片.png", media_type="image/png", size=1,
        original_digest="0" * 64, public_digest="0" * 64, uploaded_at=clock.now(),
    )
    given = Given(
        box, "report", "吃拿卡要", f"验收时收了红包，{token}。", About(agency=unit),
        Contact(name="赵小兰", telephone="13912345678"), files=[file],
    )
    receipt = submit(given, token=token)
    return [token, receipt.letter.number, receipt.code]
"""
# Begins when it is told to, and says each receipt as soon as it has it.
WRITE = f"""{PREPARED}
name, most = json.loads(sys.stdin.readline())
for turn in range(most):
    print(json.dumps(send(f"{{name}} {{turn}}")), flush=True)
"""
# What lies in the database, then the receipts of tokens that are sent again.
LOOK = f"""{PREPARED}
def whole(letter):
    return [
        letter.number, len(letter.code_digest), bool(letter.contact.sealed),
        [step.kind for step in letter.steps.all()], letter.files.count(),
        [row.agency_id for row in letter.accusations.all()],
        LetterToken.objects.filter(letter=letter).count(),
    ]
tokens = json.loads(sys.stdin.readline())
letters = [whole(letter) for letter in Letter.objects.order_by("number")]
again = [send(token) for token in tokens]
print(json.dumps([letters, again, Letter.objects.count()]))
"""


def process(url: str, code: str, told: Any) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "disclosure_portal.settings.test",
    }
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code]
    started = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert started.stdin is not None
    started.stdin.write(json.dumps(told) + "\n")
    started.stdin.flush()
    return started


def receipts_of(out: str) -> list[list[str]]:
    """The lines that came whole; the last one may have been cut off."""
    return [json.loads(line) for line in out.splitlines() if line.endswith("]")]


def killed_at_random(writer: subprocess.Popen[str]) -> list[list[str]]:
    """After some of its letters, in whatever it is about just then."""
    assert writer.stdout is not None
    lines = [writer.stdout.readline() for _line in range(random.randint(1, 8))]  # noqa: S311
    writer.kill()
    rest, _error = writer.communicate()
    return receipts_of("".join(lines) + rest)


def test_what_has_a_number_outlives_the_process_that_gave_it(tmp_path: Any) -> None:
    unit, box = agency("住建局"), mailbox(agency("政府办公室"))
    assert Mailbox.objects.get() == box
    assert LetterKind.REPORT in box.kinds
    with database_of_its_own(tmp_path) as url:
        doomed = process(url, WRITE, ["doomed", MANY])
        others = [process(url, WRITE, [f"w{n}", EACH]) for n in range(WRITERS)]
        given = killed_at_random(doomed)
        for other in others:
            out, error = other.communicate()
            assert error == ""
            given += receipts_of(out)
        tokens = [token for token, _number, _code in given]
        out, error = process(url, LOOK, tokens).communicate()
    letters, again, count = json.loads(out) if out else pytest.fail(error)

    assert len(given) >= WRITERS * EACH + 1
    numbers = [letter[0] for letter in letters]
    assert len(set(numbers)) == len(numbers) == count
    assert {number for _token, number, _code in given} <= set(numbers)
    assert [each[1:] for each in letters] == [
        [64, True, ["submitted"], 1, [unit.pk], 1] for _letter in letters
    ]
    assert again == given
