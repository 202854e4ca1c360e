"""Writing a checklist: by whom, in what order, and not over another's hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from supervision.checklist_drafting import (
    ChecklistUnfit,
    add_indicator,
    answer_proposal,
    change_indicator,
    change_particulars,
    confirm_proposals,
    move_indicator,
    remove_indicator,
    set_choices,
    take_in,
)
from supervision.checklist_tree import walk
from supervision.models import Checklist, Indicator
from supervision.stored_trees import branches_of, document_of
from tests.factories import agency, member, user
from tests.factories.directories import county
from tests.factories.supervision_checklists import (
    CHOICES,
    document,
    draft_checklist,
    overseer,
    published_checklist,
)

pytestmark = pytest.mark.django_db


def order(checklist):
    return [
        (len(above), branch.title) for above, branch in walk(branches_of(checklist))
    ]


def row(checklist, code):
    return Indicator.objects.select_related("checklist").get(
        checklist=checklist, code=code
    )


def version(checklist):
    return Checklist.objects.get(pk=checklist.pk).content_version


@pytest.fixture
def by():
    return overseer()


@pytest.fixture
def draft(by):
    return draft_checklist(by=by)


def test_what_is_taken_in_reads_the_same_again():
    whole = document()

    taken = take_in(whole, by=overseer())

    read = document_of(Checklist.objects.get(pk=taken.pk))
    for _above, branch in walk(read.branches):
        branch.pk = 0
    assert read == whole


@pytest.mark.parametrize(
    "person",
    [
        lambda: user(),
        lambda: member(Role.OVERSEER, agency()),
        lambda: member(Role.INSPECTOR, county()),
        lambda: member(Role.EDITOR, agency()),
    ],
)
def test_only_who_answers_for_the_county_writes(draft, person):
    by = person()

    with pytest.raises(NotAllowed):
        take_in(document(), by=by)
    with pytest.raises(NotAllowed):
        set_choices(draft, {}, version=1, by=by)


def test_versions_of_a_year_are_numbered():
    first = draft_checklist(code="county")
    second = draft_checklist(code="county")
    other = draft_checklist(code="county", year=2027)

    assert (first.number, second.number, other.number) == (1, 2, 1)


@pytest.mark.parametrize("name", ["code", "key"])
def test_a_code_that_stands_there_twice_is_refused_and_nothing_is_kept(name):
    rows = [{"code": "1", "key": "1", "title": "甲"}, {"title": "乙", "code": "2"}]
    rows[1] = {**rows[1], "key": "2", name: "1"}

    with pytest.raises(ChecklistUnfit, match="重复"):
        take_in(document(indicators=rows), by=overseer())

    assert Checklist.objects.count() == 0


def test_a_row_is_added_below_another_under_a_code_of_its_own(draft, by):
    values = {"title": "信息公开指南", "points": Decimal(5), "kind": "credit"}

    added = add_indicator(
        draft, values, under=row(draft, "1"), version=version(draft), by=by
    )

    assert (added.code, added.position) == ("1.3", 3)
    assert order(draft)[3] == (1, "信息公开指南")


def test_a_row_that_gets_others_below_it_is_scored_no_more_itself(draft, by):
    leaf = row(draft, "2.1")

    add_indicator(draft, {"title": "下级"}, under=leaf, version=version(draft), by=by)

    leaf.refresh_from_db()
    assert (leaf.kind, leaf.parameters) == ("", {})


def test_a_key_that_a_former_version_used_is_not_given_again(draft, by):
    remove_indicator(row(draft, "1.2"), version=version(draft), by=by)
    draft_checklist(code=draft.code, year=2025)

    added = add_indicator(
        draft,
        {"title": "另一项"},
        under=row(draft, "1"),
        version=version(draft),
        by=by,
    )

    assert (added.code, added.key) == ("1.2", "1.2~2")


def test_a_row_of_another_checklist_is_no_place(draft, by):
    elsewhere = row(draft_checklist(), "1")

    with pytest.raises(ValidationError):
        add_indicator(
            draft, {"title": "甲"}, under=elsewhere, version=version(draft), by=by
        )


def test_a_changed_row_answers_its_proposal(by):
    rows = [
        {
            **{"code": "1", "key": "1", "title": "甲", "points": "4"},
            "proposal": {"kind": "rate", "parameters": {"target": "100"}},
        }
    ]
    draft = draft_checklist(indicators=rows)

    change_indicator(row(draft, "1"), {"kind": "credit"}, version=version(draft), by=by)

    assert (row(draft, "1").kind, row(draft, "1").proposal) == ("credit", {})


def test_a_rule_that_the_engine_refuses_undoes_the_deed(draft, by):
    with pytest.raises(ChecklistUnfit, match="1.1"):
        change_indicator(
            row(draft, "1.1"),
            {"title": "改名", "kind": "deduction", "parameters": {}},
            version=version(draft),
            by=by,
        )

    assert row(draft, "1.1").title == "部署工作"
    assert version(draft) == 1


def test_a_code_of_another_row_is_refused(draft, by):
    with pytest.raises(ValidationError) as told:
        change_indicator(
            row(draft, "1.1"), {"code": "1.2"}, version=version(draft), by=by
        )

    assert "另一" in str(told.value)


MOVES = [
    ("1.2", "up", [(0, "组织领导"), (1, "信息员"), (1, "部署工作"), (0, "政务公开")]),
    ("1.1", "down", [(0, "组织领导"), (1, "信息员"), (1, "部署工作"), (0, "政务公开")]),
    ("1.1", "out", [(0, "组织领导"), (1, "信息员"), (0, "部署工作"), (0, "政务公开")]),
    ("1.2", "in", [(0, "组织领导"), (1, "部署工作"), (2, "信息员"), (0, "政务公开")]),
    ("2", "up", [(0, "政务公开"), (1, "目录覆盖"), (0, "组织领导"), (1, "部署工作")]),
]


@pytest.mark.parametrize(("code", "way", "begins"), MOVES)
def test_rows_move_with_all_below_them(draft, by, code, way, begins):
    move_indicator(row(draft, code), way, version=version(draft), by=by)

    assert order(draft)[:4] == begins
    assert len(order(draft)) == 6


@pytest.mark.parametrize(
    ("code", "way"), [("1", "up"), ("3", "down"), ("1", "out"), ("1.1", "in")]
)
def test_a_move_that_leads_nowhere_is_refused(draft, by, code, way):
    before = order(draft)

    with pytest.raises(ChecklistUnfit):
        move_indicator(row(draft, code), way, version=version(draft), by=by)

    assert order(draft) == before


def test_a_row_is_removed_with_all_below_it(draft, by):
    assert remove_indicator(row(draft, "1"), version=version(draft), by=by) == 3

    assert [title for _depth, title in order(draft)] == ["政务公开", "目录覆盖", "加分"]


def test_who_comes_second_is_told_and_writes_nothing_over(draft, by):
    seen = version(draft)
    change_particulars(
        draft,
        {"title": "新标题", "unit_kind": "", "source": "", "notes": ""},
        version=seen,
        by=by,
    )

    with pytest.raises(StaleStatusError):
        set_choices(draft, {"places": 0}, version=seen, by=overseer())

    assert Checklist.objects.get(pk=draft.pk).choices == CHOICES


def test_choices_that_the_engine_does_not_know_are_refused(draft, by):
    with pytest.raises(ChecklistUnfit, match="luck"):
        set_choices(draft, {"luck": 1}, version=version(draft), by=by)


@pytest.mark.parametrize(
    "deed",
    [
        lambda found, by: set_choices(found, {}, version=1, by=by),
        lambda found, by: add_indicator(
            found, {"title": "甲"}, under=None, version=1, by=by
        ),
        lambda found, by: change_indicator(
            row(found, "1.1"), {"title": "甲"}, version=1, by=by
        ),
        lambda found, by: move_indicator(row(found, "1.1"), "down", version=1, by=by),
        lambda found, by: remove_indicator(row(found, "1.1"), version=1, by=by),
        lambda found, by: confirm_proposals(found, version=1, by=by),
        lambda found, by: change_particulars(
            found,
            {"title": "甲", "unit_kind": "", "source": "", "notes": ""},
            version=1,
            by=by,
        ),
    ],
)
def test_a_published_checklist_is_frozen(by, deed):
    found = published_checklist()
    before = document_of(found)

    with pytest.raises(TransitionError, match="已发布"):
        deed(found, by)

    assert document_of(Checklist.objects.get(pk=found.pk)) == before


# --- Proposals ----------------------------------------------------------------------

PROPOSED = [
    {
        **{"code": "1", "key": "1", "title": "整治", "points": "4"},
        "children": [
            {
                **{"code": "1.1", "key": "1.1", "title": "台账", "points": "4"},
                "proposal": {"kind": "rate", "parameters": {"target": "100"}},
            },
            {
                **{"code": "1.2", "key": "1.2", "title": "不制止"},
                "proposal": {"kind": "deduction", "parameters": {"each": "2"}},
            },
        ],
    }
]


def test_a_proposal_that_is_meant_becomes_the_kind(by):
    draft = draft_checklist(indicators=PROPOSED)

    answer_proposal(row(draft, "1.1"), is_meant=True, version=version(draft), by=by)

    found = row(draft, "1.1")
    assert (found.kind, found.parameters) == ("rate", {"target": "100"})
    assert found.proposal == {}


def test_a_proposal_that_is_not_meant_leaves_plain_credit(by):
    draft = draft_checklist(indicators=PROPOSED)

    answer_proposal(row(draft, "1.1"), is_meant=False, version=version(draft), by=by)

    assert row(draft, "1.1").kind == "credit"


def test_all_proposals_are_confirmed_at_once(by):
    draft = draft_checklist(indicators=PROPOSED)

    assert confirm_proposals(draft, version=version(draft), by=by) == 2

    assert row(draft, "1.2").kind == "deduction"
    # Without points of its own it takes from those beside it.
    assert row(draft, "1.2").scoring == {"cap": {"scope": "parent"}}


def test_where_nothing_is_proposed_nothing_is_confirmed(draft, by):
    with pytest.raises(ChecklistUnfit):
        answer_proposal(row(draft, "1.1"), is_meant=True, version=version(draft), by=by)


def test_every_deed_leaves_its_line(draft, by):
    added = add_indicator(
        draft, {"title": "指南"}, under=None, version=version(draft), by=by
    )
    move_indicator(added, "up", version=version(draft), by=by)
    change_indicator(added, {"title": "目录"}, version=version(draft), by=by)
    remove_indicator(added, version=version(draft), by=by)
    set_choices(draft, {}, version=version(draft), by=by)

    deeds = AuditEntry.objects.exclude(action="rows_written").order_by("pk")
    assert list(deeds.values_list("action", flat=True)) == [
        *("created", "indicator_added", "indicator_moved"),
        *("indicator_changed", "deleted", "edited"),
    ]
