"""The parts of an official document are told apart; what is unsure stays empty."""

from __future__ import annotations

from datetime import date

import pytest

from disclosure_portal.foundation.word.blocks import Item, WordBlock
from notices.official_dates import day_in, force_of
from notices.word_start import joined_title, number_line, official_parts

ISSUED = date(2026, 3, 5)


def block(text, align="", size=16.0, **more):
    return WordBlock(f"<p>{text}</p>", text, align, size, **more)


def head(text, size=22.0):
    return block(text, "center", size)


BODY = block("现就做好农村公路养护工作有关事项通知如下。")
ADDRESSEE = block("各乡镇人民政府，县政府各部门：")
SIGNATURE = [block("清源县人民政府", "right"), block("2026年3月5日", "right")]


# --- Title and number ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        pytest.param(
            [head("清源县人民政府关于印发"), head("清源县农村公路管理办法的通知")],
            "清源县人民政府关于印发清源县农村公路管理办法的通知",
            id="two lines",
        ),
        pytest.param(
            [head("清源县人民政府文件", 42), block("清政发〔2026〕5号", "center")]
            + [head("关于做好防汛工作的通知")],
            "关于做好防汛工作的通知",
            id="under a red head",
        ),
        pytest.param(
            [head("清源县教育局", 36), head("关于暑期安全的函")],
            "关于暑期安全的函",
            id="under a letter head",
        ),
        pytest.param(
            [head("清源县人民政府"), head("关于调整供水价格的通告")],
            "清源县人民政府关于调整供水价格的通告",
            id="the unit begins the title",
        ),
        pytest.param(
            [head("清源县教育局"), head("清源县财政局关于下达经费的通知")],
            "清源县教育局 清源县财政局关于下达经费的通知",
            id="two units issue it",
        ),
        pytest.param(
            [head("清源县农村低保实施方案"), head("（试行）", 16)],
            "清源县农村低保实施方案（试行）",
            id="a note of the title",
        ),
        pytest.param(
            [head("清源县燃气管理办法")]
            + [head("（2026年1月8日县人民政府第12次常务会议通过）", 16)],
            "清源县燃气管理办法",
            id="a note on its making is no title",
        ),
        pytest.param(
            [head("清源县禁放烟花爆竹规定"), head("的说明")],
            "清源县禁放烟花爆竹规定的说明",
            id="a title that runs on",
        ),
        pytest.param([head("公　　告")], "公告", id="a word that was spread out"),
        pytest.param(
            [head("清源县招标文件范本目录")], "清源县招标文件范本目录", id="not red"
        ),
        pytest.param(
            [block("清源县教育局关于2026年中考报名的通知")],
            "清源县教育局关于2026年中考报名的通知",
            id="neither centred nor large",
        ),
        pytest.param(
            [block("大标题的通报", size=22.0)], "大标题的通报", id="only large"
        ),
        pytest.param(
            [block("2026年政府工作报告", is_title=True)],
            "2026年政府工作报告",
            id="style",
        ),
        pytest.param(
            [block("附件1"), head("农村公路养护责任清单")],
            "农村公路养护责任清单",
            id="an annex alone",
        ),
        pytest.param(
            [block("000012"), block("特急"), head("关于防汛的紧急通知")],
            "关于防汛的紧急通知",
            id="number of the copy and urgency",
        ),
    ],
)
def test_the_title_is_found_and_leaves_the_body(lines, title):
    parts = official_parts([*lines, ADDRESSEE, BODY, *SIGNATURE])

    assert parts.title == title
    left = [b.text for b in parts.body[:-4] if b.text != "附件1"]
    assert [text for text in left if text in title] == []
    assert parts.body[-4:] == [ADDRESSEE, BODY, *SIGNATURE]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([ADDRESSEE, BODY], id="begins with the addressee"),
        pytest.param([block("字" * 130), head("表一")], id="begins with the text"),
        pytest.param([BODY, head("表一")], id="begins with a sentence"),
        pytest.param([block("甲", item=Item("ul", "1", 0))], id="a list"),
        pytest.param([block("项目 金额", is_table=True)], id="a table"),
        pytest.param([], id="nothing"),
    ],
)
def test_no_title_is_better_than_a_wrong_one(lines):
    parts = official_parts(lines)

    assert parts.title == ""
    assert list(parts.body) == lines


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("清政发〔2026〕5号", "清政发〔2026〕5号"),
        ("清政办字[2026]12号", "清政办字〔2026〕12号"),
        ("（清教〔2026〕8号）", "清教〔2026〕8号"),
        ("文号：清财综【2026】3号", "清财综〔2026〕3号"),
        ("清政请〔2026〕5号　　　　签发人：王某某", "清政请〔2026〕5号"),
        ("清源县人民政府令第5号", "清源县人民政府令第5号"),
        ("转发省政府办公厅冀政办〔2025〕9号文件的通知", ""),
        ("〔2026〕5号", ""),
        ("第5号", ""),
        ("2026年3月5日", ""),
    ],
)
def test_a_line_that_is_a_document_number_is_told(line, number):
    assert number_line(line) == number


