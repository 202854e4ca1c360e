from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from directories.models import BasisValidity, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.attaching import detach
from notices.models import FeeLine, GuideFee, GuideMaterial, Kind
from notices.publication import withdraw
from notices.review import Incomplete, submit
from notices.structures.guides import GUIDES
from notices.structures.registry import missing_of, structure_of
from notices.structures.replacing import replace_lines
from tests.factories.directories import member
from tests.factories.notices import attachment, draft_notice
from tests.factories.structures import (
    FEE,
    GUIDE,
    STEPS,
    fee_draft,
    guide_draft,
    legal_basis,
    publish,
)

pytestmark = pytest.mark.django_db


def page(client, notice) -> str:
    return client.get(notice.get_absolute_url()).text


def structure(notice) -> dict[str, Any]:
    found = structure_of(notice)
    assert found is not None
    return found


# --- Completeness -------------------------------------------------------------------


def test_a_whole_guide_is_public_without_a_text(client):
    notice = publish(guide_draft())

    text = page(client, notice)

    for word in ("居民身份证", "清源县政务服务中心二楼", "0000-5550106", "<svg"):
        assert word in text


@pytest.mark.parametrize(
    "element",
    ["item", "bases", "conditions", "place", "hours", "telephone"],
)
def test_an_element_that_inspectors_count_is_no_option(element):
    notice = guide_draft(facts={element: ""})

    label = next(str(each.label) for each in GUIDES.facts if each.code == element)
    assert missing_of(notice) == [label]


@pytest.mark.parametrize(
    ("parts", "count"),
    [
        pytest.param({"materials": []}, 1, id="no materials"),
        pytest.param({"steps": []}, 1, id="no steps"),
        pytest.param({"facts": {"is_free": False}}, 1, id="no word of fees"),
        pytest.param({"facts": {"promised_days": None}}, 1, id="no promise"),
        pytest.param({"facts": {"code": "没有编码"}}, 1, id="odd code"),
        pytest.param({"fees": [FEE_TYPED := {"item": "工本费"}]}, 2, id="free and not"),
        pytest.param(
            {"facts": {"is_free": False}, "fees": [FEE_TYPED]}, 1, id="fee of no sum"
        ),
        pytest.param({"steps": [{"name": "甲", "next": "7"}]}, 2, id="no such step"),
        pytest.param(
            {"steps": [{"name": "甲"}, {"name": "乙", "next": "1"}]}, 1, id="no end"
        ),
        pytest.param(
            {"steps": [{"name": "甲", "next": "结束"}, {"name": "乙"}]},
            1,
            id="out of reach",
        ),
        pytest.param(
            {"steps": [{"name": "甲", "number": "1"}, {"name": "乙", "number": "1"}]},
            1,
            id="number twice",
        ),
    ],
)
def test_what_a_guide_lacks_is_named(parts, count):
    notice = guide_draft(**parts)

    assert len(missing_of(notice)) == count
    with pytest.raises(Incomplete):
        submit(notice, by=notice.author)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            {"facts": {"needs_no_materials": True}, "materials": []}, id="no materials"
        ),
        pytest.param(
            {"facts": {"handling": "immediate", "promised_days": None}}, id="at once"
        ),
        pytest.param({"facts": {"code": "00016421300301"}}, id="long code"),
        pytest.param({"facts": {"code": "00016421300Y"}}, id="parent code"),
        pytest.param({"facts": {"code": "62052400MZ-XK-0001"}}, id="simple code"),
        pytest.param({"steps": [{"name": "现场办理"}]}, id="one step"),
        pytest.param({"facts": {"legal_days": 10}}, id="promise as the law"),
    ],
)
def test_nothing_is_asked_that_does_not_fit(parts):
    assert missing_of(guide_draft(**parts)) == []


def test_an_empty_draft_is_told_all_that_it_lacks():
    notice = draft_notice(kind=Kind.PROCEDURE)

    assert len(missing_of(notice)) > 8


