"""What a table says otherwise than before: by its keys, and never by its order."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, strategies as st

from notices.line_differences import difference, name_of

pytestmark = pytest.mark.once

KEY, COLUMNS = ("item", "unit"), ("item", "unit", "amount", "since")
lines = st.fixed_dictionaries(
    {
        "item": st.sampled_from(["登记费", "工本费", ""]),
        "unit": st.sampled_from(["件", "本"]),
        "amount": st.sampled_from(["30.00", "35.00", None]),
        "since": st.sampled_from(["2026-07-01", "", None]),
    }
)
tables = st.lists(lines, max_size=12)
# Without two lines of one name.
known = st.lists(lines, max_size=6, unique_by=lambda line: (line["item"], line["unit"]))


def compared(before, after):
    return difference(before, after, key=KEY, columns=COLUMNS)


def whole(line):
    return tuple(line[code] or None for code in COLUMNS)


@given(tables, st.randoms())
def test_a_moved_line_is_not_changed(table, chance):
    moved = chance.sample(table, len(table))

    found = compared(table, moved)

    assert (found.added, found.removed, found.changed) == ([], [], [])
    assert found.same == len(table)


@given(known, known)
def test_the_difference_on_the_old_table_gives_the_new_one(before, after):
    found = compared(before, after)

    lines = {name_of(line, KEY): line for line in before}
    for line in found.removed:
        del lines[name_of(line, KEY)]
    for name, values in found.changed:
        assert {code: old for code, (old, _new) in values.items()}.items() <= (
            lines[name].items()
        )
        lines[name] = lines[name] | {code: new for code, (_old, new) in values.items()}
    lines |= {name_of(line, KEY): line for line in found.added}
    assert {name: whole(line) for name, line in lines.items()} == {
        name_of(line, KEY): whole(line) for line in after
    }


@given(tables, tables)
def test_no_line_is_lost_or_told_twice(before, after):
    found = compared(before, after)

    assert found.same + len(found.changed) + len(found.removed) == len(before)
    assert found.same + len(found.changed) + len(found.added) == len(after)


@given(tables, tables)
def test_taking_it_back_is_the_same_change_the_other_way_round(before, after):
    there, back = compared(before, after), compared(after, before)

    assert Counter(map(whole, there.added)) == Counter(map(whole, back.removed))
    assert (there.same, len(there.changed)) == (back.same, len(back.changed))


def test_of_two_lines_with_one_key_the_one_that_stayed_is_not_changed():
    first, second = ({"item": "青苗", "unit": "亩", "amount": each, "since": None} for
                     each in ("30", "50"))  # fmt: skip

    found = compared(
        [first, second], [second | {"amount": "50"}, first | {"amount": "35"}]
    )

    assert found.same == 1
    assert found.changed == [(("青苗", "亩"), {"amount": ("30", "35")})]


def test_two_changed_lines_with_one_key_are_both_told():
    before = [{"item": "青苗", "unit": "亩", "amount": each} for each in ("1", "2")]
    after = [{"item": "青苗", "unit": "亩", "amount": each} for each in ("3", "4")]

    assert len(compared(before, after).changed) == 2
