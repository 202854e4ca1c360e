"""A checklist is published by another hand, frozen, retired, copied, compared."""

from __future__ import annotations

import pytest

from disclosure_portal.foundation.canonical import digest
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.leak_check import PersonalDataInWords
from supervision.checklist_comparison import State, marks
from supervision.checklist_defaults import load, shipped
from supervision.checklist_document import engine, to_json
from supervision.checklist_drafting import ChecklistUnfit, change_indicator
from supervision.checklist_publishing import (
    copy_of,
    discard,
    faults_of,
    publish,
    retire,
    warnings_of,
)
from supervision.checklist_tree import leaves
from supervision.models import Checklist, ChecklistStatus, Indicator
from supervision.scoring_fitting import check
from supervision.stored_trees import branches_of, document_of
from tests.factories.supervision_checklists import (
    document,
    draft_checklist,
    overseer,
    published_checklist,
    retired_checklist,
)

pytestmark = pytest.mark.django_db


def test_a_published_version_keeps_the_digest_of_its_document():
    found = published_checklist()

    assert found.status == ChecklistStatus.PUBLISHED
    assert found.digest == digest(to_json(document_of(found)))


def test_nobody_who_wrote_in_it_publishes_it():
    writer, second = overseer(), overseer()
    draft = draft_checklist(by=writer)
    row = draft.indicators.get(code="1.1")
    change_indicator(row, {"title": "改过"}, version=1, by=second)
    draft.refresh_from_db()

    for person in (writer, second):
        with pytest.raises(NotAllowed):
            publish(draft, version=draft.content_version, by=person)

    assert Checklist.objects.get(pk=draft.pk).is_draft


def test_what_was_changed_since_it_was_looked_at_is_not_published():
    draft = draft_checklist()
    row = draft.indicators.get(code="1.1")
    change_indicator(row, {"title": "改过"}, version=1, by=overseer())

    with pytest.raises(StaleStatusError):
        publish(draft, version=1, by=overseer())


def test_two_versions_of_a_year_are_not_published_at_once():
    published_checklist(code="county")
    second = draft_checklist(code="county")

    with pytest.raises(TransitionError, match="county"):
        publish(second, version=1, by=overseer())

    assert Checklist.objects.get(pk=second.pk).is_draft


def test_after_the_first_is_retired_the_next_version_is_published():
    first = published_checklist(code="county")
    second = copy_of(first, year=first.year, by=overseer())
    retire(first, by=overseer())

    publish(second, version=1, by=overseer())

    assert (second.number, second.status) == (2, ChecklistStatus.PUBLISHED)


def test_a_checklist_is_published_once():
    found = published_checklist()

    with pytest.raises(TransitionError):
        publish(found, version=found.content_version, by=overseer())


def test_a_retired_one_stays_as_it_was():
    found = retired_checklist()

    with pytest.raises(TransitionError):
        retire(found, by=overseer())

    assert Checklist.objects.public().get().digest == found.digest


FAULTY = [
    ([], "没有指标"),
    (
        [
            {
                **{"code": "1", "key": "1", "title": "甲", "points": "10"},
                "children": [
                    {"code": "1.1", "key": "1.1", "title": "乙", "points": "9"}
                ],
            }
        ],
        "1 “甲”",
    ),
    ([{"code": "1", "key": "1", "title": "甲"}], "没有分值"),
    (
        [
            {
                **{"code": "1", "key": "1", "title": "甲", "points": "5"},
                "proposal": {"kind": "pass_fail", "parameters": {}},
            }
        ],
        "是否",
    ),
    (
        [
            {
                **{"code": "1", "key": "1", "title": "甲", "points": "5"},
                **{"kind": "tiers", "parameters": {"tiers": []}},
            }
        ],
        "档",
    ),
]


@pytest.mark.parametrize(("rows", "words"), FAULTY)
def test_what_does_not_fit_is_told_and_not_published(rows, words):
    draft = draft_checklist(indicators=rows, choices={})

    with pytest.raises(ChecklistUnfit, match=words):
        publish(draft, version=1, by=overseer())

    assert Checklist.objects.get(pk=draft.pk).is_draft


def test_a_maximum_that_differs_from_the_sum_is_a_fault():
    (fault,) = faults_of(document(choices={"maximum": "120"}))

    assert "120" in fault
    assert "100" in fault