def test_no_guide_promises_more_days_than_the_law_gives():
    with pytest.raises(IntegrityError), transaction.atomic():
        guide_draft(facts={"legal_days": 5, "promised_days": 6})


# --- Materials ----------------------------------------------------------------------


def test_a_form_is_the_attachment_whose_name_the_sheet_gives():
    notice = guide_draft()
    form = attachment(notice, name="申请表.txt")
    sample = attachment(notice, name="样表.txt", content="样".encode())

    lines = [{"name": "申请表", "blank_form": "申请表.txt", "sample": "样表"}]
    replace_lines(notice, GUIDES.tables[0], lines, by=notice.author)

    material = structure(notice)["materials"][0]
    assert (material["blank_form"], material["blank_form_id"]) == (
        "申请表.txt",
        form.pk,
    )
    assert (material["sample"], material["sample_id"]) == ("样表.txt", sample.pk)


def test_a_file_that_a_sheet_names_must_be_attached_but_may_be_so_later():
    notice = guide_draft(materials=[{"name": "申请表", "blank_form": "申请表.txt"}])
    before = missing_of(notice)

    form = attachment(notice, name="申请表.txt")

    assert [part.count("申请表.txt") for part in before] == [1]
    assert missing_of(notice) == []
    assert structure(notice)["materials"][0]["blank_form_id"] == form.pk


def test_the_page_leads_to_the_forms(client):
    notice = guide_draft()
    form = attachment(notice, name="申请表.txt")
    lines = [{"name": "申请表", "blank_form": "申请表.txt"}]
    replace_lines(notice, GUIDES.tables[0], lines, by=notice.author)
    publish(notice)

    text = page(client, notice)
    # To fill in beside its material, to look at among the attachments.
    assert text.count(f'href="/attachments/{form.pk}/"') == 2
    assert text.count(f'href="{form.get_absolute_url()}"') == 1


def test_before_publication_forms_are_fetched_at_the_desk(client):
    notice = guide_draft()
    form = attachment(notice, name="申请表.txt")
    lines = [{"name": "申请表", "blank_form": "申请表.txt"}]
    replace_lines(notice, GUIDES.tables[0], lines, by=notice.author)
    client.force_login(notice.author)

    text = client.get(f"/desk/notices/{notice.pk}/").text

    assert f'href="{form.get_absolute_url()}"' not in text
    assert f'href="/desk/attachments/{form.pk}/"' in text


@pytest.mark.parametrize("is_marked", [True, False])
def test_only_what_was_marked_so_needs_no_materials(client, is_marked):
    facts = {"needs_no_materials": is_marked}
    notice = guide_draft(materials=[], facts=facts)
    client.force_login(notice.author)

    text = client.get(f"/desk/notices/{notice.pk}/").text

    assert (gettext("No materials") in text) == is_marked


def test_a_form_that_is_taken_away_leaves_the_material():
    notice = guide_draft()
    form = attachment(notice, name="申请表.txt")
    GuideMaterial.objects.filter(notice=notice).update(blank_form=form)

    detach(form, by=notice.author)

    first = structure(notice)["materials"][0]
    assert (first["blank_form"], first["blank_form_id"]) == ("", None)
    assert missing_of(notice) == []


# --- Fees ---------------------------------------------------------------------------


@pytest.fixture
def fee_list():
    return publish(fee_draft())


def guide_with_fee(**fee):
    return guide_draft(facts={"is_free": False}, fees=[fee])


def test_a_fee_says_what_its_published_line_says(client, fee_list):
    line = FeeLine.objects.get()

    notice = publish(guide_with_fee(line=line))

    assert structure(notice)["fees"] == [
        {
            "notice": fee_list.pk,
            "item": FEE["item"],
            "sub_item": FEE["sub_item"],
            "standard": FEE["standard"],
            "bases": FEE["bases"],
        }
    ]
    text = page(client, notice)
    assert FEE["standard"] in text
    assert f'href="{fee_list.get_absolute_url()}"' in text


