"""A recipient list comes in from a sheet: masked before it is seen, gone once taken."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from notices.lookup_keys import lookup_key
from notices.models import HeadingMatch, LineSheet, Notice, SubsidyLine
from tests.factories.notices import draft_notice
from tests.factories.subsidies import (
    list_of,
    payment_draft,
    payment_of,
    programme,
    published_subsidy,
)
from tests.sheets import token_on_page, workbook

pytestmark = pytest.mark.django_db

NAME, IDENTITY = "钟厚朴", "990421197001010017"  # nobody's: the check digit is wrong
HEADINGS = ("乡镇", "村", "组", "户主姓名", "身份证号", "面积(亩)", "金额(元)")
GOOD = ("石盘镇", "堰口村", "三组", NAME, IDENTITY, 3.5, 337.75)


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft() -> Notice:
    return payment_draft()


@pytest.fixture
def desk(draft: Notice, client: Client) -> Client:
    client.force_login(draft.author)
    return client


def act(client: Client, notice: Notice, name: str, **data: Any) -> Any:
    address = reverse("desk-lines-act", args=[notice.pk, "recipients", name])
    return client.post(address, data, follow=True)


def upload(client: Client, notice: Notice, *rows: Any) -> Any:
    file = SimpleUploadedFile("名单.xlsx", workbook([HEADINGS, *rows]))
    return act(client, notice, "upload", sheet=file)


def test_even_its_clerk_sees_masked_names_and_no_numbers(desk, draft):
    response = upload(desk, draft, GOOD)

    assert "钟**" in response.text
    assert NAME not in response.text
    assert IDENTITY not in response.text


def test_a_taken_list_stands_behind_the_draft(desk, draft):
    upload(desk, draft, GOOD)

    act(desk, draft, "take", token=token_on_page(draft, "recipients"))

    lines = list_of(draft).lines.values_list("masked_name", "amount")
    assert [(name, str(amount)) for name, amount in lines] == [("钟**", "337.75")]
    assert not LineSheet.objects.exists()


WRONG = {
    "a sum that is not quantity times standard": [(*GOOD[:6], 300)],
    "a negative sum": [(*GOOD[:5], -3.5, -337.75)],
    "the same person twice": [GOOD, GOOD],
    "nobody's name": [("石盘镇", "堰口村", "三组", "", IDENTITY, 3.5, 337.75)],
    "no number to look up by": [("石盘镇", "堰口村", "三组", NAME, "", 3.5, 337.75)],
}


@pytest.mark.parametrize("rows", WRONG.values(), ids=WRONG)
def test_one_wrong_line_keeps_the_whole_list_out(desk, draft, rows):
    response = upload(desk, draft, *rows)
    act(desk, draft, "take", token=token_on_page(draft, "recipients"))

    assert "sheet-faults" in response.text
    assert not SubsidyLine.objects.exists()


def test_the_programme_comes_before_the_list(client):
    notice = draft_notice(kind="subsidy", body="")
    client.force_login(notice.author)

    response = upload(client, notice, GOOD)

    assert response.status_code == 400
    assert NAME not in response.text


def test_a_list_is_compared_with_the_last_payment_of_its_programme(client):
    last = published_subsidy()
    notice = payment_draft(paid_by=payment_of(last).programme)
    client.force_login(notice.author)

    response = upload(client, notice, GOOD)

    assert last.title in response.text
    assert "1,495.75 → <strong>337.75</strong>" in response.text


def test_faults_repeat_nothing_of_a_persons_cells(desk, draft):
    long_number = "9904211970010100170" * 3
    bad = [
        ("石盘镇", "堰口村", "三组", NAME, long_number, 3.5, 337.75),
        ("石盘镇", "堰口村", "三组", f"{NAME}{IDENTITY}", IDENTITY, 3.5, 337.75),
        (*GOOD[:6], 300),
        ("石盘镇", f"堰口村{NAME}", f"三组{IDENTITY}", NAME, IDENTITY, 3.5, 337.75),
    ]

    response = upload(desk, draft, *bad)

    assert ">G4<" in response.text
    assert [
        each for each in (NAME, IDENTITY, long_number) if each in response.text
    ] == []


NAMELESS = ("镇名", "村名称", "组名", "何人", "证号", "多少", "钱数")
HEADLESS = {
    "no headings": [GOOD, (*GOOD[:3], "向春生", "99042119680203002X", 2, 193)],
    "words only": [GOOD[:4], (*GOOD[:3], "向春生")],
    "a title above the rows": [("补贴发放表",), GOOD],
    "a word of a person that is a heading elsewhere": [
        ("石盘镇", "堰口村", NAME, "户主"), GOOD[:4],
    ],
    "a person below a heading of several columns": [
        ("姓名", None, None, "地址", None), (NAME, "堰口村", "三组", "石盘镇", "本人"),
    ],
    "a heading with a person's number": [("姓名", NAME, IDENTITY), GOOD[:4]],
}  # fmt: skip


@pytest.mark.parametrize("rows", HEADLESS.values(), ids=HEADLESS)
def test_a_sheet_whose_header_may_be_a_person_is_refused_and_told_by_no_cell(
    desk, draft, rows
):
    file = SimpleUploadedFile("名单.xlsx", workbook(rows))

    response = act(desk, draft, "upload", sheet=file)

    assert response.status_code == 400
    assert 'role="alert"' in response.text
    cells = {str(cell) for row in rows for cell in row}
    assert [cell for cell in cells if len(cell) > 2 and cell in response.text] == []
    assert not LineSheet.objects.exists()


@pytest.mark.parametrize("known", ["姓名", "身份证号"])
def test_headings_that_are_not_known_are_named_where_no_row_is_taken_for_them(
    desk, draft, known
):
    place = 3 if known == "姓名" else 4
    headings = [*NAMELESS[:place], known, *NAMELESS[place + 1 :]]
    file = SimpleUploadedFile("名单.xlsx", workbook([headings, GOOD]))

    response = act(desk, draft, "upload", sheet=file)

    assert response.status_code == 400
    assert "、".join(each for each in headings if each != known) in response.text
    assert NAME not in response.text
    assert IDENTITY not in response.text
    assert not LineSheet.objects.exists()


@pytest.mark.parametrize(
    "known", [("姓名", "身份证号"), ("户主", "金额")], ids=["name and number", "sum"]
)
def test_headings_of_the_clerks_own_are_matched_beside_known_ones(desk, draft, known):
    words = ("镇", "村", "组", "姓名", "身份证号", "面积", "金额")
    headings = [
        word if word in known else f"栏{number}" for number, word in enumerate(words)
    ]
    file = SimpleUploadedFile("名单.xlsx", workbook([headings, GOOD]))

    response = act(desk, draft, "upload", sheet=file)

    assert response.status_code == 200
    assert 'name="column-0"' in response.text


def test_bad_cells_do_not_hide_rows_that_are_wrong(desk, draft):
    people = [(*GOOD[:4], f"{IDENTITY[:-4]}{number:04}") for number in range(290)]
    bad = [(*person, "很多", 337.75) for person in people[:220]]
    off = [(*person, 3.5, 1) for person in people[220:]]

    text = upload(desk, draft, *bad, *off).text

    places = re.findall(r'<th scope="row">([A-Z]+)\d+</th>', text)
    assert places == ["F"] * 150 + ["G"] * 50
    assert "290" in text


def test_a_text_between_the_rows_is_not_repeated_either(desk, draft):
    response = upload(desk, draft, GOOD, (f"一、{NAME}",), GOOD)

    assert "sheet-faults" in response.text
    assert NAME not in response.text


def test_a_sheet_without_headings_leaves_nobody_in_the_matches(desk, draft):
    match = {"heading-0": IDENTITY, "column-0": "check"}

    response = act(desk, draft, "match", **match)

    assert response.status_code == 400
    assert not HeadingMatch.objects.exists()


@pytest.mark.parametrize(
    "heading", ["银行卡号", "一卡通账号", "存折号", "土地证书编号"]
)
def test_a_list_by_another_number_than_the_programme_asks_for_is_kept_out(
    desk, draft, heading
):
    headings = [heading if each == "身份证号" else each for each in HEADINGS]
    file = SimpleUploadedFile("名单.xlsx", workbook([headings, GOOD]))
    act(desk, draft, "upload", sheet=file)
    match = {"heading-4": heading, "column-4": "check"}

    response = act(desk, draft, "match", **match)
    act(desk, draft, "take", token=token_on_page(draft, "recipients"))

    assert f"“{heading}”" in response.text
    assert not SubsidyLine.objects.exists()


@pytest.mark.parametrize("remark", ["电话5123456", "邮箱abc@example.com"])
def test_a_remark_with_a_way_to_a_person_keeps_the_list_out(desk, draft, remark):
    file = SimpleUploadedFile(
        "名单.xlsx", workbook([(*HEADINGS, "备注"), (*GOOD, remark)])
    )

    response = act(desk, draft, "upload", sheet=file)

    assert "sheet-faults" in response.text


@pytest.mark.parametrize("remark", ["2026-03-15补发", "2026.3.15", "2025年度"])
def test_a_day_in_a_remark_is_no_long_number(desk, draft, remark):
    file = SimpleUploadedFile(
        "名单.xlsx", workbook([(*HEADINGS, "备注"), (*GOOD, remark)])
    )

    response = act(desk, draft, "upload", sheet=file)

    assert "sheet-faults" not in response.text


# --- Lists as offices keep them -----------------------------------------------------

CARD = "6217000000000000003"
BOTH = ("序号", "姓名", "身份证号码", "一卡通卡号", "面积(亩)", "金额(元)", "备注")
OF_BOTH = (1, NAME, IDENTITY, CARD, 3.5, 337.75, "")
ASKED = {"identity": ("一卡通卡号", IDENTITY), "card": ("身份证号码", CARD)}


def test_of_two_numbers_that_which_is_asked_for_is_read_and_the_other_is_named(client):
    for kind, (left_out, asked) in ASKED.items():
        draft = payment_draft(paid_by=programme(check_kind=kind))
        client.force_login(draft.author)
        file = SimpleUploadedFile("名单.xlsx", workbook([BOTH, OF_BOTH]))

        page = act(client, draft, "upload", sheet=file)
        act(client, draft, "take", token=token_on_page(draft, "recipients"))

        assert f"“{left_out}”" in page.text
        assert list_of(draft).lines.get().lookup_key == lookup_key(NAME, asked[-6:])


def test_a_number_that_nobody_asks_for_does_not_stand_in_where_it_is_alone(desk, draft):
    headings = [text for text in BOTH if text != "身份证号码"]
    file = SimpleUploadedFile(
        "名单.xlsx", workbook([headings, (1, NAME, CARD, 2, 193)])
    )

    page = act(desk, draft, "upload", sheet=file)

    assert "sheet-faults" in page.text
    assert "一卡通卡号" in page.text


MACHINES = (
    "序号", "县", "所在乡(镇)", "购机者姓名", "机具品目", "生产厂家", "产品名称",
    "购买机型", "购买数量(台)", "经销商", "购机日期", "单台销售价格(元)",
    "单台中央补贴额(元)", "总补贴额(元)", "出厂编号", "状态", "是否超录申请",
)  # fmt: skip


def _machine(number: int, model: str, each: int, serial: str) -> tuple[Any, ...]:
    return (
        *(number, "霁川县", "石盘镇", NAME, "旋耕机", "某农机厂", "旋耕机", model, "1"),
        *("石盘镇农机门市部", "2024-12-25", f"{each * 5}.00", f"{each}.00"),
        *(f"{each}.00", serial, "待申请结算", "否"),
    )


def test_an_extract_of_the_farm_machinery_list_is_taken_as_it_is(client):
    paid_by = programme(check_kind="serial", check_length=0, standard_amount=None)
    draft = payment_draft(paid_by=paid_by)
    client.force_login(draft.author)
    rows = [
        _machine(16, "1GKN-180", 900, "GN4280"),
        _machine(17, "1GQN", 2200, "G229E"),
    ]
    file = SimpleUploadedFile("购机补贴.xlsx", workbook([MACHINES, *rows]))

    act(client, draft, "upload", sheet=file)
    act(client, draft, "take", token=token_on_page(draft, "recipients"))

    lines = list_of(draft).lines.values_list("township", "amount", "status")
    assert [(place, str(paid), state) for place, paid, state in lines] == [
        ("石盘镇", "900.00", "待申请结算"),
        ("石盘镇", "2200.00", "待申请结算"),
    ]


def test_a_person_with_two_sums_is_a_remark_by_the_rows_of_the_sheet(desk, draft):
    file = SimpleUploadedFile(
        "名单.xlsx",
        workbook([HEADINGS, GOOD, (*GOOD[:5], 1, 96.5)], above=[("某镇发放表",), ()]),
    )

    page = act(desk, draft, "upload", sheet=file)

    assert "sheet-faults" not in page.text
    with translation.override("zh-hans"):
        told = _("The same person as in row %(row)s: both lines are taken.")
    assert told % {"row": "4"} in page.text


def test_headings_that_townships_use_are_known(desk, draft):
    headings = (
        *("序号", "所属乡(镇)名", "村组情况", "享受人员", "身份证号"),
        *("核定面积", "每亩补(元)", "实补(元)"),
    )
    row = (1, "石盘镇", "堰口村三组", NAME, IDENTITY, 3.5, 96.5, 337.75)
    file = SimpleUploadedFile("名单.xlsx", workbook([headings, row]))

    act(desk, draft, "upload", sheet=file)
    act(desk, draft, "take", token=token_on_page(draft, "recipients"))

    line = list_of(draft).lines.get()
    assert (line.township, line.group) == ("石盘镇", "堰口村三组")
    assert [str(line.quantity), str(line.amount)] == ["3.500", "337.75"]
