"""The trail can be read: words for every deed that the portal records."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.trail_words import (
    ACTIONS,
    action_word,
    kind_word,
    state_word,
    without_digests,
)

ROOT = Path(__file__).resolve().parent.parent.parent
RECORDED = re.compile(r"record(?:_attempt)?\(\s*\"([a-z_]+)\"")


def test_every_deed_that_is_recorded_has_a_word():
    sources = [
        path
        for app in ("disclosure_portal", "directories", "notices", "feedback")
        for path in (ROOT / app).rglob("*.py")
    ]

    recorded = {name for path in sources for name in RECORDED.findall(path.read_text())}

    assert len(recorded) > 10
    assert recorded <= set(ACTIONS)


@pytest.mark.parametrize(
    ("target_type", "state", "word"),
    [
        ("notices.notice", "in_review", "审核中"),
        ("notices.notice", "unknown", "unknown"),
        ("directories.agency", "closed", "closed"),
        ("gone.model", "draft", "draft"),
        ("", "draft", "draft"),
    ],
)
def test_a_state_is_told_in_the_words_of_its_record(target_type, state, word):
    entry = AuditEntry(target_type=target_type)

    assert state_word(entry, state) == word


def test_a_step_is_told_by_the_name_that_it_had():
    entry = AuditEntry(
        target_type="notices.notice", facts={"steps": {"review": "保密审查"}}
    )

    assert state_word(entry, "review") == "保密审查"
    assert state_word(entry, "signature") == "signature"


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"words": {"a": "0" * 64, "b": "1" * 64}}, {"words": "2 个摘要值"}),
        ({"stone": "ab" * 32}, {"stone": "abababab…"}),
        ({"rows": {"7": "f" * 64}}, {"rows": {"7": "ffffffff…"}}),
        ({"was": ["c" * 64, 3, None]}, {"was": ["cccccccc…", 3, None]}),
        ({"name": "财政所", "n": 5}, {"name": "财政所", "n": 5}),
        ({"g" * 64: "g" * 64}, {"g" * 64: "g" * 64}),
    ],
)
def test_people_read_how_many_digests_there_are(facts, shown):
    assert without_digests(facts) == shown


def test_what_the_portal_does_not_know_keeps_its_code():
    assert action_word("older_deed") == "older_deed"
    assert kind_word("gone.model") == "gone.model"
    assert kind_word("foundation.user") == "用户"