def test_a_fee_that_was_typed_in_is_tied_to_the_published_line(fee_list):
    notice = guide_with_fee(item=FEE["item"], sub_item=FEE["sub_item"])

    assert GuideFee.objects.get(notice=notice).fee_notice == fee_list


def test_a_fee_of_no_list_stands_as_it_was_typed(client, fee_list):
    notice = publish(guide_with_fee(item="复印费", standard="0.5元/页"))

    assert "0.5元/页" in page(client, notice)
    assert fee_list.get_absolute_url() not in page(client, notice)


def test_a_fee_that_changed_shows_its_standard_of_today(client, fee_list):
    notice = publish(guide_with_fee(line=FeeLine.objects.get()))

    FeeLine.objects.update(standard="60元/件")

    part = client.get(notice.get_absolute_url()).context["structured"]["part"]
    assert (part["fees"][0]["standard"], part["fees"][0]["state"]) == (
        "60元/件",
        "changed",
    )


@pytest.mark.parametrize("how", ["expired", "withdrawn"])
def test_a_fee_that_is_charged_no_more_is_flagged(client, fee_list, how):
    notice = publish(guide_with_fee(line=FeeLine.objects.get()))

    if how == "expired":
        yesterday = local_day(clock.now()) - timedelta(days=1)
        FeeLine.objects.update(effective_until=yesterday)
    else:
        approver = member(Role.APPROVER, fee_list.agency)
        withdraw(fee_list, by=approver, ground="wrong", reason="内容有误。")

    part = client.get(notice.get_absolute_url()).context["structured"]["part"]
    assert part["fees"][0]["state"] == "gone"


# --- The page -----------------------------------------------------------------------


def test_a_repealed_basis_flags_the_guide(client):
    basis = legal_basis(title="中华人民共和国残疾人保障法", number="")
    notice = publish(guide_draft())
    before = page(client, notice)

    basis.validity = BasisValidity.REPEALED
    basis.save()

    assert "mark--repealed" not in before
    assert "mark--repealed" in page(client, notice)


def test_the_list_of_steps_says_what_the_chart_draws(client):
    notice = publish(guide_draft())

    part = client.get(notice.get_absolute_url()).context["structured"]["part"]

    assert [len(step["ways"]) for step in part["steps"]] == [0, 2, 0, 0]
    assert part["chart"].count("<rect") == len(STEPS)
    assert part["chart"].count("<polyline") == 4


def test_nothing_that_a_clerk_types_becomes_markup(client):
    evil = "<script>x</script>"
    steps = [{"name": evil, "handler": evil, "next": f"2（{evil}）"}, {"name": "乙"}]
    materials = [{"name": evil, "condition": evil, "remark": evil}]
    notice = publish(
        guide_draft(steps=steps, materials=materials, facts={"item": evil})
    )

    assert evil not in page(client, notice)


@pytest.mark.parametrize("size", [1, 12])
def test_a_guide_costs_the_same_whatever_its_length(
    client, django_assert_num_queries, fee_list, size
):
    legal_basis(title="中华人民共和国残疾人保障法", number="")
    notice = publish(
        guide_draft(
            facts={"is_free": False},
            fees=[{"line": FeeLine.objects.get()}] * size,
            materials=[{"name": "材料"}] * size,
            steps=[{"name": "步骤"}] * size,
        )
    )
    client.get(notice.get_absolute_url())

    # The site's row, the notice, its parts, repealed bases, fees, the item that was
    # chosen for it, windows.
    with django_assert_num_queries(7):
        client.get(notice.get_absolute_url())


def test_the_api_gives_the_guide_as_it_was_signed(client):
    notice = publish(guide_draft(events=["hardship", "health"]))

    given = client.get(f"/api/v1/notices/{notice.pk}/").json()["structure"]

    assert given["item"] == GUIDE["item"]
    assert given["events"] == ["hardship", "health"]
    assert [step["number"] for step in given["steps"]] == ["1", "2", "3", "4"]
    assert given["fees"] == []
