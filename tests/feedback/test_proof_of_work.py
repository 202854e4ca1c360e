"""Work of the writer's device, where the office asks for it: never needed, quicker."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, strategies as st

from disclosure_portal.foundation.clock import frozen_at
from feedback.models import Letter
from feedback.proof_of_work import is_done, zero_bits
from tests.factories.letters import mailbox

from .test_writing import URL, Writer

BITS = 6


def work(token: str, bits: int = BITS) -> str:
    """What the script does."""
    return next(str(n) for n in count() if zero_bits(token, str(n)) >= bits)


@given(st.text(max_size=40), st.integers(0, 10**6))
def test_zero_bits_are_those_at_the_beginning_of_the_hash(
    token: str, number: int
) -> None:
    bits = zero_bits(token, str(number))
    assert is_done(token, str(number), bits)
    assert not is_done(token, str(number), bits + 1)


@pytest.mark.parametrize("answer", ["", "x", "-1", "１", "9" * 13, "0x1", "1 ", "\x00"])
def test_what_is_no_number_is_no_work(answer: str) -> None:
    assert not is_done("token", answer, 0)


def test_work_for_one_form_is_none_for_another() -> None:
    bits = 12
    assert not is_done("another", work("token", bits), bits)


@pytest.fixture
def preview(settings: Any, client: Client) -> Writer:
    """A letter that is ready to be sent."""
    settings.LETTER_WORK_BITS = BITS
    writer = Writer(client)
    writer.write(mailbox())
    return writer


def sent_after(writer: Writer, seconds: int, done: str) -> Any:
    with frozen_at(writer.started + timedelta(seconds=seconds)):
        typed = {**writer.hidden(), "work": done, "go": "send"}
        return writer.client.post(URL, typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seconds", "is_worked", "status"),
    [(10, True, 200), (10, False, 400), (40, False, 200), (3, True, 400)],
    ids=["worked", "quick without work", "slow without work", "too quick for anybody"],
)
def test_who_worked_waits_less_and_nobody_is_refused_for_good(
    seconds: int, is_worked: bool, status: int, preview: Writer
) -> None:
    done = work(preview.hidden()["token"]) if is_worked else ""
    answer = sent_after(preview, seconds, done)
    assert answer.status_code == status
    assert Letter.objects.count() == (status == 200)


@pytest.mark.django_db
def test_the_last_step_brings_the_script_and_no_other_does(preview: Writer) -> None:
    assert f'data-work-bits="{BITS}"' in preview.text
    assert "js/letter-work.js" in preview.text
    assert "letter-work" not in preview.client.get(URL).content.decode()


@pytest.mark.django_db
def test_by_itself_the_portal_asks_for_no_work(client: Client) -> None:
    writer = Writer(client)
    writer.write(mailbox())
    assert "letter-work" not in writer.text
    assert sent_after(writer, 10, "").status_code == 200
