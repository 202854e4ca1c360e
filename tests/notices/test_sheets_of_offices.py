"""Sheets as offices hand them in, heading by heading, on the page of their table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from directories.models import Role
from notices.kind_pages.guides import step_note
from notices.models import Kind, Notice
from notices.structures.registry import STRUCTURED, missing_of, structure_of
from tests.factories.directories import member
from tests.factories.notices import draft_notice
from tests.factories.structures import (
    INCOME,
    STEPS as GUIDE_STEPS,
    finance_draft,
    guide_draft,
    publish,
)
from tests.foundation.made_tables import workbook as changed_workbook
from tests.sheets import FEE_HEADINGS, FEE_ROWS, workbook

pytestmark = pytest.mark.django_db

# The two sheets of the national credit platform; neither says which it is.
PENALTIES = (
    (
        *("行政相对人名称", "行政相对人类别"),
        *("行政相对人代码_1\n(统一社会信用代码)", "行政相对人代码_2\n(工商注册号)"),
        *("法定代表人", "法定代表人证件号码", "行政处罚决定书文号", "违法行为类型"),
        *("违法事实", "处罚依据", "处罚类别", "处罚内容", "罚款金额（万元）"),
        *("处罚决定日期", "处罚有效期", "公示截止期", "处罚机关"),
        *("处罚机关统一社会信用代码", "备注"),
    ),
    (
        *("霁川县绿丰农资店", "个体工商户", "", "", "", "", "霁农罚〔2026〕3号"),
        *("经营劣种子", "销售劣种子", "《种子法》", "罚款", "罚款", "0.5"),
        *("2026/11/20", "2027/11/20", "2029/11/20", "霁川县农业农村局", "", ""),
    ),
)
LICENCES = (
    (
        *("行政相对人名称", "行政相对人类别", "行政许可决定文书名称"),
        *("行政许可决定文书号", "许可类别", "许可证书名称", "许可编号"),
        *("许可决定日期", "有效期自", "有效期至", "许可内容", "许可机关"),
    ),
    (
        *("霁川县丰收种业有限公司", "法人及非法人组织", "准予许可决定书"),
        *("霁农许〔2026〕8号", "普通", "种子生产经营许可证", "C1234"),
        *("2026/11/18", "2026/11/18", "2031/11/17", "种子生产", "霁川县农业农村局"),
    ),
)
# Money columns by side, a balance brought forward, a total of each.
LEDGER = (
    ("日期", "摘要", "收入", "支出", "余额", "经手人"),
    ("2026.7.1", "上期结转", "", "", 1000, ""),
    ("2026.7.5", "土地承包款", 500.5, "", 1500.5, "李大山"),
    ("2026.8.9", "道路维修", "", "300", 1200.5, "李大山"),
    ("合计", "", 500.5, 300, 1200.5, ""),
)
PERSONS = (
    ("姓名", "任免", "职务"),
    ("王明", "任", "农技站站长"),
    ("李华", "免", "农技站副站长"),
    ("赵敏", "拟聘", "农技站农艺师"),
)
STEPS = (("环节", "办理时限"), ("受理", "1个工作日"), ("审查", "5工作日"))


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def upload(client: Client) -> Callable[..., tuple[Notice, Any]]:
    """A draft of the kind, and the page that its clerk gets for a sheet."""

    def upload(
        kind: Kind, table: str, content: bytes, **fields: Any
    ) -> tuple[Notice, Any]:
        draft = draft_notice(kind=kind, **fields)
        client.force_login(member(Role.EDITOR, draft.agency, is_staff=True))
        sheet = SimpleUploadedFile("表.xlsx", content)
        page = client.post(
            reverse("desk-lines-act", args=[draft.pk, table, "upload"]),
            {"sheet": sheet},
        )
        return draft, page

    return upload


def take(client: Client, draft: Notice, table: str, page: Any) -> list[dict[str, Any]]:
    token = page.context["sheet"]["token"]
    client.post(
        reverse("desk-lines-act", args=[draft.pk, table, "take"]), {"token": token}
    )
    structure = structure_of(draft)
    assert structure is not None
    return list(structure[table])


@pytest.mark.parametrize(
    ("rows", "sort", "number"),
    [
        pytest.param(PENALTIES, "penalty", "霁农罚〔2026〕3号", id="penalties"),
        pytest.param(LICENCES, "licence", "霁农许〔2026〕8号", id="licences"),
    ],
)
def test_a_sheet_of_the_credit_platform_is_taken_as_it_is(
    client, upload, rows: Sequence[Any], sort: str, number: str
):
    draft, page = upload(Kind.DECISION, "lines", workbook(rows))

    (line,) = take(client, draft, "lines", page)

    assert line["sort"] == sort
    assert line["document_number"] == number


def test_a_licence_for_good_keeps_its_word(client, upload):
    row = ["长期" if cell == "2031/11/17" else cell for cell in LICENCES[1]]
    draft, page = upload(Kind.DECISION, "lines", workbook([LICENCES[0], row]))

    assert "长期" in page.text
    (line,) = take(client, draft, "lines", page)
    assert line["valid_until"] == "2099-12-31"


def test_the_clerk_is_told_what_was_understood_from_the_headings(upload):
    _draft, page = upload(Kind.DECISION, "lines", workbook(LICENCES))

    remarks = [remark["message"] for remark in page.context["sheet"]["remarks"]]
    assert any("行政许可" in remark for remark in remarks)


@pytest.mark.parametrize(
    ("kind", "table", "rows", "code", "values"),
    [
        pytest.param(
            *(Kind.PERSONNEL, "lines", PERSONS, "action"),
            ["appointed", "removed", "hired"],
            id="persons",
        ),
        pytest.param(Kind.PROCEDURE, "steps", STEPS, "days", [1, 5], id="steps"),
    ],
)
def test_short_words_and_units_of_offices_are_understood(
    client, upload, kind, table, rows, code, values
):
    draft, page = upload(kind, table, workbook(rows))

    lines = take(client, draft, table, page)

    assert [line[code] for line in lines] == values


def test_a_ledger_with_a_column_for_each_side_is_taken_as_it_is(client, upload):
    draft, page = upload(Kind.FINANCE, "lines", workbook(LEDGER))
    remarks = [remark["place"] for remark in page.context["sheet"]["remarks"]]

    lines = take(client, draft, "lines", page)

    assert [(line["direction"], line["item"], line["amount"]) for line in lines] == [
        ("income", "土地承包款", "500.50"),
        ("expenditure", "道路维修", "300.00"),
    ]
    assert remarks == ["第 2 行", "第 5 行"]


def test_a_wrong_total_of_one_side_is_a_fault(upload):
    wrong = ("合计", "", 500.5, 301, 1200.5, "")

    _draft, page = upload(Kind.FINANCE, "lines", workbook([*LEDGER[:-1], wrong]))

    places = [problem["place"] for problem in page.context["sheet"]["problems"]]
    assert places == ["D5"]


def test_the_headings_of_sides_can_be_matched_by_hand(client, upload):
    headings = ("日期", "摘要", "进账", "出账")
    draft, page = upload(
        Kind.FINANCE, "lines", workbook([headings, ("2026.7.5", "承包款", 500.5, "")])
    )
    matches = {"column-2": "income", "heading-2": "进账"}

    client.post(reverse("desk-lines-act", args=[draft.pk, "lines", "match"]), matches)

    page = client.get(reverse("desk-lines", args=[draft.pk, "lines"]))
    (line,) = take(client, draft, "lines", page)
    assert (line["direction"], line["amount"]) == ("income", "500.50")


def test_a_missing_column_that_is_hidden_is_named_as_hidden(upload):
    def hide(sheet: Any) -> None:
        sheet.column_dimensions["F"].hidden = True

    content = changed_workbook(FEE_HEADINGS, *FEE_ROWS, change=hide)

    _draft, page = upload(Kind.FEE, "lines", content)

    problems = page.context["sheet"]["problems"]
    assert [problem["place"] for problem in problems] == ["F"]
    assert "收费依据" in problems[0]["message"]


def test_rows_are_named_as_rows_among_the_cells(upload):
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True

    bad = (3, "", "本", "10元/本", "十", "发改价格〔2017〕1186号")
    content = changed_workbook(FEE_HEADINGS, FEE_ROWS[0], bad, change=hide)

    _draft, page = upload(Kind.FEE, "lines", content)

    places = [problem["place"] for problem in page.context["sheet"]["problems"]]
    assert places == ["第 2 行", "B3", "E3"]


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        pytest.param(kind, table, id=f"{kind}-{table.code}")
        for kind, known in STRUCTURED.items()
        for table in known.tables
        if table.takes_sheets
    ],
)
def test_cells_that_need_not_be_filled_may_stay_empty(client, upload, kind, table):
    headings = [str(column.label) for column in table.columns]
    cells = [column.example if column.is_required else "" for column in table.columns]

    draft, page = upload(kind, table.code, workbook([headings, cells]))

    assert page.context["sheet"]["problems"] == []
    assert len(take(client, draft, table.code, page)) == 1


def test_what_is_new_against_the_last_list_is_named_in_the_clerks_words(upload):
    last = publish(finance_draft())
    rows = [
        ("收支类别", "项目", "金额", "日期"),
        ("收入", INCOME["item"], INCOME["amount"], ""),
        ("支出", "灌渠清淤", "8000", "2026.8.9"),
    ]

    _draft, page = upload(
        Kind.FINANCE, "lines", workbook(rows), unit=last.agency, board=last.board
    )

    lines = page.context["sheet"]["difference"]["lines"]
    assert lines["added"] == ["支出 灌渠清淤 2026年8月9日"]


# The national list of fees: no column of standards, sub-items below an empty item.
CATALOGUE = (
    ("部门", "序号", "收费项目", "设立级次", "资金管理方式", "政策依据"),
    ("外交", 1, "认证费(含加急)", "中央", "缴入中央和地方国库", "计价格〔1999〕466号"),
    ("外交", 2, "签证费", "中央", "", ""),
    ("外交", "2(1)", "代办外国签证", "", "缴入中央和地方国库", "财综〔2003〕45号"),
    ("外交", "2(2)", "代填申请表", "", "缴入中央和地方国库", ""),
)


def test_a_fee_list_without_standards_is_taken_and_may_be_submitted(client, upload):
    draft, page = upload(Kind.FEE, "lines", workbook(CATALOGUE))

    lines = take(client, draft, "lines", page)

    assert [(line["item"], line["sub_item"]) for line in lines] == [
        ("认证费(含加急)", ""),
        ("签证费", "代办外国签证"),
        ("签证费", "代填申请表"),
    ]
    assert {line["standard"] for line in lines} == {"按依据文件执行"}
    assert {line["bases"] for line in lines[1:]} == {"财综〔2003〕45号"}
    assert missing_of(draft) == []


def test_a_blank_cell_in_a_column_of_standards_is_an_error(upload):
    rows = (FEE_HEADINGS, (1, "土地闲置费", "宗", "", None, "《城市房地产管理法》"))

    _draft, page = upload(Kind.FEE, "lines", workbook(rows))

    assert [each["place"] for each in page.context["sheet"]["problems"]] == ["D2"]


AT_ONCE = (
    ("环节", "办理时限"),
    ("受理", "当场"),
    ("审查", "2个工作日"),
    ("发证", "即时办结"),
)


def test_steps_done_at_once_take_no_days_and_say_so(client, upload):
    draft, page = upload(Kind.PROCEDURE, "steps", workbook(AT_ONCE))

    steps = take(client, draft, "steps", page)

    assert [step["days"] for step in steps] == [0, 2, 0]
    assert "当场" in page.text
    assert step_note(steps[0]) == str(_("At once"))


def test_materials_may_be_electronic(client, upload):
    rows = (
        ("材料名称", "材料形式", "份数"),
        ("身份证", "原件", 1),
        ("照片", "电子版", 1),
    )
    draft, page = upload(Kind.PROCEDURE, "materials", workbook(rows))

    materials = take(client, draft, "materials", page)

    assert [each["copies"] for each in materials] == ["original", "electronic"]


def test_a_sheet_without_step_numbers_changes_none_of_them(upload):
    last = publish(guide_draft())
    rows = [
        ("环节", "办理人"),
        *((s["name"], s.get("handler", "")) for s in GUIDE_STEPS),
    ]

    _draft, page = upload(
        Kind.PROCEDURE, "steps", workbook(rows), unit=last.agency, board=last.board
    )

    changed = page.context["sheet"]["difference"]["lines"]["changed"]
    labels = {value["label"] for each in changed for value in each["values"]}
    assert str(_("step number")) not in labels
