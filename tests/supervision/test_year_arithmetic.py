"""A year out of stored rounds and registers: what each unit has, and how it is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from supervision.models import LineKind, YearResult
from supervision.year_preparing import Share, YearUnfit, prepare_year, set_shares
from supervision.year_reckoning import reckon
from tests.house import ROOT

from ..factories import agency
from ..factories.inspections import published_round
from ..factories.supervision_checklists import overseer
from ..factories.years import (
    END,
    HALF,
    confirmed_line,
    entered_line,
    prepared_year,
    publish_as_it_is,
    rated_round,
    two_rounds,
)

pytestmark = pytest.mark.django_db

GATE = {"bonus_gates": [{"threshold": "85"}]}
ABOVE = {"bonus_gates": [{"threshold": "86", "is_strict": True}]}
BANDS = {
    "grading": {
        "bands": [{"grade": "优秀", "lowest": "90"}, {"grade": "良好", "lowest": "80"}],
        "lowest": "一般",
    }
}

# Rules; bonuses; criticism; the total and grade of a unit with 80 (40 %) and 90 (60 %).
YEARS = {
    "rounds alone": ({}, [], [], "86", ""),
    "commended": ({}, ["2", "1.5"], [], "89.5", ""),
    "criticised": ({}, [], ["3"], "83", ""),
    "both, with a grade": (BANDS, ["5"], ["1"], "90", "优秀"),
    "bonuses end at a figure": ({"bonus_most": "3"}, ["2", "2"], [], "89", ""),
    "the gate opens on its figure": (GATE, ["2"], [], "88", ""),
    "the gate stays shut on it": (ABOVE, ["2"], [], "86", ""),
    "never below nothing": ({}, [], ["99"], "0", ""),
    "failed by the rounds": (
        {**BANDS, "fail_lines": [{"threshold": "87"}]},
        *(["9"], [], "95", "一般"),
    ),
    "to one decimal": ({"places": 1}, ["0.25"], [], "86.3", ""),
}


@pytest.mark.parametrize(
    ("rules", "bonuses", "criticism", "total", "grade"), YEARS.values(), ids=YEARS
)
def test_a_year_is_its_rounds_by_their_shares_and_its_registers(
    rules, bonuses, criticism, total, grade
):
    unit = agency()
    year = prepared_year(two_rounds(("80", "90"), units=[unit]), choices=rules)
    for points in bonuses:
        confirmed_line(year, unit, points)
    for points in criticism:
        confirmed_line(year, unit, points, kind=LineKind.CRITICISM)

    publish_as_it_is(year)

    result = YearResult.objects.get()
    assert (result.total, result.grade) == (Decimal(total), grade)
    told = [Decimal(line["after"]) - Decimal(line["before"]) for line in result.lines]
    assert sum(told) == result.total


def test_it_is_told_which_round_and_which_line_gave_what():
    unit = agency()
    year = prepared_year(two_rounds(("80", "90"), units=[unit]))
    confirmed_line(year, unit, "2", ground="市级表彰")
    confirmed_line(year, unit, "1", kind=LineKind.CRITICISM, ground="全县通报")

    publish_as_it_is(year)

    result = YearResult.objects.get()
    assert [row[2:] for row in result.shares] == [
        ["40", "100", "80", "32"],
        ["60", "100", "90", "54"],
    ]
    assert [row[:4] for row in result.register] == [
        ["B1", "bonus", "市级表彰", "2"],
        ["C1", "criticism", "全县通报", "1"],
    ]
    gained = (result.base, result.bonus, result.penalty)
    assert gained == (Decimal(86), Decimal(2), Decimal(1))
    told = {(line["what"], line["step"]): line["after"] for line in result.lines}
    assert told["B1", "bonus"] == "2"
    assert told["C1", "penalty"] == "-1"


def test_what_is_above_the_cap_of_all_bonuses_is_told_as_lost():
    unit = agency()
    year = prepared_year(
        two_rounds(("80", "90"), units=[unit]), choices={"bonus_most": "3"}
    )
    confirmed_line(year, unit, "5")

    (result,) = reckon(year).results

    (capped,) = [line for line in result.lines if line["what"] == "bonus"]
    assert (capped["before"], capped["after"], capped["lost"]) == ("5", "3", "2")


def test_a_round_out_of_another_figure_is_brought_to_a_hundred():
    unit = agency()
    halves = two_rounds(("80", "90"), units=[unit])
    office = overseer()
    year = prepare_year(2026, "按比例折算", by=office)
    shares = [
        Share(halves[0], Decimal(40), Decimal(160)),
        Share(halves[1], Decimal(60)),
    ]
    set_shares(year, shares, version=1, by=office)

    (result,) = reckon(year).results

    assert result.total == Decimal("74")  # 80 ÷ 160 × 100 × 40 % + 90 × 60 %


TIES = {
    "1224": [1, 2, 2, 4],
    "1223": [1, 2, 2, 3],
}


@pytest.mark.parametrize(("ties", "ranks"), TIES.items(), ids=TIES)
def test_units_level_with_each_other_share_a_rank(ties, ranks):
    totals = [("90", "90"), ("80", "90"), ("80", "90"), ("70", "70")]

    year = prepared_year(two_rounds(*totals), choices={"ties": ties})

    assert [result.rank for result in reckon(year).results] == ranks


def test_grades_by_quota_have_a_line_of_their_own():
    rules = {"grading": {"quotas": [{"grade": "优秀", "number": 1}], "lowest": "一般"}}
    year = prepared_year(two_rounds(("90", "90"), ("80", "80")), choices=rules)

    best, other = reckon(year).results

    assert (best.grade, other.grade) == ("优秀", "一般")
    assert best.lines[-1]["rule"] == "quota"


def test_lines_that_wait_or_were_struck_do_not_count():
    unit = agency()
    year = prepared_year(two_rounds(("80", "90"), units=[unit]))
    entered_line(year, unit)

    (result,) = reckon(year).results

    assert result.total == 86
    assert result.register == []


def test_a_unit_without_a_rating_in_one_round_stops_the_year_and_is_named():
    both, one = agency(name="甲局"), agency(name="乙局")
    rounds = [
        rated_round({both: "80", one: "80"}, HALF),
        rated_round({both: "90"}, END, title="年终"),
    ]
    year = prepared_year(rounds)

    with pytest.raises(YearUnfit, match="乙局.*年终"):
        reckon(year)


def test_or_is_left_out_where_the_rules_say_so():
    both, one = agency(), agency()
    rounds = [rated_round({both: "80", one: "80"}, HALF), rated_round({both: "90"})]
    year = prepared_year(rounds, choices={"lone_units": "left_out"})

    found = reckon(year)

    assert [result.agency for result in found.results] == [both]
    assert found.left_out == [one]


def test_rounds_that_share_no_unit_make_no_year():
    rounds = [rated_round({agency(): "80"}, HALF), rated_round({agency(): "90"})]
    year = prepared_year(rounds, choices={"lone_units": "left_out"})

    with pytest.raises(YearUnfit):
        reckon(year)


def test_a_line_about_a_unit_of_no_round_stops_the_year():
    year = prepared_year(two_rounds(("80", "90")))
    confirmed_line(year, agency(name="局外局"))

    with pytest.raises(YearUnfit, match="局外局"):
        reckon(year)


def test_reckoning_asks_as_often_for_many_units_as_for_few(django_assert_num_queries):
    few = prepared_year([published_round(1, last_day=date(2026, 9, 1))])
    many = prepared_year([published_round(5, last_day=date(2026, 9, 1))])

    for year in (few, many):
        with django_assert_num_queries(3):  # shares, ratings, lines
            reckon(year)


def test_the_example_of_the_documents_is_what_comes_out():
    text = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
    table = text.partition("80 in a round of 40 %")[2].partition("Units are ranked")[0]
    unit = agency()
    year = prepared_year(
        two_rounds(("80", "90"), units=[unit]), choices={"bonus_most": "3"}
    )
    confirmed_line(year, unit, "5")
    confirmed_line(year, unit, "1", kind=LineKind.CRITICISM)

    (result,) = reckon(year).results

    told = ("step", "what", "rule", "before", "after", "lost")
    rows = [f"| {' | '.join(line[name] for name in told)} |" for line in result.lines]
    assert rows == [row for row in table.splitlines() if row.startswith("| ")][1:]
    assert result.total == 88