def test_a_number_under_the_title_is_taken_out_of_the_body():
    number = head("（清教〔2026〕8号）", 16)

    parts = official_parts([head("关于中考的通知"), number, ADDRESSEE, BODY])

    assert parts.document_number == "清教〔2026〕8号"
    assert list(parts.body) == [ADDRESSEE, BODY]


@pytest.mark.parametrize(
    ("title", "serial", "number"),
    [
        ("清源县人民政府令", "第5号", "清源县人民政府令第5号"),
        ("清源县教育局公告", "（2026年第3号）", "清源县教育局公告2026年第3号"),
        ("关于防汛的通知", "第5号", ""),
    ],
)
def test_orders_are_numbered_by_their_title(title, serial, number):
    parts = official_parts([head(title), head(serial, 16), BODY])

    assert parts.document_number == number
    assert parts.title == title


def test_a_number_beside_its_signer_in_a_table_is_found():
    row = block("清政请〔2026〕5号 签发人：王某某", is_table=True)

    parts = official_parts([row, head("关于拨付经费的请示"), ADDRESSEE, BODY])

    assert parts.document_number == "清政请〔2026〕5号"
    assert list(parts.body) == [ADDRESSEE, BODY]


def test_numbers_that_the_text_cites_are_not_its_own():
    cited = block("根据《通知》（冀政办〔2025〕9号）要求，现通知如下。")

    parts = official_parts([head("关于防汛的通知"), ADDRESSEE, cited])

    assert parts.document_number == ""
    assert list(parts.body) == [ADDRESSEE, cited]


def test_the_red_head_is_named_and_left_out():
    parts = official_parts([head("清源县教育局文件", 40), head("关于中考的通知"), BODY])

    assert parts.red_head == "清源县教育局文件"
    assert list(parts.body) == [BODY]


@pytest.mark.parametrize(
    "mark",
    ["机密★1年", "秘密", "绝密★长期", "机密 ★ 10年", "密级：秘密", "特急　秘密★2年"],
)
def test_a_mark_of_secrecy_is_seen(mark):
    parts = official_parts([block("000012"), block(mark), head("关于某事的通知"), BODY])

    assert parts.secrecy


@pytest.mark.parametrize(
    "lines",
    [
        [head("关于保守国家秘密的通知"), block("机密文件的管理。")],
        [head("清源县关于保守国家秘密"), head("工作的通知"), BODY],
        [head("商业秘密保护办法"), block("秘密")],
    ],
)
def test_a_text_about_secrets_bears_no_mark(lines):
    assert official_parts(lines).secrecy == ""


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["关于公布2026", "ABC项目的通知"], "关于公布2026 ABC项目的通知"),
        (["清源县教育局关于放假的 通 知"], "清源县教育局关于放假的通知"),
        (["关于放假的通　知"], "关于放假的通知"),
        (["决　　定"], "决定"),
        ([], ""),
    ],
)
def test_lines_of_a_title_are_joined_as_they_read(lines, title):
    assert joined_title(lines) == title


# --- Dates --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月5日", date(2026, 3, 5)),
        ("２０２６ 年 ３ 月 ５ 日", date(2026, 3, 5)),
        ("二〇二六年三月五日", date(2026, 3, 5)),
        ("二○二六年十二月二十一日", date(2026, 12, 21)),
        ("二零二六年十月三十一日", date(2026, 10, 31)),
        ("二Ｏ二六年一月十日", date(2026, 1, 10)),
        ("2026年2月30日", None),
        ("2026年13月1日", None),
        ("1026年3月5日", None),
        ("2026年3月", None),
        ("共2026年3月5日", None),
    ],
)
def test_days_are_read_in_figures_and_in_chinese(text, day):
    assert day_in(text, whole=True) == day


