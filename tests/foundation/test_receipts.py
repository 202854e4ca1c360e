"""Lines hang together, and a head fixes them: the pure part of the log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.canonical import digest
from disclosure_portal.foundation.receipts import (
    LINE_KEYS,
    START,
    BadHead,
    Chain,
    Head,
    line_digest,
    moment_text,
    public_key,
    sign,
)

pytestmark = pytest.mark.once

SECRET = "a secret of this test, as long as one has to be"
TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)
WORDS = st.lists(TEXT, max_size=3)
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": TEXT,
            "subject": TEXT,
            "id": st.none() | st.integers(-(2**53), 2**53),
            "revision": st.none() | st.integers(1, 99),
            "agency": TEXT,
            "content": TEXT,
            "files": WORDS,
            "line_sets": WORDS,
            "facts": st.dictionaries(st.sampled_from("abcd"), TEXT),
            "at": TEXT,
            "later": st.booleans(),
            "algorithms": TEXT,
        }
    ),
    min_size=1,
    max_size=6,
)


def chained(lines):
    found, previous = [], START
    for seq, line in enumerate(lines, start=1):
        whole = {**line, "seq": seq, "previous": previous}
        previous = line_digest(whole)
        found.append((whole, previous))
    return found


def wrongs(rows):
    chain = Chain()
    return [chain.follow(line, digest) for line, digest in rows]


@given(LINES)
def test_lines_that_were_written_one_after_another_fit(lines):
    assert set(wrongs(chained(lines))) == {""}


@given(LINES)
def test_a_digest_is_that_of_the_canonical_form(lines):
    line, found = chained(lines)[-1]

    assert found == digest({key: line[key] for key in LINE_KEYS})


@given(LINES, st.data())
def test_any_changed_value_is_found_at_its_line(lines, data):
    rows = chained(lines)
    place = data.draw(st.integers(0, len(rows) - 1))
    key = data.draw(st.sampled_from(LINE_KEYS))
    line, found = rows[place]
    other = -7 if key == "seq" else "\x00 other"
    rows[place] = ({**line, key: other}, found)

    assert wrongs(rows)[place]


@given(LINES, st.data())
def test_any_line_that_is_left_out_or_moved_is_found(lines, data):
    rows = chained([*lines, lines[0]])
    place = data.draw(st.integers(0, len(rows) - 2))

    assert any(wrongs(rows[:place] + rows[place + 1 :]))
    rows[place], rows[place + 1] = rows[place + 1], rows[place]
    assert any(wrongs(rows))


def test_moments_are_utc_with_microseconds():
    beijing = timezone(timedelta(hours=8))

    assert moment_text(datetime(2026, 11, 26, 8, tzinfo=beijing)) == (
        "2026-11-26T00:00:00.000000Z"
    )
    assert moment_text(datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)).endswith("000006Z")


# --- Heads ----------------------------------------------------------------------------


def head(**changed):
    known = {
        "site": "https://www.example.gov.cn",
        "seq": 12,
        "digest": "c04d" * 16,
        "at": "2026-11-26T00:00:00.000000Z",
        "key": public_key(SECRET),
    }
    return sign(Head(**{**known, **changed}), SECRET)


def test_a_head_survives_being_printed_and_typed_again():
    printed = "《清源日报》\n   " + head().text().replace("\n", "  \r\n   ") + "广告"

    assert Head.parse(printed) == head()
    assert Head.parse(printed).is_signed


@pytest.mark.parametrize("name", ["site", "digest", "at", "key", "signature"])
def test_a_head_with_another_value_is_not_signed(name):
    value = getattr(head(), name)
    other = value[:-1] + ("1" if value[-1] != "1" else "2")

    assert not Head(**{**vars(head()), name: other}).is_signed


def test_another_secret_has_another_key():
    assert public_key(SECRET) != public_key(SECRET + "x")
    assert not sign(Head(**vars(head())), SECRET + "x").is_signed


@pytest.mark.parametrize("key", ["", "zz", "00", "11" * 31])
def test_a_key_that_is_none_signs_nothing(key):
    assert not Head(**{**vars(head()), "key": key}).is_signed


@pytest.mark.parametrize(
    "text",
    ["", "seq: 12", "disclosure-log-head 1", head().text().replace(": 12", ": a")],
)
def test_what_is_no_head_is_refused(text):
    with pytest.raises(BadHead):
        Head.parse(text)
