"""Rounds at the desk, and what everybody sees of them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from directories.models import Role
from supervision.models import (
    InspectionRound,
    Mark,
    OrderSource,
    RectificationOrder,
    RoundStatus,
    UnitRating,
)

from ..factories import agency, member
from ..factories.inspections import (
    assigned_round,
    first_unit,
    inspector,
    objection,
    prepared_round,
    provisional_round,
    published_round,
    put,
    running_round,
    sheet_of,
)
from ..factories.supervision_checklists import overseer, published_checklist

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(name, args=args)


def test_a_round_is_prepared_filled_shared_out_and_opened_at_the_desk(client):
    office = overseer()
    checklist = published_checklist()
    one = inspector()
    units = [agency(), agency()]
    client.force_login(office)

    client.post(
        reverse("desk-inspection-new"),
        {
            **{"title": "年终考核", "checklist": checklist.pk, "object_days": 5},
            **{"first_day": "2026-01-01", "last_day": "2026-10-31"},
            "blind_percent": 0,
        },
    )
    round_ = InspectionRound.objects.get()
    client.post(
        url("desk-inspection-deed", round_.pk, "units"),
        {"units": "\n".join(unit.name for unit in units)},
    )
    client.post(url("desk-inspection-deed", round_.pk, "share"), {"people": [one.pk]})
    page = client.post(
        url("desk-inspection-deed", round_.pk, "open"), follow=True
    ).content.decode()

    round_.refresh_from_db()
    assert round_.status == RoundStatus.SCORING
    assert units[0].label in page
    assert "0/4" in page


def test_a_round_with_its_days_the_wrong_way_keeps_what_was_typed(client):
    client.force_login(overseer())

    answer = client.post(
        reverse("desk-inspection-new"),
        {"title": "年终考核", "first_day": "2026-10-31", "last_day": "2026-01-01"},
    )

    assert answer.status_code == 400
    assert "年终考核" in answer.content.decode()
    assert not InspectionRound.objects.exists()


def test_what_hinders_a_step_is_said_on_the_page(client):
    round_ = prepared_round()
    client.force_login(overseer())

    page = client.post(
        url("desk-inspection-deed", round_.pk, "open"), follow=True
    ).content.decode()

    assert str(first_unit(round_).agency) in page
    round_.refresh_from_db()
    assert round_.status == RoundStatus.DRAFT


def test_others_see_no_round_before_it_is_theirs(client):
    round_ = assigned_round()
    client.force_login(member(Role.EDITOR, first_unit(round_).agency))

    assert client.get(url("desk-inspection", round_.pk)).status_code == 404
    assert client.get(reverse("desk-inspection-new")).status_code == 403


def test_a_unit_sees_itself_alone_and_objects(client):
    round_ = provisional_round(2)
    mine, other = round_.units.order_by("pk")
    client.force_login(member(Role.EDITOR, mine.agency))

    page = client.get(url("desk-inspection", round_.pk)).content.decode()
    assert mine.agency.label in page
    assert other.agency.label not in page
    assert (
        client.get(url("desk-inspection-unit", round_.pk, other.pk)).status_code == 404
    )

    indicator = round_.checklist.indicators.get(code="1.2")
    address = url("desk-inspection-object", round_.pk, mine.pk)
    page = client.post(
        address, {"indicator": indicator.pk, "text": "人员已到位"}, follow=True
    ).content.decode()

    assert "人员已到位" in page


def test_an_objection_without_words_is_refused_beside_its_field(client):
    round_ = provisional_round(1)
    unit = round_.units.get()
    client.force_login(member(Role.EDITOR, unit.agency))
    indicator = round_.checklist.indicators.get(code="1.2")

    answer = client.post(
        url("desk-inspection-object", round_.pk, unit.pk),
        {"indicator": indicator.pk, "text": ""},
    )

    assert answer.status_code == 400
    assert unit.agency.label in answer.content.decode()


def test_the_office_rules_on_the_page_of_the_unit(client):
    round_ = provisional_round(1)
    filed = objection(UnitRating.objects.get())
    client.force_login(overseer())

    page = client.post(
        url("desk-inspection-rule", round_.pk, round_.units.get().pk, filed.pk),
        {"do": "uphold", "ruling": "属实", "value": "0", "is_applicable": "on"},
        follow=True,
    ).content.decode()

    assert "属实" in page
    assert UnitRating.objects.get().total == 93


def test_the_page_of_a_round_asks_as_often_for_many_units_as_for_few(
    client, django_assert_num_queries
):
    client.force_login(overseer())
    few, many = running_round(1), running_round(6)
    for warm in (few, many):
        client.get(url("desk-inspection", warm.pk))

    with django_assert_num_queries(QUERIES_OF_A_ROUND):
        client.get(url("desk-inspection", few.pk))
    with django_assert_num_queries(QUERIES_OF_A_ROUND):
        client.get(url("desk-inspection", many.pk))


QUERIES_OF_A_ROUND = 11


def test_nothing_of_a_round_is_public_before_its_publication(client):
    round_ = provisional_round(1)
    unit = round_.units.get()

    assert client.get(url("inspection-round", round_.pk)).status_code == 404
    assert (
        client.get(url("inspection-rating", round_.pk, unit.agency_id)).status_code
        == 404
    )
    assert client.get(url("inspection-workbook", round_.pk)).status_code == 404
    assert round_.title not in client.get(reverse("inspection-list")).content.decode()


def test_everybody_reads_the_ranking_and_each_units_points(client):
    round_ = published_round(3)
    best = UnitRating.objects.get(rank=1)

    assert round_.title in client.get(reverse("inspection-list")).content.decode()
    page = client.get(round_.get_absolute_url()).content.decode()
    assert best.unit.agency.label in page
    assert "<svg" in page
    page = client.get(best.get_absolute_url()).content.decode()
    assert "89" in page
    assert "部署工作" in page
    assert "逐步计算" in page


def test_the_ranking_says_what_changed_since_the_last_round(client):
    checklist = published_checklist()
    first = published_round(
        1, checklist=checklist, first_day=date(2026, 1, 1), last_day=date(2026, 3, 1)
    )
    second = published_round(1, checklist=checklist)
    for unit in second.units.all():
        unit.agency = first.units.get().agency
        unit.save()
    UnitRating.objects.filter(unit__round=first).update(total=80)

    page = client.get(second.get_absolute_url()).content.decode()

    assert "+9" in page


def test_the_public_pages_ask_as_often_for_many_units_as_for_few(
    client, django_assert_num_queries
):
    few, many = published_round(1), published_round(6)
    client.get(few.get_absolute_url())

    with django_assert_num_queries(4):
        client.get(few.get_absolute_url())
    with django_assert_num_queries(4):
        client.get(many.get_absolute_url())


def test_the_workbook_has_the_ranking_and_every_point_that_was_lost(client):
    round_ = published_round(2)

    answer = client.get(url("inspection-workbook", round_.pk))
    book = load_workbook(BytesIO(answer.content))

    ranking, faults = book.worksheets
    head = [cell.value for cell in next(ranking.iter_rows())]
    total = head.index("总分")
    assert [row[total].value for row in ranking.iter_rows(min_row=2)] == [89, 87]
    assert {row[5].value for row in faults.iter_rows(min_row=2)} == {
        *("1.1", "1.2", "2.1"),
    }


def test_an_order_begins_with_the_mark_that_showed_the_fault(client):
    round_ = provisional_round(1)
    unit = first_unit(round_)
    office = overseer()
    client.force_login(office)

    page = client.get(url("desk-inspection-unit", round_.pk, unit.pk)).content.decode()
    mark = Mark.objects.get(indicator__code="1.2")
    address = f"{reverse('desk-order-new')}?mark={mark.pk}"
    form = client.get(address).content.decode()
    client.post(
        address,
        {
            **{"unit": unit.agency.name, "fault": "缺两名信息员", "days": "10"},
            **{"demand": "配齐信息员", "ground": "考核结果"},
        },
    )

    assert address in page
    assert "信息员" in form
    order = RectificationOrder.objects.get()
    assert (order.source, order.source_code) == (OrderSource.MARK, str(mark.pk))


def test_no_order_begins_with_a_mark_that_the_unit_was_not_told(client):
    sheet = sheet_of(first_unit(running_round(1)))
    mark = put(sheet, "1.2", "2")
    client.force_login(overseer())

    form = client.get(f"{reverse('desk-order-new')}?mark={mark.pk}").content.decode()

    assert "信息员" not in form


def test_a_unit_that_nobody_knows_is_named_and_nothing_is_set(client):
    round_ = prepared_round(1)
    client.force_login(overseer())

    page = client.post(
        url("desk-inspection-deed", round_.pk, "units"),
        {"units": "无此单位"},
        follow=True,
    ).content.decode()

    assert "无此单位" in page
    assert round_.units.count() == 1


def test_a_unit_asks_what_it_would_score_today_and_for_no_other(client):
    published_checklist(
        indicators=[
            {"key": "1", "code": "1", "title": "公开率", "points": "100"}
            | {"kind": "rate", "parameters": {}, "measure": "coverage"}
        ],
        choices={},
    )
    mine, other = agency(), agency()
    client.force_login(member(Role.EDITOR, mine))
    today = reverse("desk-inspection-today")

    page = client.get(today, {"unit": other.name}).content.decode()

    assert mine.label in page
    assert "公开率" in page
    client.force_login(inspector())
    assert client.get(today).status_code == 403
