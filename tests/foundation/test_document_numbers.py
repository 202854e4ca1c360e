"""Document numbers in the shapes that offices, and the clerks of older sites, write."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.document_numbers import display, find, normalise

PLAIN = "冀政办发〔2021〕5号"
SHAPES = [
    # (as written, official form)
    ("冀政办发〔2021〕5号", PLAIN),
    ("冀政办发（2021）5号", PLAIN),
    ("冀政办发(2021)5号", PLAIN),
    ("冀政办发[2021]5号", PLAIN),
    ("冀政办发［2021］5号", PLAIN),
    ("冀政办发【2021】5号", PLAIN),
    ("冀政办发﹝2021﹞5号", PLAIN),
    ("冀政办发〈2021〉5号", PLAIN),
    ("冀政办发{2021}5号", PLAIN),
    ("冀政办发（2021〕5号", PLAIN),
    ("冀政办发〔2021年〕5号", PLAIN),
    ("冀政办发〔2021〕第5号", PLAIN),
    ("冀政办发〔2021〕第 005 号", PLAIN),
    ("冀政办发〔2021〕005号", PLAIN),
    ("冀政办发〔２０２１〕５号", PLAIN),
    ("  冀政办发 〔 2021 〕 5 号 ", PLAIN),
    ("冀政办发\u3000〔2021〕\u30005号\n", PLAIN),
    ("冀政办发〔2021〕5", PLAIN),
    ("（冀政办发〔2021〕5号）", PLAIN),
    ("文号：冀政办发〔2021〕5号", PLAIN),
    ("发文字号:冀政办发[2021]5号", PLAIN),
    ("冀政办发\u200b〔2021〕5号\ufeff", PLAIN),
    ("人社部发〔2022〕70号", "人社部发〔2022〕70号"),
    ("人社厅(2015)29号", "人社厅〔2015〕29号"),
    ("国发[2018]25号", "国发〔2018〕25号"),
    ("冀人社函﹝2022﹞88号", "冀人社函〔2022〕88号"),
    ("冀人社发【2017】20号", "冀人社发〔2017〕20号"),
    ("冀人社规［2016］9号", "冀人社规〔2016〕9号"),
    ("国科农社函（2003）57号", "国科农社函〔2003〕57号"),
    ("国科发火字[1997]357号", "国科发火字〔1997〕357号"),
    ("冀政复答﹝2020﹞2-141号", "冀政复答〔2020〕2-141号"),
    ("国办发明电〔2020〕16号", "国办发明电〔2020〕16号"),
    ("jxw〔2021〕12号", "jxw〔2021〕12号"),
    # The year before the code, as until the 1990s.
    ("［1992］国科发改字第545号", "〔1992〕国科发改字第545号"),
    ("[1986]国科发奖字第0086号", "〔1986〕国科发奖字第86号"),
    ("[1989]国科发财字723号", "〔1989〕国科发财字723号"),
    # Orders.
    ("河北省人民政府令〔2021〕第3号", "河北省人民政府令〔2021〕第3号"),
    ("河北省人民政府令[2021]3号", "河北省人民政府令〔2021〕第3号"),
    ("省政府令【2008】第9号", "省政府令〔2008〕第9号"),
    ("省政府令（[2023年]第5号", "省政府令〔2023〕第5号"),
    ("国务院令第711号", "国务院令第711号"),
    ("国务院令第７６５号", "国务院令第765号"),
    ("中华人民共和国国务院令第\u3000652\u3000号", "中华人民共和国国务院令第652号"),
    ("国务院令 711 号", "国务院令第711号"),
    ("中华人民共和国主席令第三十八号", "中华人民共和国主席令第三十八号"),
    ("科技部令2009年第1号", "科技部令2009年第1号"),
    # Without a year in brackets.
    ("科技部公告2022年第28号", "科技部公告2022年第28号"),
    ("税务总局公告〔2022〕第032号", "税务总局公告〔2022〕第32号"),
    ("第12号", "第12号"),
    ("第 012 号", "第12号"),
    ("12号", "12号"),
    # Unknown shapes stay.
    ("（88）国科密字005号", "(88)国科密字5号"),
    ("冀政[2013]号", "冀政[2013]号"),
    ("无", "无"),
    (" 冀政办发2021-5 ", "冀政办发2021-5"),
    ("", ""),
]
IDS = [f"{number}-{written.strip()[:14]}" for number, (written, _) in enumerate(SHAPES)]


@pytest.mark.parametrize(("written", "official"), SHAPES, ids=IDS)
def test_a_number_is_shown_in_its_official_form(written, official):
    assert display(written) == official


@pytest.mark.parametrize(("written", "official"), SHAPES, ids=IDS)
def test_a_number_is_found_however_it_was_typed(written, official):
    assert normalise(written) == normalise(official)


SAME = [
    ("主席令第三十八号", "主席令第38号"),
    ("主席令第七十号", "主席令70号"),
    ("主席令第一百零五号", "主席令第105号"),
    ("科技部公告2022年第28号", "科技部公告〔2022〕28号"),
    ("科技部令2009年第1号", "科技部令[2009]第1号"),
    ("JXW〔2021〕12号", "jxw(2021)12号"),
    ("第12号", "12号"),
    ("（88）国科密字005号", "〔88〕国科密字5号"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=[one for one, _ in SAME])
def test_two_ways_of_writing_have_one_key(one, other):
    assert normalise(one) == normalise(other)


DIFFERENT = [
    ("冀政办发〔2021〕5号", "冀政办发〔2021〕50号"),
    ("冀政办发〔2021〕5号", "冀政办发〔2020〕5号"),
    ("冀政办发〔2021〕5号", "冀政发〔2021〕5号"),
    ("冀政复答〔2020〕2-141号", "冀政复答〔2020〕2141号"),
    ("国务院令第71号", "国务院令第711号"),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=[b for _, b in DIFFERENT])
def test_two_numbers_have_two_keys(one, other):
    assert normalise(one) != normalise(other)


FOUND = {
    "in a title": ("关于转发国办发〔2021〕5号的通知", ["国办发〔2021〕5号"]),
    "behind a title": (
        "《关于某事的意见》（国发[2018]2号)和《关于另一事的通知》（人社部发[2015]28号）",
        ["国发〔2018〕2号", "人社部发〔2015〕28号"],
    ),
    "at the head of a body": (
        "冀人社字〔2024〕27号各市人力资源社会保障局：", ["冀人社字〔2024〕27号"]),
    "after a word that leads to it": (
        "按照人社部发〔2019〕139号和冀人社发〔2024〕23号执行",
        ["人社部发〔2019〕139号", "冀人社发〔2024〕23号"],
    ),
    "after a title without marks": (
        "关于发展人力资源服务业的意见人社部发〔2014〕104号", ["人社部发〔2014〕104号"]),
    "after the name of the issuer": (
        "发布日期：1992年8月15日科技部国科发计字〔2001〕1号",
        ["国科发计字〔2001〕1号"]),
    "after the State Council": ("国务院国发〔1986〕26号", ["国发〔1986〕26号"]),
    "with spaces": ("冀政字 〔2021〕 5 号", ["冀政字〔2021〕5号"]),
    "an order": (
        "2007年4月5日中华人民共和国国务院令第492号公布",
        ["中华人民共和国国务院令第492号"],
    ),
    "an order with a year": (
        "（河北省人民政府令〔2015〕第6号）", ["河北省人民政府令〔2015〕第6号"]),
    "an order in words": ("中华人民共和国主席令第三十八号《某法》",
                          ["中华人民共和国主席令第三十八号"]),
    "an announcement": ("科技部公告2022年第28号", ["科技部公告2022年第28号"]),
    "twice the same": ("国发〔2021〕5号，见国发[2021]5号", ["国发〔2021〕5号"]),
    "without its code": ("（〔2024〕5号）", []),
    "a year in brackets": ("统计期限（2022）年1月1日", []),
    "a house number": ("地址：中山路12号", []),
    "nothing": ("", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "numbers"), FOUND.values(), ids=FOUND.keys())
def test_numbers_are_found_in_text(text, numbers):
    assert find(text) == numbers


CODES = st.text("冀政办发国人社部厅字函规财教", min_size=1, max_size=6)
NUMBERS = st.builds(
    lambda code, opening, year, closing, ordinal, zeros, serial: (
        f"{code}{opening}{year}{closing}{ordinal}{zeros}{serial}号",
        f"{code}〔{year}〕{serial}号",
    ),
    CODES,
    st.sampled_from(["〔", "（", "(", "[", "［", "【", "﹝", " 〔 "]),
    st.integers(1949, 2099),
    st.sampled_from(["〕", "）", ")", "]", "］", "】", "﹞", "〕 "]),
    st.sampled_from(["", "第", " 第 "]),
    st.sampled_from(["", "0", "00"]),
    st.integers(1, 9999),
)


@given(NUMBERS)
def test_every_mixture_of_brackets_gives_the_official_form(number):
    written, official = number

    assert display(written) == official
    assert normalise(written) == official


PARTS = st.sampled_from(
    [*("文号：", "（", "〔", "2021", "年", "〕", "）", "第", "0", "5", "-", "号", "令"),
     *("公告", "冀政", "十二", " ", "《", "》")]
)  # fmt: skip


@given(
    st.text()
    | st.text("冀令第〔[（2021）]〕5号 年-公告十《", max_size=20)
    | st.lists(PARTS, max_size=9).map("".join)
)
def test_any_text_is_survived_and_settles_at_once(text):
    shown = display(text)

    assert display(shown) == shown
    assert normalise(shown) == normalise(text)
    assert all(display(number) == number for number in find(text))
