"""One record, one sequence of bytes."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.canonical import (
    CANONICAL_VERSION,
    ListDigest,
    canonical,
    digest,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")

FORMS = {
    "nothing": (None, "null"),
    "yes": (True, "true"),
    "a number": (12, "12"),
    "text": ("冀政〔2024〕5号", '"冀政〔2024〕5号"'),
    "text with quotes": ('a"b\\c\n', r'"a\"b\\c\n"'),
    "letters composed": ("e\u0301", '"é"'),
    "an amount": (Decimal("1234.50"), '"1234.50"'),
    "an exponent": (Decimal("1E+3"), '"1000"'),
    "a small exponent": (Decimal("1E-7"), '"0.0000001"'),
    "minus nothing": (Decimal("-0.00"), '"0.00"'),
    "a day": (date(2026, 1, 4), '"2026-01-04"'),
    "a moment": (
        datetime(2026, 1, 4, 8, 30, tzinfo=SHANGHAI), '"2026-01-04T00:30:00.000000Z"'),
    "a moment in microseconds": (
        datetime(2026, 1, 4, 8, 30, 1, 5, tzinfo=UTC), '"2026-01-04T08:30:01.000005Z"'),
    "an early moment": (datetime(1, 1, 2, tzinfo=UTC), '"0001-01-02T00:00:00.000000Z"'),
    "a list": ([1, "a", None], '[1,"a",null]'),
    "a tuple": ((1, (2,)), "[1,[2]]"),
    "a mapping": ({"b": 1, "a": {"d": 2, "c": 3}}, '{"a":{"c":3,"d":2},"b":1}'),
    "keys composed": ({"e\u0301": 1}, '{"é":1}'),
}  # fmt: skip


@pytest.mark.parametrize(("value", "form"), FORMS.values(), ids=FORMS.keys())
def test_a_value_has_this_form(value, form):
    assert canonical({"x": value}).decode() == f'{{"form":1,"record":{{"x":{form}}}}}'


REFUSED = {
    "a float": 1.5,
    "a whole float": 1.0,
    "no number": float("nan"),
    "a decimal that is no number": Decimal("NaN"),
    "infinity": Decimal("Infinity"),
    "a moment without zone": datetime(2026, 1, 4),  # noqa: DTZ001 - that is the case
    "bytes": b"x",
    "a set": {1},
    "an object": object(),
    "a span of time": timedelta(days=1),
    "half a surrogate pair": "\ud800",
    "a key that is a number": {1: "a"},
    "half a surrogate pair as key": {"\udc00": 1},
    "two keys that are one": {"é": 1, "e\u0301": 2},
}


@pytest.mark.parametrize("value", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize(
    "wrap", [lambda v: v, lambda v: {"a": [v]}], ids=["bare", "deep"]
)
def test_what_has_no_single_form_is_refused(value, wrap):
    with pytest.raises(TypeError):
        canonical(wrap(value))


def test_the_digest_is_that_of_the_bytes():
    record = {"title": "通知", "amount": Decimal("1.00")}

    assert digest(record) == hashlib.sha256(canonical(record)).hexdigest()


def test_this_digest_never_changes():
    """Published digests depend on it: a change needs a new version of the form."""
    record = {
        "title": "关于公开的通知",
        "amount": Decimal("1234.50"),
        "on": date(2026, 1, 4),
        "at": datetime(2026, 1, 4, 8, 30, tzinfo=SHANGHAI),
        "list": [1, None, True],
    }

    assert CANONICAL_VERSION == 1
    assert digest(record) == (
        "492e6746a430bea8b9c15ed48d4fa1704486a49b869aa71c1e94f8176952bf3f"
    )


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.datetimes(
        min_value=datetime(2, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        max_value=datetime(9998, 1, 1),  # noqa: DTZ001
        timezones=st.sampled_from([UTC, SHANGHAI, timezone(timedelta(hours=-5))]),
    )
)
NAMES = st.text(max_size=5).map(lambda name: unicodedata.normalize("NFC", name))
RECORDS = st.dictionaries(
    NAMES,
    st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4)
        ),
        max_leaves=8,
    ),
    max_size=5,
)


def shuffled(value):
    """The same record with its keys the other way round."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return [shuffled(item) for item in value]
    return value


@given(RECORDS)
def test_the_order_of_keys_does_not_matter(record):
    assert canonical(shuffled(record)) == canonical(record)


@given(RECORDS)
def test_the_form_is_json_and_its_reading_has_the_same_form(record):
    form = canonical(record)

    read = json.loads(form)
    assert read["form"] == CANONICAL_VERSION
    assert canonical(read["record"]) == form


@given(st.text())
def test_texts_equal_in_unicode_have_one_form(text):
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)

    assert canonical({"x": composed}) == canonical({"x": decomposed})


@given(
    st.datetimes(
        min_value=datetime(2, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
        max_value=datetime(9998, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    )
)
def test_a_moment_has_one_form_in_every_zone(moment):
    assert canonical([moment]) == canonical([moment.astimezone(SHANGHAI)])


@given(st.text(), st.text())
def test_different_texts_have_different_digests(one, other):
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)

    assert (digest([one]) == digest([other])) is same


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
RECORDS = st.fixed_dictionaries({"b": TEXTS, "a": TEXTS | st.none()})


@given(st.lists(RECORDS, max_size=5))
def test_a_list_has_one_digest_however_it_is_read(records):
    running = ListDigest("lines")
    for record in records:
        running.add(record)

    assert running.hexdigest() == digest({"lines": records})


def test_a_list_has_no_digest_of_what_is_no_text():
    with pytest.raises(TypeError):
        ListDigest("lines").add({"a": "\ud800"})
