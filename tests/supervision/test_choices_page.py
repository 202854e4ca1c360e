"""The page on which an office says how marks become a total, in plain fields."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from supervision.checklist_defaults import shipped
from supervision.checklist_document import bonuses_of, engine, parts_of
from supervision.forms.choice_rows import Named
from supervision.forms.choices import SECTIONS, ChoicesForm

from ..factories.supervision_checklists import draft_checklist, overseer

pytestmark = pytest.mark.django_db

USUAL = {
    **{"version": "1", "veto_effect": "zero", "figure": "rounded"},
    **{"measured_in": "points", "share_rounding": "half_up", "ties": "1224"},
    "places": "2",
}
THRESHOLD = {"measured_in": "points", "figure": "unrounded"}


@pytest.fixture(name="desk")
def desk_of_an_overseer(client):
    client.force_login(overseer())
    return client


def typed(sections: dict[str, list[dict[str, Any]]], **fields: Any) -> dict[str, Any]:
    """As a browser sends it."""
    told = {**USUAL, **fields}
    for name in SECTIONS:
        rows = sections.get(name, [])
        told |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            told |= {f"{name}-{number}-{field}": row[field] for field in row}
    return told


def address_of(draft):
    return reverse("desk-checklist-choices", args=[draft.pk])


# What is typed, and what is kept of it, in the words of scoring_checklists.
CASES: dict[str, tuple[str, list[dict[str, Any]], list[dict[str, Any]]]] = {
    "all of the base brought to 100": (
        "terms",
        [{"normalised_to": "100"}],
        [{"normalised_to": "100", "parts": ["1", "2", "3"]}],
    ),
    "two parts normalised together and multiplied": (
        "terms",
        [{"parts": ["1", "2"], "normalised_to": "100", "multiply_by": "4"}],
        [{"parts": ["1", "2"], "normalised_to": "100", "multiplier": {"by": "4"}}],
    ),
    "4/3 only without an indicator": (
        "terms",
        [{"multiply_by": "4", "multiply_per": "3", "when_absent": "2.1"}],
        [
            {
                "parts": ["1", "2", "3"],
                "multiplier": {"by": "4", "per": "3", "when_absent": "2.1"},
            }
        ],
    ),
    "a mix of two parts by weights": (
        "terms",
        [{"parts": ["1"], "weight": "0.7"}, {"parts": ["2"], "weight": "0.3"}],
        [{"parts": ["1"], "weight": "0.7"}, {"parts": ["2"], "weight": "0.3"}],
    ),
    "bonus only above a sum of parts, in per cent": (
        "bonus_gates",
        [
            {
                **{**THRESHOLD, "threshold": "80", "is_strict": "on"},
                **{"parts": ["1", "2"], "measured_in": "percent"},
            }
        ],
        [
            {
                **{"threshold": "80", "is_strict": True, "parts": ["1", "2"]},
                "measured_in": "percent",
            }
        ],
    ),
    "a gate of one bonus": (
        "bonus_gates",
        [{**THRESHOLD, "threshold": "80", "of": ["3"], "figure": "rounded"}],
        [{"threshold": "80", "of": ["3"], "figure": "rounded"}],
    ),
    "failed at or below one of two lines": (
        "fail_lines",
        [
            {**THRESHOLD, "threshold": "60", "is_inclusive": "on"},
            {**THRESHOLD, "threshold": "20", "parts": ["1"]},
        ],
        [
            {"threshold": "60", "is_inclusive": True},
            {"threshold": "20", "parts": ["1"]},
        ],
    ),
    "groups with different maxima": (
        "groups",
        [
            {"code": "towns", "title": "乡镇", "leaves_out": "2.1", "maximum": "40"},
            {"code": "offices", "title": "县直部门", "leaves_out": "1.1、 1.2"},
        ],
        [
            {
                **{"code": "towns", "title": "乡镇", "leaves_out": ["2.1"]},
                "maximum": "40",
            },
            {"code": "offices", "title": "县直部门", "leaves_out": ["1.1", "1.2"]},
        ],
    ),
    "parts of its own, one of them a bonus": (
        "parts",
        [
            {"code": "a", "title": "基础", "points": "100", "register": "base"},
            {
                **{"code": "b", "title": "加分", "points": "10", "weight": "0.5"},
                "register": "bonus",
            },
        ],
        [
            {"code": "a", "title": "基础", "points": "100"},
            {
                **{"code": "b", "title": "加分", "points": "10", "weight": "0.5"},
                "register": "bonus",
            },
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_rows_are_kept_in_the_words_of_scoring(desk, case):
    section, rows, kept = CASES[case]
    draft = draft_checklist()

    answer = desk.post(address_of(draft), typed({section: rows}))

    assert answer.status_code == 302, answer.text
    draft.refresh_from_db()
    assert draft.choices[section] == kept


def test_grades_and_vetoes_are_kept_in_the_words_of_scoring(desk):
    draft = draft_checklist()
    bands = [{"grade": "优秀", "lowest": "90"}, {"grade": "合格", "lowest": "60"}]
    fields = {
        **{"veto_effect": "cap", "veto_cap": "59", "lowest": "不合格"},
        **{"figure": "unrounded", "ties": "1223", "pass_share": "0.6"},
        "maximum": "100",
    }

    desk.post(address_of(draft), typed({"bands": bands}, **fields))

    draft.refresh_from_db()
    assert draft.choices == {
        "veto": {"effect": "cap", "cap": "59"},
        "grading": {"bands": bands, "lowest": "不合格", "figure": "unrounded"},
        **{"ties": "1223", "places": 2, "pass_share": "0.6", "maximum": "100"},
    }


def test_quotas_are_a_share_or_a_number_of_units(desk):
    draft = draft_checklist()
    quotas = [{"grade": "优秀", "percent": "20"}, {"grade": "良好", "number": "3"}]
    fields = {"share_rounding": "down", "without_ties": "on", "lowest": "一般"}

    desk.post(address_of(draft), typed({"quotas": quotas}, **fields))

    draft.refresh_from_db()
    assert draft.choices["grading"] == {
        "quotas": [{"grade": "优秀", "share": "0.2"}, {"grade": "良好", "number": 3}],
        **{"lowest": "一般", "share_rounding": "down", "with_ties": False},
    }


@pytest.mark.parametrize("document", shipped(), ids=lambda each: each.code)
def test_what_is_stored_reads_in_the_fields_and_is_kept_as_it_was(document):
    """Of all examples that are shipped, the national one with gates and groups, too."""
    named = Named(parts_of(document), bonuses_of(document))
    shown = ChoicesForm(None, named=named, choices=document.choices)

    again = ChoicesForm(sent(shown), named=named, choices=document.choices)

    assert again.is_valid(), again.errors
    kept = replace(document, choices=again.choices())
    assert engine(kept) == engine(document)


def sent(form: ChoicesForm) -> dict[str, Any]:
    """What a browser sends of a page that nobody changed."""
    told = {**form.initial, "version": "1"}
    for section in form.sections:
        management = section.rows.management_form
        told |= {f"{section.name}-{k}": v for k, v in management.initial.items()}
        for row in section.rows:
            told |= {row.add_prefix(k): v for k, v in row.initial.items()}
    return {k: v for k, v in told.items() if v is not False and v not in (None, "", [])}


def test_a_row_more_is_shown_and_nothing_is_kept_yet(desk):
    draft = draft_checklist()
    before = draft.choices
    rows = {"bands": [{"grade": "优秀", "lowest": "90"}]}

    page = desk.post(address_of(draft), {**typed(rows), "more": "bands"})

    assert page.status_code == 200
    assert 'name="bands-0-grade" value="优秀"' in page.text
    assert 'name="bands-1-grade"' in page.text
    draft.refresh_from_db()
    assert draft.choices == before


@pytest.mark.parametrize("name", ["luck", "bands\x00", ""])
def test_a_row_more_of_nothing_known_changes_nothing(desk, name):
    draft = draft_checklist()

    page = desk.post(address_of(draft), {**typed({}), "more": name})

    assert page.status_code in (200, 302)


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "a grade without a figure": ({"bands": [{"grade": "优秀"}]}, {}, "第1行"),
    "a figure without a grade": ({"bands": [{"lowest": "9"}]}, {}, "第1行"),
    "a quota of both": (
        {"quotas": [{"grade": "优秀", "percent": "20", "number": "3"}]},
        {},
        "第1行",
    ),
    "a quota of neither": ({"quotas": [{"grade": "优秀"}]}, {}, "第1行"),
    "a divisor alone": ({"terms": [{"multiply_per": "3"}]}, {}, "第1行"),
    "a negative threshold": (
        {"fail_lines": [{**THRESHOLD, "threshold": "-1"}]},
        {},
        "第1行",
    ),
    "an unknown part": ({"terms": [{"parts": ["9"]}]}, {}, "第1行"),
    "a group without a name": ({"groups": [{"code": "a"}]}, {}, "第1行"),
    "too many decimals": ({}, {"places": "9"}, "总分"),
    "a negative cap": ({}, {"veto_cap": "-1"}, "大于或等于"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_told_in_place_and_nothing_is_kept(desk, case):
    sections, fields, told = REFUSED[case]
    draft = draft_checklist()

    page = desk.post(address_of(draft), typed(sections, **fields))

    assert page.status_code == 400
    assert told in page.text
    assert "field__error" in page.text
    draft.refresh_from_db()
    assert draft.content_version == 1


def test_forged_counts_of_rows_are_refused(desk):
    draft = draft_checklist()

    page = desk.post(address_of(draft), {**typed({}), "bands-TOTAL_FORMS": "x"})

    assert page.status_code == 400
