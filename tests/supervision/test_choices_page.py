"""The choices of a checklist are typed into plain fields, row by row."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.urls import reverse

from supervision.checklist_defaults import shipped
from supervision.checklist_document import engine
from supervision.forms.choices import ChoicesForm
from supervision.scoring_fitting import check
from supervision.stored_trees import document_of
from tests.factories.supervision_checklists import draft_checklist, overseer

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(overseer())
    return client


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def address_of(checklist):
    return reverse("desk-checklist-choices", args=[checklist.pk])


def sent_by(form):
    """What a browser would send of the page, field by field."""
    told = {f"{name}-rows": str(len(rows.forms)) for name, rows in form.rows.items()}
    fields = [
        *form,
        *(field for rows in form.rows.values() for r in rows.forms for field in r),
    ]
    for field in fields:
        value = field.value()
        if value is None and field.widget_type == "select":
            value = field.field.choices[0][0]
        if value not in (None, "", [], False):
            told[field.html_name] = "on" if value is True else value
    return told


def typed(desk, checklist, **more):
    """The page as it is, with more typed into it (term__0__weight is term-0-weight)."""
    form = desk.get(address_of(checklist)).context["form"]
    return {**sent_by(form), **{k.replace("__", "-"): v for k, v in more.items()}}


def kept(desk, checklist, **more):
    answer = desk.post(address_of(checklist), typed(desk, checklist, **more))
    assert answer.status_code == 302, [
        *answer.context["form"].errors.items(),
        *(str(told) for _field, told in answer.context["form"].faults()),
    ]
    checklist.refresh_from_db()
    return checklist.choices


def refused(desk, checklist, **more):
    answer = desk.post(address_of(checklist), typed(desk, checklist, **more))
    assert answer.status_code == 400
    checklist.refresh_from_db()
    assert checklist.content_version == 1
    return words(answer)


def test_parts_are_normalised_together_and_multiplied(desk):
    draft = draft_checklist(choices={})

    choices = kept(
        desk,
        draft,
        **{"terms__rows": "1", "terms__0__parts": ["1", "2"]},
        **{"terms__0__normalised_to": "100", "terms__0__by": "4", "terms__0__per": "3"},
    )

    assert choices["terms"] == [
        {
            "parts": ["1", "2", "3"],
            "normalised_to": "100",
            "multiplier": {"by": "4", "per": "3"},
        }
    ]
    check(engine(document_of(draft)))  # refuses what does not fit


def test_two_sums_are_weighted(desk):
    draft = draft_checklist(choices={})

    choices = kept(
        desk,
        draft,
        **{"terms__rows": "2", "terms__0__parts": "1", "terms__1__parts": "2"},
        **{"terms__0__weight": "0.7", "terms__1__weight": "0.3"},
    )

    assert [term["weight"] for term in choices["terms"]] == ["0.7", "0.3"]
    check(engine(document_of(draft)))  # refuses what does not fit


@pytest.mark.parametrize(
    ("is_strict", "parts", "wanted"),
    [
        ("yes", ["1"], {"is_strict": True, "parts": ["1"]}),
        ("no", [], {"is_strict": False}),
    ],
    ids=["above a part", "from the base on"],
)
def test_a_bonus_has_its_gate(desk, is_strict, parts, wanted):
    draft = draft_checklist()

    choices = kept(
        desk,
        draft,
        **{"bonus_gates__rows": "1", "bonus_gates__0__threshold": "80"},
        **{"bonus_gates__0__is_strict": is_strict, "bonus_gates__0__parts": parts},
        **{"bonus_gates__0__measured_in": "percent"},
        bonus_gates__0__figure="unrounded",
    )

    usual = {"threshold": "80", "measured_in": "percent", "figure": "unrounded"}
    assert choices["bonus_gates"] == [{**usual, **wanted}]


def test_a_fail_line_and_the_cap_of_a_veto_are_typed(desk):
    draft = draft_checklist()

    choices = kept(
        desk,
        draft,
        **{"fail_lines__rows": "1", "fail_lines__0__threshold": "60"},
        **{"fail_lines__0__is_inclusive": "no", "fail_lines__0__measured_in": "points"},
        **{"fail_lines__0__figure": "unrounded", "effect": "cap", "cap": "59"},
    )

    assert choices["fail_lines"][0]["threshold"] == "60"
    assert choices["veto"] == {"effect": "cap", "cap": "59"}


def test_bands_are_put_in_order_and_empty_rows_are_not_read(desk):
    draft = draft_checklist(choices={})

    choices = kept(
        desk,
        draft,
        **{"bands__0__grade": "合格", "bands__0__lowest": "60"},
        **{"bands__2__grade": "优秀", "bands__2__lowest": "90", "lowest": "不合格"},
        ties="1223",
    )

    assert choices["grading"]["bands"] == [
        {"grade": "优秀", "lowest": "90"},
        {"grade": "合格", "lowest": "60"},
    ]
    assert choices["grading"]["lowest"] == "不合格"
    assert choices["ties"] == "1223"


def test_grades_go_by_quota_once_the_bands_are_removed(desk):
    draft = draft_checklist()

    choices = kept(
        desk,
        draft,
        **{"bands__0__remove": "on", "quotas__rows": "2", "with_ties": "no"},
        **{"quotas__0__grade": "优秀", "quotas__0__size": "12.5"},
        **{"quotas__0__counted_in": "percent", "quotas__1__grade": "良好"},
        **{"quotas__1__size": "3", "quotas__1__counted_in": "units"},
    )

    assert choices["grading"]["quotas"] == [
        {"grade": "优秀", "share": "0.125"},
        {"grade": "良好", "number": 3},
    ]
    assert choices["grading"]["with_ties"] is False
    assert "bands" not in choices["grading"]


def test_groups_have_different_maxima_and_keep_their_codes(desk):
    groups = [{"code": "town", "title": "乡镇", "maximum": "100"}]
    draft = draft_checklist(choices={"groups": groups})

    choices = kept(
        desk,
        draft,
        **{"groups__rows": "2", "groups__1__title": "无服务职能的部门"},
        **{"groups__1__leaves_out": "1.2、3", "groups__1__maximum": "70"},
    )

    assert choices["groups"] == [
        {"code": "town", "title": "乡镇", "maximum": "100"},
        {
            **{"code": "g1", "title": "无服务职能的部门", "maximum": "70"},
            "leaves_out": ["1.2", "3"],
        },
    ]


def test_a_dimension_becomes_a_bonus_with_most_points(desk):
    draft = draft_checklist(choices={})

    choices = kept(
        desk,
        draft,
        **{"parts__2__register": "bonus", "parts__2__points": "5"},
        parts__2__weight="0.5",
    )

    assert choices["parts"][2] == {
        **{"code": "3", "title": "加分", "register": "bonus"},
        **{"points": "5", "weight": "0.5"},
    }
    check(engine(document_of(draft)))  # refuses what does not fit


def test_a_row_is_added_without_a_script_and_what_was_typed_stays(desk):
    draft = draft_checklist()
    given = typed(desk, draft, bands__0__grade="", places="9", cap="x")

    page = desk.post(address_of(draft), {**given, "add": "bonus_gates"})

    assert page.status_code == 200
    form = page.context["form"]
    assert len(form.rows["bonus_gates"].forms) == 1
    assert form["places"].value() == "9"
    assert not form.errors
    assert "请更正" not in words(page)
    draft.refresh_from_db()
    assert draft.content_version == 1


@pytest.mark.parametrize("place", range(3))
def test_the_shipped_checklists_read_the_same_after_they_are_kept(place):
    document = shipped()[place]
    form = ChoicesForm(None, document=document, version=1)
    again = ChoicesForm(_flat(sent_by(form)), document=document, version=1)

    assert again.is_valid()
    kept_as = type(document)(**{**_fields(document), "choices": again.choices()})
    assert engine(kept_as) == engine(document)


def _fields(document):
    return {name: getattr(document, name) for name in document.__dataclass_fields__}


def _flat(given):
    data = QueryDict(mutable=True)
    for name, value in given.items():
        data.setlist(name, value if isinstance(value, list | tuple) else [value])
    return data


SUM, GATE, QUOTA = "terms__0__", "bonus_gates__0__", "quotas__0__"
OF_QUOTA = {"quotas__rows": "1", f"{QUOTA}grade": "优秀"}
OF_GROUP = {"groups__rows": "1", "groups__0__title": "乡镇"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"terms__rows": "1", f"{SUM}by": "4"}, "请至少勾选一个部分"),
        ({"terms__rows": "1", f"{SUM}parts": "1"}, "还没有计入任何一项：2"),
        ({"bonus_gates__rows": "1", f"{GATE}parts": "1"}, "请填写要比较的分数"),
        ({"effect": "cap", "cap": ""}, "请填写该分数，如59"),
        ({"bands__0__lowest": ""}, "请填写该等次的最低总分"),
        ({"bands__0__lowest": "-1"}, "bands-0-lowest"),
        ({**OF_GROUP, "groups__0__leaves_out": "9"}, "没有编号为9的指标"),
        ({"places": "9"}, "places"),
        ({"cap": "-1"}, "cap"),
        ({"lowest": "一\x00般"}, "lowest"),
        (
            {**OF_QUOTA, f"{QUOTA}size": "3", f"{QUOTA}counted_in": "units"},
            "等次按分数段或按名额",
        ),
        (
            {**OF_QUOTA, f"{QUOTA}size": "101", f"{QUOTA}counted_in": "percent"},
            "请填写0至100",
        ),
        (
            {**OF_QUOTA, f"{QUOTA}size": "1.5", f"{QUOTA}counted_in": "units"},
            "单位数须为整数",
        ),
    ],
)
def test_choices_that_make_no_sense_are_told_beside_their_field(desk, given, told):
    usual = {
        **{"bonus_gates__0__measured_in": "points", "bonus_gates__0__is_strict": "no"},
        "bonus_gates__0__figure": "unrounded",
    }

    page = refused(desk, draft_checklist(), **{**usual, **given})

    assert told in page


def test_more_rows_than_a_checklist_may_have_are_not_read(desk):
    draft = draft_checklist()

    page = desk.post(
        address_of(draft), {**typed(desk, draft), "groups-rows": "999", "add": "groups"}
    )

    assert len(page.context["form"].rows["groups"].forms) == 60
    assert not page.context["form"].rows["groups"].may_grow
