"""《问题清单》, 《整改台账》 and score sheets as workbooks, column by column."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from directories.models import Role
from supervision import rating_workbooks
from supervision.marking import hand_in
from supervision.models import Mark, OrderSource, RectificationOrder, UnitRating
from supervision.publishing_orders import publish, words_of
from supervision.rating import close_sheets, publish_ratings

from ..factories import agency, member
from ..factories.inspections import (
    MARKS,
    after_objections,
    filled_sheet,
    marker_of,
    provisional_round,
    put,
    running_round,
    sheet_of,
)
from ..factories.orders import closed_order, issued_order
from ..factories.supervision_checklists import overseer

pytestmark = pytest.mark.django_db
FAULTS = [
    *("序号", "单位", "一级指标", "二级指标", "三级指标", "代码", "指标", "评分标准"),
    *("指标分值", "得分", "扣分", "失分原因", "整改情况"),
]


def public(round_):
    with after_objections(round_):
        publish_ratings(round_, by=overseer())
    return round_


def book(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return load_workbook(BytesIO(answer.content))


def table(sheet):
    head, *rows = [list(row) for row in sheet.values]
    return head, [dict(zip(head, row, strict=True)) for row in rows]


def test_the_list_of_faults_has_the_columns_that_offices_use(client):
    round_ = public(provisional_round(1))

    _ranking, faults = book(client, "inspection-workbook", round_.pk).worksheets

    head, rows = table(faults)
    assert head == FAULTS
    row = next(row for row in rows if row["代码"] == "1.2")
    assert (row["一级指标"], row["二级指标"]) == ("组织领导", None)
    assert (row["指标"], row["评分标准"]) == ("信息员", "每缺一人扣2分，扣完为止。")
    assert (row["指标分值"], row["得分"], row["扣分"]) == (30, 26, 4)
    assert [row["序号"] for row in rows] == [1, 2, 3]


def test_the_head_gives_maximum_points_and_loss_of_each_dimension(client):
    round_ = public(provisional_round(1))

    ranking, _faults = book(client, "inspection-workbook", round_.pk).worksheets

    _head, (row,) = table(ranking)
    told = [row[f"组织领导{word}"] for word in ("总分", "得分", "扣分")]
    assert told == [40, 35, 5]
    assert (row["总分"], row["名次"]) == (89, 1)


def test_what_a_public_order_put_right_stands_beside_its_fault(client):
    round_ = provisional_round(1)
    unit = round_.units.get()
    mark = Mark.objects.get(indicator__code="1.2")
    order = closed_order(unit.agency)
    RectificationOrder.objects.filter(pk=order.pk).update(
        source=OrderSource.MARK, source_code=str(mark.pk)
    )
    order.refresh_from_db()
    public(round_)

    def mended():
        sheet = book(client, "inspection-workbook", round_.pk).worksheets[1]
        return {row["代码"]: row["整改情况"] for row in table(sheet)[1]}

    assert set(mended().values()) == {None}
    publish(order, words_of(order), by=overseer())
    assert order.answer in mended()["1.2"]
    assert mended()["1.1"] is None


def test_a_round_without_a_fault_has_a_list_without_rows(client):
    round_ = running_round(1)
    best = {"1.1": "10", "1.2": "0", "2.1": "100"}
    filled_sheet(sheet_of(round_.units.get()), best)
    from_close(round_)

    _ranking, faults = book(client, "inspection-workbook", round_.pk).worksheets

    assert table(faults) == (FAULTS, [])


def test_a_list_of_very_many_faults_is_cut_off_and_says_so(client, monkeypatch):
    monkeypatch.setattr(rating_workbooks, "MOST_FAULTS", 2)
    round_ = public(provisional_round(1))

    _ranking, faults = book(client, "inspection-workbook", round_.pk).worksheets

    _head, rows = table(faults)
    assert [row["序号"] for row in rows] == [1, 2, None]
    assert "各单位的评分表" in rows[2]["单位"]


def from_close(round_):
    close_sheets(round_, by=overseer())
    public(round_)


def test_a_comment_that_looks_like_a_formula_is_text(client):
    round_ = running_round(1)
    sheet = filled_sheet(sheet_of(round_.units.get()), MARKS, handed_in=False)
    put(sheet, "1.2", "3", comment='=HYPERLINK("http://example.org","x")')
    hand_in(sheet, by=marker_of(sheet))
    from_close(round_)

    found = book(client, "inspection-workbook", round_.pk)

    cells = [cell for each in found for line in each.rows for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)


def test_a_units_score_sheet_has_every_indicator_as_published(client):
    round_ = provisional_round(1)
    rating = UnitRating.objects.get()
    address = ("inspection-sheet", round_.pk, rating.unit.agency_id)
    assert client.get(reverse(address[0], args=address[1:])).status_code == 404
    public(round_)

    result, sheet = book(client, *address).worksheets

    head, rows = table(sheet)
    assert head == [*(name for name in FAULTS if name != "单位"), "适用"]
    assert {row["代码"] for row in rows} >= {"1", "1.1", "1.2", "2", "2.1"}
    assert table(result)[1][0]["总分"] == 89
    page = client.get(rating.get_absolute_url()).text
    assert reverse(address[0], args=address[1:]) in page


def ledger(client):
    answer = client.get("/desk/orders.xlsx")
    return table(load_workbook(BytesIO(answer.content)).worksheets[0])


def test_the_ledger_of_rectifications_says_all_of_an_order(client):
    order = closed_order(agency("民政局"))
    client.force_login(member(Role.EDITOR, order.agency))

    head, (row,) = ledger(client)

    assert head == [
        *("序号", "通知书编号", "责任单位", "来源", "事由", "问题", "依据"),
        *("整改要求", "下达日期", "期限", "整改情况", "整改答复日期", "按期答复"),
        *("复核", "销号日期", "状态", "督办层级"),
    ]
    assert row["整改情况"] == order.answer
    assert row["销号日期"] is not None
    assert row["按期答复"] == "是"


def test_a_ledger_without_orders_has_its_head_alone(client):
    client.force_login(overseer())

    head, rows = ledger(client)

    assert "整改情况" in head
    assert rows == []


def test_an_order_that_runs_leaves_blank_what_has_not_happened(client):
    order = issued_order(agency("民政局"))
    client.force_login(member(Role.EDITOR, order.agency))

    _head, (row,) = ledger(client)

    blank = ("整改情况", "整改答复日期", "按期答复", "复核", "销号日期")
    assert [row[name] for name in blank] == [None] * len(blank)