@pytest.mark.parametrize(
    ("ending", "day"),
    [
        pytest.param(SIGNATURE, ISSUED, id="at the right"),
        pytest.param([block("清源县教育局"), block("2026年3月5日")], ISSUED, id="unit"),
        pytest.param([block("清源县教育局　2026年3月5日")], ISSUED, id="one line"),
        pytest.param([block("清源县教育局\n2026年3月5日")], ISSUED, id="line break"),
        pytest.param([block("二〇二六年三月五日", "right")], ISSUED, id="in Chinese"),
        pytest.param(
            [*SIGNATURE, block("清源县人民政府办公室 2026年3月6日印发")],
            ISSUED,
            id="not the day of printing",
        ),
        pytest.param(
            [block("清源县人民政府办公室　　2026年3月6日印发")],
            None,
            id="printing only",
        ),
        pytest.param(
            [*SIGNATURE, block("附件1"), BODY, block("2026年4月1日", "right")],
            ISSUED,
            id="not that of an annex",
        ),
        pytest.param([block("2026年2月30日", "right")], None, id="no such day"),
        pytest.param([block("会议时间：2026年3月5日")], None, id="another date"),
        pytest.param([block("2026年3月5日 8:00", is_table=True)], None, id="table"),
    ],
)
def test_the_date_of_a_document_is_that_of_its_signature(ending, day):
    parts = official_parts([head("关于防汛的通知"), ADDRESSEE, BODY, *ending])

    assert parts.issued_on == day
    assert parts.body[-1] == ending[-1]


def test_a_date_under_the_title_counts_where_there_is_no_signature():
    day = head("（2026年3月5日）", 16)

    parts = official_parts([head("在全县教育大会上的讲话"), day, *[BODY] * 10])

    assert parts.issued_on == ISSUED


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on"),
    [
        ("本办法自2026年4月1日起施行。", date(2026, 4, 1), None),
        ("本通知自印发之日起执行", ISSUED, None),
        ("本办法自公布之日起施行。", None, None),
        ("本办法自公布之日起30日后施行。", None, None),
        (
            "本办法自2026年4月1日起施行，有效期5年。",
            date(2026, 4, 1),
            date(2031, 3, 31),
        ),
        ("本细则自印发之日起施行，有效期两年。", ISSUED, date(2028, 3, 4)),
        (
            "本通知自二〇二六年四月一日起执行，有效期至2028年12月31日。",
            date(2026, 4, 1),
            date(2028, 12, 31),
        ),
        (
            "本标准自2026年4月1日起至2027年3月31日止执行。",
            date(2026, 4, 1),
            date(2027, 3, 31),
        ),
        (
            "本公告有效期为2026年4月1日至2027年3月31日。",
            date(2026, 4, 1),
            date(2027, 3, 31),
        ),
        ("新的收费标准自2026年4月1日起执行。", date(2026, 4, 1), None),
        ("《旧办法》（清政发〔2020〕3号）自2020年4月1日起施行。", None, None),
        (
            "本办法自2026年4月1日起施行，《旧办法》同时废止。",
            date(2026, 4, 1),
            None,
        ),
        ("公示期自2026年3月1日起至2026年3月7日止。", None, None),
        ("报名自2026年3月1日起开始。", None, None),
        (
            "本办法自2024年2月29日起施行，有效期1年。",
            date(2024, 2, 29),
            date(2025, 2, 28),
        ),
        ("本办法自2026年4月1日起施行，有效期至2020年1月1日。", date(2026, 4, 1), None),
    ],
)
def test_from_when_to_when_it_is_in_force(text, starts_on, ends_on):
    assert force_of([text], issued_on=ISSUED) == (starts_on, ends_on)


def test_the_day_of_printing_is_the_day_from_which_it_is_in_force():
    lines = ["本办法自印发之日起施行。", "清源县人民政府办公室 2026年3月6日印发"]

    assert force_of(lines, issued_on=ISSUED).starts_on == date(2026, 3, 6)


# --- Attachments and remarks --------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["附件：1.责任表", "2.统计表"], ["责任表", "统计表"]),
        (["附件：1．责任表　　2．统计表。"], ["责任表", "统计表"]),
        (["附件：责任表"], ["责任表"]),
        (["附：申请表"], ["申请表"]),
        (["附件：", "责任表"], ["责任表"]),
        (["附件：", "1.责任表", "2.统计表"], ["责任表", "统计表"]),
        (["附件：1.2026年计划", "2.3.5亿元项目表"], ["2026年计划", "3.5亿元项目表"]),
        (["附件：1.责任表", "2.统计表", "附件2", "统计"], ["责任表"]),
        (["附件：责任表", "清源县人民政府", "附件", "责任"], []),
        (["附件：1.责任表", "清源县人民政府", "责任表"], []),
        (["附件见下页。"], []),
        (["不附件"], []),
    ],
)
def test_attachments_that_are_named_and_not_there_are_listed(lines, names):
    parts = official_parts([head("关于防汛的通知"), BODY, *map(block, lines)])

    assert parts.named_attachments == names


@pytest.mark.parametrize(
    ("line", "is_said"),
    [
        ("（此件公开发布）", False),
        ("（此件不公开）", True),
        ("(此件依申请公开)", True),
    ],
)
def test_a_remark_against_publication_is_seen(line, is_said):
    parts = official_parts([head("关于防汛的通知"), BODY, *SIGNATURE, block(line)])

    assert bool(parts.not_public) is is_said