def test_a_number_of_a_person_is_not_published():
    rows = [
        {
            **{"code": "1", "key": "1", "title": "甲", "points": "5"},
            "rule": "联系人手机13912345678",
        }
    ]
    draft = draft_checklist(indicators=rows, choices={})

    with pytest.raises(PersonalDataInWords):
        publish(draft, version=1, by=overseer())


def test_publishing_and_retiring_make_cached_pages_stale():
    draft = draft_checklist()
    before = SiteState.objects.current().version
    publish(draft, version=1, by=overseer())
    between = SiteState.objects.get().version
    retire(draft, by=overseer())

    assert before < between < SiteState.objects.get().version


def test_the_copy_for_the_next_year_is_marked_where_it_differs():
    first = published_checklist()
    by = overseer()

    copy = copy_of(first, year=2027, by=by)
    row = copy.indicators.get(code="1.1")
    change_indicator(row, {"title": "部署全年工作"}, version=1, by=by)

    assert (copy.year, copy.number, copy.copied_from) == (2027, 1, first)
    assert copy.title == "2027年政务公开考核指标"
    assert marks(branches_of(first), branches_of(copy)) == {"1.1": State.CHANGED}


def test_the_copy_leaves_the_first_as_it_is():
    first = published_checklist()
    before = to_json(document_of(first))

    copy = copy_of(first, year=2027, by=overseer())
    Indicator.objects.filter(checklist=copy).update(title="另")

    assert to_json(document_of(first)) == before


def test_a_draft_is_thrown_away_and_a_published_one_is_not():
    draft, found = draft_checklist(), published_checklist()

    discard(draft, version=1, by=overseer())
    with pytest.raises(TransitionError):
        discard(found, version=1, by=overseer())

    assert list(Checklist.objects.all()) == [found]
    assert AuditEntry.objects.filter(action="deleted").count() == 1


def test_a_draft_with_copies_is_not_thrown_away():
    draft = draft_checklist()
    copy_of(draft, year=2027, by=overseer())

    with pytest.raises(TransitionError):
        discard(draft, version=1, by=overseer())


def test_parts_that_no_source_confirms_are_a_warning():
    rows = [
        {
            **{"code": "1", "key": "1", "title": "甲", "points": "5"},
            "is_unverified": True,
        }
    ]

    (warning,) = warnings_of(document(indicators=rows))

    assert "1" in warning


# --- Examples -----------------------------------------------------------------------


def test_the_examples_fit_and_the_engine_takes_them():
    found = {each.code: each for each in shipped()}

    assert sorted(found) == ["example-county", "example-townships", "example-website"]
    for each in found.values():
        assert faults_of(each) == []
        check(engine(each))
        assert each.is_example
        assert "示例" in each.title


def test_the_county_example_has_its_five_dimensions():
    county = next(each for each in shipped() if each.code == "example-county")

    assert [branch.title for branch in county.branches][:5] == [
        *("组织领导", "政务公开", "政府信息公开", "公开方式", "基础保障"),
    ]


def test_points_of_the_national_list_are_marked_as_not_confirmed():
    website = next(each for each in shipped() if each.code == "example-website")
    vetoes, deducted, bonus = website.branches

    assert all(leaf.is_unverified for leaf in leaves([deducted, bonus]))
    thresholds = {leaf.title: leaf.parameters["threshold"] for leaf in leaves([vetoes])}
    assert thresholds["站点无法访问"] == "5"
    assert thresholds["应更新未更新栏目"] == "10"
    assert thresholds["首页不更新"] == "14"


def test_examples_are_loaded_once_and_are_not_public():
    assert load() > 3
    assert load() == 0

    assert Checklist.objects.filter(is_example=True).count() == 3
    assert Checklist.objects.public().count() == 0


def test_an_example_stays_as_it_is_and_a_checklist_is_made_from_it():
    load()
    example = Checklist.objects.get(code="example-townships")
    by = overseer()

    row = example.indicators.get(code="1")
    for deed in (
        lambda: change_indicator(row, {"title": "另"}, version=1, by=by),
        lambda: publish(example, version=1, by=by),
        lambda: discard(example, version=1, by=by),
    ):
        with pytest.raises(TransitionError, match="示例"):
            deed()
    with pytest.raises(ChecklistUnfit):
        copy_of(example, year=2026, by=by)

    own = copy_of(example, year=2026, code="townships", title="乡镇考核", by=by)
    publish(own, version=1, by=overseer())
    assert (own.is_example, own.status) == (False, ChecklistStatus.PUBLISHED)
