"""What a standard catalogue ticks: the printed boxes of a cell, and columns of marks.

Pure. The channels are the thirteen of 国办发〔2019〕54号; what is ticked beside them is
an other channel, under its own words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """Columns, or boxes of one column, that belong together."""

    CHANNELS = "channels"
    AUDIENCE = "audience"
    MANNER = "manner"
    LEVELS = "levels"
    STAGES = "stages"
    FORMS = "forms"


OTHER = "other"
SPECIFIC = "specific"
# Code → how it is named, compared without spaces, marks and what stands in brackets.
NAMES: Mapping[Group, Mapping[str, str]] = {
    Group.CHANNELS: {
        "website": r"(?:本级|[区县市])?(?:政府|政务)?(?:门户)?网站?",
        "gazette": r"(?:政府)?公报",
        "new_media": r"[两二双]微一端|[两二]微|政务新媒体",
        "conference": r"(?:新闻)?发布会(?:和|或|及)?听证会|(?:新闻)?发布会|听证会",
        "broadcast": r"广播电视|电视广播|电视|广播",
        "print": r"纸质媒体|报刊|报纸",
        "reading_point": r"(?:政府信息|信息|政务)?公开查阅[点室]|查阅点",
        "service_hall": r"(?:政务|行政)服务(?:中心|大厅)",
        "service_station": r"便民服务(?:站|中心|点)",
        "on_site": r"入户(?:和|或)?现场|入户|现场",
        "notice_board": (
            r"社区企事业单位村(?:居)?公示栏(?:电子屏)?|(?:社区|村|村居|村务|政务)?公[示开]栏"
            r"(?:电子屏)?|电子屏"
        ),
        "targeted": r"精准推送",
        OTHER: r"其[他它]",
    },
    Group.AUDIENCE: {
        "all": r"全社会|社会公众|社会",
        SPECIFIC: r"特定(?:群体|群众|对象|人群)|特定",
    },
    Group.MANNER: {
        "proactive": r"主动(?:公开)?",
        "on_request": r"依申请(?:公开)?",
    },
    Group.LEVELS: {
        "city": r"(?:地|设区的?)?市级?|州级?|盟级?|市本级",
        "county": r"[县区旗]级?|[县区市旗]{2,3}级?|区县级?|县本级",
        "township": r"[乡镇]{1,2}(?:村|街道?)?级?|街道级?",
        "village": r"村级?|社区级?|村[居组]级?|村社区级?|村居社区级?",
    },
    Group.STAGES: {
        "decision": r"决策(?:公开)?",
        "execution": r"执行(?:公开)?",
        "management": r"管理(?:公开)?",
        "service": r"服务(?:公开)?",
        "result": r"结果(?:公开)?",
    },
    Group.FORMS: {
        "text": r"文本|文字|文件|文档",
        "picture": r"图[片表解文]",
        "video": r"[音]?视频",
        OTHER: r"其[他它]",
    },
}
TICKED = "■☑√✓✔●◆▇█◼☒"
EMPTY = "□☐○◇◻▢"
YES = frozenset({*TICKED, "是", "有", "1", "y", "yes", "v", "对", "勾"})
NO = frozenset(
    {*EMPTY, "", "否", "无", "0", "n", "no", "×", "x", "-", "—", "--", "/", "\\"}
)
BOX = re.compile(f"([{TICKED}{EMPTY}])")
DIVIDERS = re.compile(r"[、,，;；\n]+|\s{1,}")
IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
BRACKETED = re.compile(r"[(（:：]\s*([^()（）]*?)\s*[)）]?$")
UNWRITTEN = re.compile(r"[\s_＿…]+")
MARKS = re.compile(r"[\s*_/、·,，()（）.。:：;；]+")


@dataclass(frozen=True, slots=True)
class Ticks:
    """What is ticked, in the order of NAMES; `other` are the words that stand for
    themselves, `notes` what a known one says in brackets."""

    codes: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    notes: Mapping[str, str] | None = None
    had_boxes: bool = True


def code_of(group: Group, name: str) -> str:
    """The code of a name; "" for one that the group does not know."""
    for text in (_plain(name), _plain(IN_BRACKETS.sub("", name))):
        for code, names in NAMES[group].items():
            if re.fullmatch(names, text):
                return code
    return ""


def _is_whole(group: Group, code: str, name: str) -> bool:
    return bool(code and re.fullmatch(NAMES[group][code], _plain(name)))


def _plain(name: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKC", name))


def read_boxes(group: Group, text: str) -> Ticks:
    """A cell of boxes (■政府网站 □政府公报), or of names alone, which all count."""
    had_boxes = BOX.search(text) is not None
    ticked = list(_ticked(group, text) if had_boxes else _listed(group, text))
    codes: dict[str, str] = {}
    other: list[str] = []
    for name in ticked:
        code = code_of(group, name)
        # Some names have brackets of their own: 村公示栏(电子屏).
        note = "" if _is_whole(group, code, name) else _note(name)
        if not code:
            words = UNWRITTEN.sub(" ", name).strip(" :：()（）")
            code, note = OTHER, re.sub(r"^其[他它][\s:：]*", "", words)
        if code == OTHER and note:
            other.append(note)
        codes[code] = codes.get(code) or note
    order = [*NAMES[group], OTHER]
    return Ticks(
        codes=tuple(sorted(codes, key=order.index)),
        other=tuple(dict.fromkeys(other)),
        notes={code: note for code, note in codes.items() if note and code != OTHER},
        had_boxes=had_boxes,
    )


def _ticked(group: Group, text: str) -> Iterator[str]:
    before, *parts = BOX.split(text)
    boxes, names = parts[::2], parts[1::2]
    if code_of(group, before) and not names[-1].strip():
        # The box stands behind its name.
        names = [before, *names[:-1]]
    elif before.strip():
        yield from _listed(group, before)
    for box, name in zip(boxes, names, strict=True):
        if box in TICKED and name.strip(" \t\n、,，;；"):
            yield name.strip(" \t\n、,，;；")


def _listed(group: Group, text: str) -> Iterator[str]:
    if code_of(group, text):
        return iter([text.strip()])
    return (part for part in DIVIDERS.split(text) if part.strip())


def _note(name: str) -> str:
    found = BRACKETED.search(unicodedata.normalize("NFKC", name))
    text = found[1] if found else ""
    return UNWRITTEN.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell of a column of marks. `text` is what stands in it beside the mark, or in
    its place: then `is_known` is false."""

    is_ticked: bool
    text: str = ""
    is_known: bool = True


def read_mark(text: str) -> Mark:
    plain = text.strip()
    if plain.lower() in YES:
        return Mark(True)
    if plain.lower() in NO:
        return Mark(False)
    first, rest = plain[0], plain[1:].strip(" ()（）:：")
    if first in TICKED:
        return Mark(True, rest)
    if first in EMPTY:
        return Mark(False, rest)
    return Mark(False, plain, is_known=False)


def in_order(group: Group, codes: Iterable[str]) -> tuple[str, ...]:
    found = set(codes)
    return tuple(code for code in NAMES[group] if code in found)
